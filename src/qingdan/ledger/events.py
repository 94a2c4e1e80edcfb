"""What happens in the ledger, told in the same transaction to whom it concerns."""

from __future__ import annotations

from django.dispatch import Signal

lead_decided = Signal()
"""Sent with ``lead``: a person has confirmed, merged or dismissed it; ``lead.finding`` says into which finding."""

finding_closed = Signal()
"""Sent with ``finding``: its mending has been verified."""
