"""Roles resolve by date, nearest pack first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qingdan.policy.packs.reading import Pack, library_packs
from qingdan.policy.packs.roles import holders
from qingdan.policy.packs.schema import RoleHolder
from qingdan.policy.packs.validation import resolve_chain

TODAY = date(2026, 11, 24)


def with_bodies(pack: Pack, *bodies: RoleHolder) -> Pack:
    return replace(pack, header=pack.header.model_copy(update={"bodies": list(bodies)}))


@pytest.mark.parametrize(
    ("pack", "role", "expected"),
    [
        ("ninghe", "lead", ["区民政局"]),
        ("ninghe", "joint", ["区委组织部", "区委农办"]),
        ("ninghe", "approver", ["区委", "区政府"]),
        ("ninghe", "supervisor", ["区委督查室"]),
        ("kongtong", "reviewer", ["区委组织部", "区委农办", "区民政局"]),
        ("anshan", "lead", ["市委组织部", "市民政局", "市农业农村局"]),
        ("beijing", "lead", ["市委社会工委市民政局"]),
    ],
)
def test_the_documents_name_who_leads_joins_approves_and_supervises(pack: str, role: str, expected: list[str]) -> None:
    packs = library_packs()
    assert [holder.body for holder in holders(resolve_chain(packs[pack], packs), TODAY, role)] == expected


def test_a_successor_takes_over_on_its_day() -> None:
    old = RoleHolder(role="lead", body="区民政局", level="county", type="department", until=date(2026, 6, 30))
    new = RoleHolder(role="lead", body="区社会工作部", level="county", type="department", since=date(2026, 7, 1))
    pack = with_bodies(library_packs()["ninghe"], old, new)
    assert [holder.body for holder in holders([pack], date(2026, 6, 30), "lead")] == ["区民政局"]
    assert [holder.body for holder in holders([pack], date(2026, 7, 1), "lead")] == ["区社会工作部"]


def test_a_role_that_the_place_does_not_name_is_taken_from_above_and_one_that_it_names_is_not() -> None:
    above = RoleHolder(role="lead", body="省民政厅", level="province", type="department")
    over = RoleHolder(role="supervisor", body="省委督查室", level="province", type="department")
    own = RoleHolder(role="lead", body="区民政局", level="county", type="department", until=date(2020, 1, 1))
    chain = [with_bodies(library_packs()["ninghe"], own), with_bodies(library_packs()["cn"], above, over)]
    assert [holder.body for holder in holders(chain, TODAY)] == ["省委督查室"]
