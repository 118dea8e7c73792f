"""What directories know of a company: what else it is called, where its site is. Suggestions, never signals."""
