"""From a Paper to what its sentences ask of a village organisation: grammar over lexicons that are data."""
