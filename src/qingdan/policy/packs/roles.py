"""Who holds which role in a procedure, on a day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.schema import RoleHolder


def holders(chain: Sequence[Pack], on: date, role: str | None = None) -> list[RoleHolder]:
    """The bodies that hold a role (or any) on a day: those of the nearest pack that names the role at all.

    A role whose holder has changed keeps both rows; only the one whose period covers the day counts.
    """
    named: set[str] = set()
    found: list[RoleHolder] = []
    for pack in chain:
        here = [holder for holder in pack.header.bodies if role in (None, holder.role) and holder.role not in named]
        found += [holder for holder in here if _holds(holder, on)]
        named |= {holder.role for holder in here}
    return found


def _holds(holder: RoleHolder, on: date) -> bool:
    return (holder.since is None or holder.since <= on) and (holder.until is None or on <= holder.until)
