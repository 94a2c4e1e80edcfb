"""Existing burdens (存量登记): on the first day nothing has a code, so bodies register what runs, and it is sorted out."""
