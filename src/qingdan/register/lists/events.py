"""What happens to lists, told in the same transaction to whom it concerns."""

from __future__ import annotations

from django.dispatch import Signal

edition_published = Signal()
"""Sent with ``edition``: it has just been published (it may take effect later)."""

edition_superseded = Signal()
"""Sent with ``edition``: the next edition has been published; this one ends the day before that takes effect."""

openness_changed = Signal()
"""Sent with ``edition``: its 公开属性 is another now."""
