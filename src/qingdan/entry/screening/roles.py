"""Roles that open the doors of screening's pages; what a person sees behind them is asked of ``access``."""

from __future__ import annotations

from qingdan.entry.screening.access import OFFICES, OVERSEERS, RECEIVERS, STEWARDS

SCREENERS = tuple(sorted(OFFICES | RECEIVERS))
"""Who screens: offices what they are about to send, villages and towns what came."""
HISTORIANS = tuple(sorted(OFFICES | OVERSEERS))
"""Who reads how many demands offices had: offices about themselves, overseers about those of their place."""
CORRECTORS = tuple(sorted(STEWARDS))
"""Who takes away what people corrected, as labelled data."""
