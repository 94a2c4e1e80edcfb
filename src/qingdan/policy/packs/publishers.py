"""Who publishes a list: as the pack says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.roles import holders
from qingdan.policy.packs.schema import RoleHolder

_JOINT = re.compile(r"[、，,和]")


@dataclass(frozen=True, slots=True)
class Publisher:
    """A body that publishes. ``on_paper``: a party or government body, whose decision is recorded from paper.

    ``clause`` is None where the pack names no publisher and the lead body stands in (系统建议值).
    """

    body: str
    on_paper: bool
    clause: str | None


def publishers(pack: CompiledPack, kind: ListKind, on: date) -> tuple[Publisher, ...]:
    """The publishers of a kind of list: as the list's naming says, else the role of publisher, else the lead body."""
    known = holders(pack.chain, on)
    for owner, named in pack.named_lists:
        if owner == pack.id and named.kind is kind and named.publisher:
            bodies = [part for part in _JOINT.split(named.publisher) if part]
            return tuple(Publisher(body, _on_paper(body, known), named.clause) for body in bodies)
    for role, cites in (("publisher", True), ("lead", False)):
        found = [holder for holder in known if holder.role == role]
        if found:
            return tuple(
                Publisher(holder.body, holder.type == "party_government", holder.clause if cites else None)
                for holder in found
            )
    return ()


def _on_paper(body: str, known: list[RoleHolder]) -> bool:
    return any(holder.body == body and holder.type == "party_government" for holder in known)
