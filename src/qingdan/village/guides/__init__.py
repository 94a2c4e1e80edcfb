"""Guides: what each certificate and service needs, who issues it, and where that was published."""
