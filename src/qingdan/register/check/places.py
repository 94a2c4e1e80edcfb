"""The place of a question: its words, the usual one for a person, and those to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code, prefix
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.orgs.queries import division_path, home_scope
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.queries import NATIONAL, OutsideEveryPack, governing_version, newest_versions, stored_pack


@dataclass(frozen=True, slots=True)
class Place:
    """A division as a person calls it, with the pack that governs it (None outside every pack)."""

    code: str
    label: str
    pack: str | None


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place that an installed pack governs, by its name."""

    pack: str
    division: str
    name: str


def jurisdictions() -> list[Jurisdiction]:
    """The places of the installed packs, but for the nation."""
    return [
        Jurisdiction(version.pack_id, version.division, stored_pack(version.hash).header.jurisdiction)
        for version in newest_versions(today())
        if version.division != NATIONAL
    ]


def usual_place(account: object) -> str:
    """Where a person asks from: their own division; a visitor's is the jurisdiction whose villages are loaded."""
    if isinstance(account, Account):
        scope = home_scope(account)
        if scope is not None and scope.division is not None:
            return scope.division.code
    codes = [place.division for place in jurisdictions()]
    loaded = Division.objects.filter(code__in=codes).order_by("code").values_list("code", flat=True).first()
    return loaded or (codes[0] if codes else "")


def place_of(code: str) -> Place | None:
    """The place of a code that a person typed or chose; None if it is no division code."""
    try:
        whole = full_code(code)
    except BadDivisionCode:
        return None
    try:
        version = governing_version(whole, today())
    except OutsideEveryPack:
        return Place(whole, whole, None)
    return Place(whole, _label(whole, version), version.pack_id)


def _label(code: str, version: PackVersion) -> str:
    """From the jurisdiction's own level down, as people say it; a code where the names are not loaded."""
    path = [step for step in division_path(code) if not _above(step, version.division)]
    if path and path[-1].code == code:
        return "".join(step.name for step in path)
    name = stored_pack(version.hash).header.jurisdiction
    return name if code == version.division else f"{name}（代码 {prefix(code)}）"


def _above(step: Division, jurisdiction: str) -> bool:
    return len(prefix(step.code)) < len(prefix(jurisdiction))
