"""Finding items, clauses, lists and documents by words of one character or more: our own token index."""
