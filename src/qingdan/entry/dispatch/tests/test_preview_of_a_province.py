"""The preview for a province of 30,000 villages: as many queries as for a town, a page of the same size, little memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.dispatch.models import Dispatch, DispatchState, Ground
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.drafting import Wish, draft
from qingdan.entry.dispatch.services.sending import MOST_NAMED, preview, send
from qingdan.entry.dispatch.tests.browsing import MOST_QUERIES, browser, page, person, queries
from qingdan.entry.dispatch.tests.cast import SUPPLIED, code_of, install_lists
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import BodyType, Level, Role, UnitKind
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.policy.gate.codes import with_check_character
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Obligation
from qingdan.register.obligations.services import Given, assign, owe

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")
PROVINCE, ONE_TOWN = "220000000000", "220101001000"
COUNTIES, TOWNS, VILLAGES = 40, 25, 30
ALL = COUNTIES * TOWNS * VILLAGES
TITLE = "残疾人康复知识宣传"
MOST_OF_A_PREVIEW = 30
"""What the gate must know of a place is read for one village of each sort; here all are alike."""


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A province with its office, a list and 30,000 villages, beside the demo district."""
    installs = (install_library_packs, install_pack_lists, install_demo, install_lists, install_province)
    with time_machine.travel(NOON, tick=False):
        yield from installed_for_module(django_db_blocker, *installs)


def install_province() -> None:
    rows = [Division(code=PROVINCE, name="吉林省", level=Level.PROVINCE)]
    rows.append(Division(code="220100000000", name="长春市", level=Level.CITY, parent_id=PROVINCE))
    for county in (f"2201{number:02d}" for number in range(1, COUNTIES + 1)):
        rows.append(Division(code=f"{county}000000", name=f"县{county}", level=Level.COUNTY, parent_id="220100000000"))
        for town in (f"{county}{number:03d}" for number in range(1, TOWNS + 1)):
            rows.append(Division(code=f"{town}000", name=f"镇{town}", level=Level.TOWN, parent_id=f"{county}000000"))
            rows += [
                Division(
                    code=f"{town}{200 + number}", name=f"河{number}村村民委员会", level=Level.VILLAGE, kind=UnitKind.VILLAGE,
                    parent_id=f"{town}000",
                )
                for number in range(VILLAGES)
            ]  # fmt: skip
    Division.objects.bulk_create(rows, batch_size=2000)
    Body.objects.create(name="吉林省残联", level=Level.PROVINCE, type=BodyType.MASS_ORG, division_id=PROVINCE)
    kept = ItemList.objects.create(
        slug="jl", code="JL-A1", kind="assist", title="吉林省协助事项清单", division=PROVINCE, pack_id="changchun"
    )
    edition = Edition.objects.create(item_list=kept, number=1, document="某文件", complete=True, content_hash="jl")
    spec = {"id": "01", "title": TITLE, "lead_body": "吉林省残联", "frequency": "once", "minutes": 30, **SUPPLIED}
    Item.objects.create(
        edition=edition, code=with_check_character("JL-A1-01"), position=1, title=TITLE, key=key(TITLE), digest="jl", spec=spec,
        lead_body="吉林省残联",
    )  # fmt: skip
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.PUBLISHED)
    person("province", Role.DEPARTMENT_OFFICER, PROVINCE, office())


def office() -> Body:
    return Body.objects.get(name="吉林省残联")


def to(place: str) -> Dispatch:
    officer = Account.objects.get(username="test-province")
    wish = Wish(code_of(TITLE, office()), [place], "once", today(), due_on=today())
    return draft(actor=officer, issuer=office(), wish=wish)


def address(dispatch: Dispatch) -> str:
    return f"/dispatch/{dispatch.pk}/"


def test_a_province_asks_as_many_queries_as_a_town_and_its_page_is_as_long(record_property: Any) -> None:
    officer = browser(Account.objects.get(username="test-province"))
    town, province = address(to(ONE_TOWN)), address(to(PROVINCE))
    page(officer, town)  # packs are read once for all
    few, small = queries(officer, town), page(officer, town)
    began = time.perf_counter()
    shown = page(officer, province)
    record_property("seconds", round(time.perf_counter() - began, 2))
    many = queries(officer, province)
    record_property("queries", many)
    assert f"可以派的：{ALL} 个村（社区）" in shown and f"在 {COUNTIES * TOWNS} 个镇街" in shown
    assert many == few <= MOST_OF_A_PREVIEW
    assert len(shown) < len(small) + 200


def test_what_stays_is_counted_and_only_a_few_are_named() -> None:
    given = Given("test:1", 1, office(), "affair", TITLE, today(), code=code_of(TITLE, office()))
    other = assign(given)
    codes = list(
        Division.objects.filter(parent__code__startswith="220102", level=Level.VILLAGE).values_list("code", flat=True)
    )
    owe(other, codes)
    seen = preview(to(PROVINCE))
    assert (seen.total, seen.goes, seen.stays) == (ALL, ALL - len(codes), len(codes))
    [group] = seen.not_going
    assert group.number == len(codes) == TOWNS * VILLAGES and len(group.named) == MOST_NAMED


def test_the_villages_of_a_province_are_never_held_together() -> None:
    made = to(PROVINCE)
    preview(made)  # what is cached of rules and calendar is no village's
    tracemalloc.start()
    preview(made)
    _now, most = tracemalloc.get_traced_memory()
    held = list(Division.objects.filter(code__startswith="22").values_list("code", "kind", "name"))
    _now, whole = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(held) > ALL and most < whole / 2, (most, whole)


def test_choosing_places_in_a_province_offers_no_village_one_by_one() -> None:
    officer = browser(Account.objects.get(username="test-province"))
    form = f"/dispatch/new/{office().pk}/?code={code_of(TITLE, office())}"
    page(officer, form)  # as above
    with CaptureQueriesContext(connection) as asked:
        shown = page(officer, form)
    assert len(asked) <= MOST_QUERIES and "河1村" not in shown and "长春市" in shown


def test_places_without_a_policy_pack_get_nothing_and_it_is_said_why() -> None:
    officer = Account.objects.get(username="test-province")
    Division.objects.create(code="360000000000", name="江西省", level=Level.PROVINCE)
    for code, name, level, parent in (
        ("360100000000", "南昌市", Level.CITY, "360000000000"), ("360102000000", "东湖区", Level.COUNTY, "360100000000"),
        ("360102001000", "公园街道", Level.TOWN, "360102000000"), ("360102001201", "山下村", Level.VILLAGE, "360102001000"),
    ):  # fmt: skip
        kind = UnitKind.VILLAGE if level == Level.VILLAGE else ""
        Division.objects.create(code=code, name=name, level=level, parent_id=parent, kind=kind)
    made = to(ONE_TOWN)
    Dispatch.objects.filter(pk=made.pk).update(divisions=["220101001200", "360102001000"])
    made.refresh_from_db()
    seen = preview(made)
    assert (seen.goes, seen.stays) == (1, 1)
    assert "没有装入政策包" in page(browser(officer), address(made))
    send(actor=officer, dispatch=made)
    assert [each.division_id for each in Obligation.objects.all()] == ["220101001200"]
    assert "没有装入政策包" in Ground.objects.get().text
    Dispatch.objects.filter(pk=made.pk).update(divisions=["360102001000"], state=DispatchState.DRAFT)
    with pytest.raises(DispatchProblem, match="没有装入政策包"):
        send(actor=officer, dispatch=made)
