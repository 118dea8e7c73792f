"""The nouns. Frozen values without behaviour that talks to anybody; imports nothing of ours."""
