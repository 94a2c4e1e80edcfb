"""Floor 5: what anybody may see without an account, and the mounted API."""
