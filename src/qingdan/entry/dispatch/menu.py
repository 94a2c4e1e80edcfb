"""What dispatch offers to the shell and to the village's page: menu entries, what waits for whom, links of an obligation."""

from __future__ import annotations

from qingdan.entry.dispatch.offers import offer_for
from qingdan.register.obligations.origins import register_origin


def offer() -> None:
    """Register all of it."""
    register_origin("dispatch", offer_for)
    offer_to_senders()
    offer_to_villages()


def offer_to_senders() -> None:
    """Menu entries and what waits for those who send."""


def offer_to_villages() -> None:
    """Menu entries and what waits for villages."""
