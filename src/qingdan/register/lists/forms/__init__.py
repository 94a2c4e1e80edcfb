"""Forms of the list pages."""
