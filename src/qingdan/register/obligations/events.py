"""What happens to obligations, told in the same transaction to whom it concerns."""

from __future__ import annotations

from django.dispatch import Signal

obligation_changed = Signal()
"""Sent with ``obligation`` and ``verb``: one obligation has moved by a village's or town's act."""

assignment_withdrawn = Signal()
"""Sent with ``assignment``: its issuer took it back; what was not done is owed no longer."""
