"""Finds where a company itself tells its news: the feeds of its site, and its job boards, found on the site or guessed.

links.py and guesses.py say where to look and owner.py whose a board is, all three pure; seek.py asks.
"""
