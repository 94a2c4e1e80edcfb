"""Certificates: asked, decided by the gate, issued or explained, checked by anybody."""
