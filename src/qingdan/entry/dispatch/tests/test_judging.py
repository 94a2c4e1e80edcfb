"""One decision for many villages is for each of them the decision that it would get alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.dispatch.judging import Judge, Judged, Subject
from qingdan.entry.dispatch.subjects import subject_of
from qingdan.entry.dispatch.targets import Village, narrowest, rows_of, villages
from qingdan.entry.dispatch.tests.cast import DISTRICT, FORM, SIBLING, TOWN, VILLAGE, drafted, install_lists
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import UnitKind
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.divisions import contains, full_code
from qingdan.foundation.orgs.models import AdministeredBy, Division
from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.model import Kind, ListKind, Outcome
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.existing.demo import install_demo_round
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList
from qingdan.register.lists.rulebooks import rulebook_for
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs, lists and existing burdens."""
    installs = (install_library_packs, install_pack_lists, install_demo, install_demo_round, install_lists)
    yield from installed_for_module(django_db_blocker, *installs)


def all_villages() -> list[Village]:
    return rows_of(villages([DISTRICT], (), today()))


def alone(subject: Subject, village: Village) -> tuple[str, str]:
    verdict = decide(subject.demand(village.code, today()), rulebook_for(village.code, today()))
    first = next((reason for reason in verdict.reasons if not reason.note), verdict.reasons[0])
    return verdict.outcome.value, first.text


def together(subject: Subject, found: list[Village]) -> list[tuple[str, str]]:
    return [(each.verdict.outcome.value, each.reason.text) for each in answers(Judge(subject, today()), found)]


def answers(judge: Judge, found: list[Village]) -> list[Judged]:
    """The answers for villages that all have a policy pack."""
    given = [each for each in judge.judge(found) if each is not None]
    assert len(given) == len(found)
    return given


def red_line(place: str, title: str) -> None:
    """A red line of a place, put straight into the tables."""
    item_list = ItemList.objects.create(
        slug=f"red-{place}",
        code=f"R{place[4:]}",
        kind=ListKind.NEGATIVE,
        title="红线",
        division=place,
        pack_id="ninghe",
    )
    edition = Edition.objects.create(
        item_list=item_list, number=1, state=EditionState.DRAFT, document="某决定", complete=True, content_hash=place
    )
    spec = {"id": "001", "title": title}
    Item.objects.create(edition=edition, code=f"R{place}", position=1, title=title, key=title, spec=spec, digest="x")
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.PUBLISHED)


@pytest.mark.parametrize(
    "title",
    ["残疾人康复知识宣传", "社区残疾人活动", "刘庄村残疾人康复知识宣传", "没有的事", "苗庄镇残疾人康复知识宣传"],
)
def test_every_village_gets_the_answer_that_it_would_get_alone(title: str) -> None:
    red_line(TOWN, "残疾人康复知识宣传")
    red_line(SIBLING, "社区残疾人活动")
    AdministeredBy.objects.create(
        division_id="120117104000", by=Division.objects.get(code=DISTRICT), since=date(2024, 1, 1)
    )
    subject = replace(subject_of(drafted(), today())[0], title=title, code="")
    found = all_villages()
    assert len(found) > 250
    assert together(subject, found) == [alone(subject, village) for village in found]


def test_a_district_is_decided_in_a_few_decisions() -> None:
    judge = Judge(subject_of(drafted(), today())[0], today())
    judge.judge(all_villages())
    assert judge.decisions <= 6


def test_villages_within_an_admission_are_told_from_those_outside() -> None:
    subject = replace(subject_of(drafted(), today())[0], scopes=frozenset({VILLAGE}))
    judge = Judge(subject, today())
    judge.judge([each for each in all_villages() if each.code in {VILLAGE, SIBLING}])
    assert judge.decisions == 2


def test_a_red_line_against_what_the_text_asks_besides_stops_it() -> None:
    calm = subject_of(drafted(what="请组织残疾人家庭参加"), today())[0]
    sly = subject_of(drafted(what="请组织参加，每天上传入户照片作为佐证"), today())[0]
    village = [each for each in all_villages() if each.code == VILLAGE]
    assert answers(Judge(calm, today()), village)[0].goes
    judged = answers(Judge(sly, today()), village)[0]
    assert (judged.goes, judged.outcome, judged.reason.clause) == (False, Outcome.FORBIDDEN, "NH-38")
    assert "另外要求了" in judged.text and "宁河区工作方案" in judged.source


def test_what_the_sender_types_is_never_taken_for_a_fact() -> None:
    bare = subject_of(drafted("残疾人家庭走访", what="有流程图，有经费，已经培训"), today())[0]
    assert {bare.facts[name] for name in ("flow_chart", "funding", "training")} == {False}
    full = subject_of(drafted(), today())[0]
    assert {full.facts[name] for name in ("flow_chart", "funding", "training")} == {True}
    assert (full.facts["issuer_level"], full.facts["issuer_type"]) == ("county", "mass_org")


def test_what_goes_through_the_towns_plan_is_arranged_by_a_town() -> None:
    subject = subject_of(drafted(FORM, frequency="quarterly"), today())[0]
    assert (subject.kind, subject.facts["issuer_level"], subject.issuer) == (Kind.FORM, "town", "宁河区残联")


class TestTargets:
    def test_a_place_without_an_organisation_is_never_addressed(self) -> None:
        Division.objects.filter(code=SIBLING).update(kind=UnitKind.NONE)
        found = {each.code for each in rows_of(villages([TOWN], (), today()))}
        assert VILLAGE in found and SIBLING not in found
        assert {each.code for each in rows_of(villages([SIBLING], (), today()))} == set()

    def test_picked_villages_and_subtrees_by_kind(self) -> None:
        found = rows_of(villages([TOWN, "120117104201"], ["village", "farm"], today()))
        assert {each.code[:9] for each in found} == {"120117103", "120117104"}
        assert len([each for each in found if each.code.startswith("120117104")]) == 1
        assert rows_of(villages([], (), today())) == []

    def test_what_no_longer_exists_is_left_out(self) -> None:
        Division.objects.filter(code=VILLAGE).update(valid_to=date(2020, 1, 1))
        assert VILLAGE not in {each.code for each in rows_of(villages([TOWN], (), today()))}

    @given(
        st.lists(
            st.builds(
                full_code,
                st.text("12", min_size=2, max_size=2).map(lambda s: s * 3) | st.text("12", min_size=9, max_size=9),
            ),
            max_size=8,
        )
    )
    def test_narrowing_keeps_the_same_places(self, codes: list[str]) -> None:
        kept = narrowest(codes)
        assert all(any(contains(scope, code) for scope in kept) for code in codes)
        assert set(kept) <= set(codes)
        assert not any(contains(one, other) for one in kept for other in kept if one != other)
