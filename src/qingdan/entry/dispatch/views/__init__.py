"""Pages of dispatch; each reads the input, asks one service or query and chooses a template."""
