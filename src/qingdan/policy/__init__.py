"""Floor 2: what is allowed — policy packs and the gate."""
