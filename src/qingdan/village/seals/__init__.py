"""Seals: who keeps them, and every use with its approval."""
