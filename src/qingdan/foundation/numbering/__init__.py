"""Numbers without gaps or doubles, taken in the caller's transaction."""
