"""What residents see without an account: the lists of their place in plain words, a search, and feeds of changes."""
