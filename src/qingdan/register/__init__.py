"""Floor 3: what is on record — lists, and the question asked against them."""
