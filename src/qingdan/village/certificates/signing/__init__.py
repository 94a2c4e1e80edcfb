"""Signing: the ring of keys, the signature of a file, and the providers through which seals and signatures come."""
