"""What the rooms that make obligations offer for them: links on the village's page. They register, nobody imports them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.components import Link, Pair
from qingdan.register.obligations.models import Obligation


@dataclass(frozen=True, slots=True)
class Offer:
    """What an origin has for one reader of one obligation.

    ``dispute``: where 反馈核实 is said; ``pairs``: what else is known (经费、流程图 …); ``links``: papers and files.
    ``note`` is a sentence above everything (an answer to the feedback, a change).
    """

    dispute: str = ""
    pairs: Sequence[Pair] = field(default=())
    links: Sequence[Link] = field(default=())
    note: str = ""


Origin = Callable[[Obligation, Account], Offer]
_origins: dict[str, Origin] = {}


def register_origin(name: str, origin: Origin) -> None:
    """Offer the links of obligations whose origin begins with ``name:``; called in ``AppConfig.ready()``."""
    _origins[name] = origin


def offer_of(obligation: Obligation, reader: Account) -> Offer:
    """What the origin of an obligation offers to a reader; nothing where nobody registered."""
    origin = _origins.get(obligation.assignment.origin.partition(":")[0])
    return origin(obligation, reader) if origin else Offer()
