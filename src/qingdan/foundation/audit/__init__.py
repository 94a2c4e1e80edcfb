"""The audit: an append-only, hash-chained record of every state change. It imports no other room."""
