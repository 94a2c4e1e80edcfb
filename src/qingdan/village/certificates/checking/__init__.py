"""Checking: what a QR code carries, what a code or file is worth, and the pages where anybody asks."""
