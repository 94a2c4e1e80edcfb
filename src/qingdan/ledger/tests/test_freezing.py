"""A ledger is frozen whole, says so where there is nothing, and is signed on paper; nothing of it changes afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.ledger import services
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import Section
from qingdan.ledger.frozen_papers import label_of, paper_of, printed_rows
from qingdan.ledger.models import Finding, FrozenLedger, FrozenRow
from qingdan.ledger.queries import missing_bodies
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.tests.cast import (
    DISTRICT,
    TOWN,
    VILLAGE,
    body,
    civil,
    closed,
    confirmed,
    lead,
    mending,
    officer,
    party,
    person,
    soon,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
MONTH = today().replace(day=1)


def place(code: str = DISTRICT) -> Division:
    return Division.objects.get(pk=code)


def frozen(actor: Account | None = None, own: Body | None = None, code: str = DISTRICT, **more: bool) -> FrozenLedger:
    return services.freeze(actor=actor or officer(), body=own, division=place(code), first=MONTH, last=today(), **more)


def rows(ledger: FrozenLedger) -> list[dict[str, str]]:
    return list(ledger.kept.order_by("position").values_list("content", flat=True))


@pytest.mark.clause("NH-79")
def test_no_ledger_is_frozen_while_a_finding_has_no_measure_or_date() -> None:
    finding = confirmed()
    with pytest.raises(LedgerProblem, match=f"还有 1 件没有写整改措施（{finding.code}）"):
        frozen(own=body())
    services.plan(actor=officer(), finding=finding, measure="改")
    [row] = rows(frozen(own=body()))
    assert (row["整改措施"], row["整改时限"]) == ("改", str(soon()))


@pytest.mark.clause("KT-52")
def test_each_level_has_its_ledger_in_which_every_row_has_its_date_and_who_answers_for_it() -> None:
    finding = confirmed()
    levels = ((officer(), body(), DISTRICT), (person("village-clerk"), None, VILLAGE), (person("town-clerk"), None, TOWN), (civil(), None, DISTRICT))  # fmt: skip
    for actor, own, code in levels:
        with pytest.raises(LedgerProblem, match="没有写整改措施"):
            frozen(actor, own, code)
    services.plan(actor=officer(), finding=finding, measure="改")
    for actor, own, code in levels:
        [row] = rows(frozen(actor, own, code))
        assert (row["责任单位"], row["整改时限"], row["整改措施"]) == ("宁河区残联", str(soon()), "改"), code


@pytest.mark.clause("NH-78")
def test_each_of_the_three_parts_has_its_rows_or_an_explicit_nothing() -> None:
    mending()
    mending(kind="plaque", finding_kind="plaque", title="违规挂牌")
    printed = printed_rows(rows(frozen(own=body())))
    assert [(line[0], line[2]) for line in printed] == [
        (Section.WORK.label, "每月报残疾人情况"), (Section.MECHANISMS.label, "违规挂牌"), (Section.CERTIFICATES.label, "无"),
    ]  # fmt: skip
    assert [line[2] for line in printed_rows([])] == ["无", "无", "无"]


@pytest.mark.clause("NH-78")
def test_a_unit_that_has_nothing_says_so_and_one_that_has_something_cannot() -> None:
    with pytest.raises(LedgerProblem, match="零报告"):
        frozen(own=body())
    zero = frozen(own=body(), zero=True)
    assert (zero.zero, zero.rows) == (True, 0)
    mending()
    with pytest.raises(LedgerProblem, match="不能报零"):
        frozen(own=body(), zero=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenLedger.objects.create(
            division=place(), first=MONTH, last=today(), label="x", rows=0, zero=False, digest="x", frozen_by=civil()
        )


def test_what_was_frozen_stays_while_the_finding_goes_on_and_the_next_is_another_version() -> None:
    finding = mending()
    first = frozen(own=body())
    services.report_mended(actor=officer(), finding=finding, result="改好了")
    second = frozen(own=body())
    assert (first.version, second.version) == (1, 2)
    assert (rows(first)[0]["状态"], rows(second)[0]["状态"]) == ("整改中", "待核验")
    assert services.still_whole(first) and services.still_whole(second)


def test_the_database_refuses_another_word_and_the_digest_finds_one_that_got_in() -> None:
    mending()
    made = frozen(own=body())
    for act in (
        lambda: FrozenRow.objects.filter(ledger=made).update(position=9),
        lambda: FrozenLedger.objects.filter(pk=made.pk).update(digest="0" * 64),
        lambda: FrozenLedger.objects.filter(pk=made.pk).update(body=None),
        lambda: FrozenLedger.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    FrozenRow.objects.create(ledger=made, position=2, content={"问题": "后来加的"})
    assert not services.still_whole(made)


def test_a_name_that_changes_later_does_not_make_it_another_ledger() -> None:
    mending()
    made = frozen(own=body())
    Body.objects.filter(pk=body().pk).update(name="宁河区残疾人联合会")
    made.refresh_from_db()
    assert services.still_whole(made) and str(made).startswith("宁河区残联")


def test_it_holds_what_stood_open_in_the_period() -> None:
    old, over, now = closed(), mending(), mending(title="现在的")
    Finding.objects.filter(pk=old.pk).update(
        opened_on=MONTH - timedelta(days=60), shown_from=MONTH - timedelta(days=60), closed_on=MONTH - timedelta(days=1)
    )
    Finding.objects.filter(pk=over.pk).update(
        opened_on=MONTH - timedelta(days=60), shown_from=MONTH - timedelta(days=60)
    )
    annulled = services.annul(actor=civil(), finding=confirmed(), reason="有依据")
    assert {row["编号"] for row in rows(frozen(own=body()))} == {over.code, now.code}
    assert annulled.code not in {row["编号"] for row in rows(frozen(civil()))}


def test_days_to_come_are_not_frozen() -> None:
    with pytest.raises(LedgerProblem, match="不能晚于今天"):
        services.freeze(actor=officer(), body=body(), division=place(), first=today(), last=soon(1))


def test_who_freezes_which_ledger() -> None:
    mending()
    assert frozen(person("village-clerk"), code=VILLAGE).rows == 1
    assert frozen(person("town-clerk"), code=VILLAGE).version == 2
    assert frozen(person("town-clerk"), code=TOWN).rows == 1
    assert frozen(civil()).rows == 1
    for who, own, code in (
        ("village-clerk", None, TOWN), ("town-clerk", None, DISTRICT), ("department-officer", None, DISTRICT),
        ("department-officer", "宁河区民政局", DISTRICT), ("supervisor", None, DISTRICT), ("lead-civil", "宁河区残联", DISTRICT),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            frozen(person(who), own=body(own) if own else None, code=code)


def test_who_reads_which_frozen_ledger() -> None:
    mending()
    made = {
        "残联": frozen(own=body()), "村": frozen(person("village-clerk"), code=VILLAGE),
        "镇": frozen(person("town-clerk"), code=TOWN), "区": frozen(civil()),
    }  # fmt: skip

    def seen(who: str) -> set[str]:
        keys = set(Powers(person(who)).frozen().values_list("pk", flat=True))
        return {name for name, ledger in made.items() if ledger.pk in keys}

    assert seen("department-officer") == {"残联"}
    assert seen("village-clerk") == {"村"}
    assert seen("town-clerk") == {"村", "镇"}
    assert seen("lead-party") == seen("supervisor") == {"残联", "村", "镇", "区"}
    assert seen("system-admin") == seen("list-steward") == set()


def test_what_an_informant_said_stands_on_no_paper_that_gives_the_place_away() -> None:
    mending()
    secret = confirmed(lead(confidential=True), title="每周要照片", text="刘庄村说的", measure="停止")
    assert secret.code not in {row["编号"] for row in rows(frozen(civil()))}
    Finding.objects.filter(pk=secret.pk).update(shown_from=today())
    for code in (VILLAGE, TOWN):
        assert secret.code not in {row["编号"] for row in rows(frozen(civil(), code=code))}
    for ledger in (frozen(civil()), frozen(own=body())):
        [row] = [row for row in rows(ledger) if row["编号"] == secret.code]
        assert (row["地方"], row["情况"], row["问题"]) == ("宁河区", "", "每周要照片")


def test_the_stamped_scan_comes_once() -> None:
    made = frozen(own=body(), zero=True)
    with pytest.raises(NotAllowed):
        services.add_scan(actor=party(), frozen=made, scan=_scan(party()))
    with pytest.raises(LedgerProblem, match="PDF 或者图片"):
        services.add_scan(actor=officer(), frozen=made, scan=_scan(officer(), "a.txt", b"x"))
    services.add_scan(actor=officer(), frozen=made, scan=_scan(officer()))
    with pytest.raises(LedgerProblem, match="不能再换"):
        services.add_scan(actor=officer(), frozen=made, scan=_scan(officer()))


def _scan(actor: Account, name: str = "a.pdf", data: bytes = b"%PDF-1.4 x") -> Attachment:
    return attach(actor=actor, division=place(), name=name, data=data)


def test_the_lead_office_sees_who_has_not_handed_one_in() -> None:
    before = {str(each) for each in missing_bodies([DISTRICT], MONTH, today())}
    frozen(own=body(), zero=True)
    after = {str(each) for each in missing_bodies([DISTRICT], MONTH, today())}
    assert before - after == {"宁河区残联"} and "宁河区财政局" in after and "宁河区委" not in after


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "2026年第3季度"), (date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (date(2026, 2, 1), date(2026, 2, 28), "2026年2月"), (date(2026, 2, 1), date(2026, 2, 27), "2026-02-01 至 2026-02-27"),
    ],
)  # fmt: skip
def test_a_period_is_called_as_people_call_it(first: date, last: date, label: str) -> None:
    assert label_of(first, last) == label


def test_the_word_table_has_the_signature_block_and_the_words() -> None:
    mending()
    made = frozen(own=body())
    paper = paper_of(made.unit, made.label, "定稿", rows(made))
    assert paper.signature == ("填表人", "审核人", "主要负责人") and paper.title == "宁河区残联问题台账"
