"""The register: lists in editions, their items, and the rulebook that the gate decides by."""
