"""An Excel ledger goes out and comes back without loss; what has changed meanwhile is a conflict, and nothing is lost."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.clock.moments import today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.grids import BadTable
from qingdan.ledger import files, reading, services
from qingdan.ledger.access import Powers
from qingdan.ledger.files import HEADER
from qingdan.ledger.models import Finding, Lead, PendingLedger
from qingdan.ledger.presentation import shown_all
from qingdan.ledger.reading import judge, read
from qingdan.ledger.services import LedgerProblem
from qingdan.ledger.services.importing import forget_files
from qingdan.ledger.tests.cast import VILLAGE, body, civil, confirmed, lead, mending, officer, person, reported, soon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def exported(actor: Account) -> list[dict[str, str]]:
    """What an export of all that the actor sees says, by heading."""
    rows = Powers(actor).findings().select_related("body", "division").order_by("pk")
    data = files.write("问题台账", shown_all(Powers(actor), rows))
    return [row["said"] for row in read("a.xlsx", data)]


def workbook(*rows: dict[str, Any], head: tuple[str, ...] = HEADER) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, head)
        for line, row in enumerate(rows, start=1):
            for column, name in enumerate(head):
                sheet.write_string(line, column, str(row.get(name, "")))
    return out.getvalue()


def prepared(*rows: dict[str, Any], actor: Account | None = None) -> PendingLedger:
    return services.prepare_import(actor=actor or officer(), name="台账.xlsx", data=workbook(*rows))


def effects(pending: PendingLedger) -> list[str]:
    return [row["effect"] for row in pending.rows]


def test_a_round_trip_changes_nothing() -> None:
    confirmed(), mending(), reported()
    confirmed(lead(about_name="区财政局"), body=body("宁河区财政局"))
    for actor in (officer(), civil(), person("town-clerk")):
        pending = prepared(*exported(actor), actor=actor)
        assert set(effects(pending)) == {"same"}, pending.rows
        assert services.confirm_import(actor=actor, pending=pending) == {}


@given(
    text=st.text(max_size=200), measure=st.text(min_size=1, max_size=200).filter(str.strip), title=st.text(min_size=1, max_size=60)
)  # fmt: skip
def test_whatever_is_written_comes_back_as_it_was(text: str, measure: str, title: str) -> None:
    if not title.replace("\x00", "").strip() or not measure.replace("\x00", "").strip():
        return
    text, measure, title = (words.replace("\x00", "") for words in (text, measure, title))
    finding = Finding(
        pk=1, district="120117000000", year=2026, number=1, title=title, text=text, measure=measure, due=today(),
        opened_on=today(), shown_from=today(), finding_kind="other", source="told", body=body(), division_id=VILLAGE,
        state="mending", revision=3,
    )  # fmt: skip
    powers = Powers(officer())
    [row] = read("a.xlsx", files.write("x", shown_all(powers, [finding])))
    seen = shown_all(powers, [finding])[0]
    assert reading._known_row(powers, row["said"], seen)["effect"] == "same"


def test_measure_date_and_result_of_the_own_body_are_taken_over_and_all_else_is_not() -> None:
    first, second = confirmed(), mending()
    rows = exported(officer())
    rows[0] |= {"整改措施": "停发通知", "整改时限": str(soon(5))}
    rows[1] |= {"整改情况": "已经改了"}
    pending = prepared(*rows)
    assert effects(pending) == ["plan", "report"]
    assert Finding.objects.get(pk=first.pk).measure == ""
    services.confirm_import(actor=officer(), pending=pending)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.measure, first.due) == ("mending", "停发通知", soon(5))
    assert (second.state, second.result, second.mended_by) == ("reported", "已经改了", officer())
    assert not PendingLedger.objects.exists()


@pytest.mark.parametrize("name", ["问题", "责任单位", "状态", "地方", "确认日期"])
def test_other_columns_are_not_changed_by_a_file(name: str) -> None:
    mending()
    [row] = exported(officer())
    [judged] = prepared(row | {name: "别的"}).rows
    assert judged["effect"] == "fault" and name in judged["message"]


def test_a_row_that_has_changed_since_is_a_conflict_with_both_sides_and_is_not_stored() -> None:
    finding = mending()
    [row] = exported(officer())
    services.plan(actor=officer(), finding=finding, measure="同事改的")
    pending = prepared(row | {"整改措施": "我改的"})
    assert pending.rows[0]["effect"] == "conflict"
    assert pending.rows[0]["changes"] == [["整改措施", "同事改的", "我改的"]]
    assert services.confirm_import(actor=officer(), pending=pending) == {}
    finding.refresh_from_db()
    assert finding.measure == "同事改的"


def test_what_changes_while_somebody_looks_is_shown_again_and_nothing_is_stored() -> None:
    first, second = mending(), mending()
    rows = exported(officer())
    pending = prepared(*(row | {"整改措施": "新的措施"} for row in rows))
    services.plan(actor=officer(), finding=second, measure="同事改的")
    with pytest.raises(LedgerProblem, match="1 行又变了"):
        services.confirm_import(actor=officer(), pending=pending)
    first.refresh_from_db()
    assert first.measure != "新的措施"
    services.judge_again(actor=officer(), pending=pending)
    pending.refresh_from_db()
    assert effects(pending) == ["plan", "conflict"]


def test_what_is_not_the_actors_to_do_is_a_fault() -> None:
    mending()
    [row] = exported(civil())
    assert effects(prepared(row | {"整改措施": "牵头改的"}, actor=civil())) == ["fault"]
    [own] = exported(officer())
    assert effects(prepared(own | {"整改时限": str(soon(60))})) == ["fault"]
    assert effects(prepared(own | {"整改时限": "下周"})) == ["fault"]
    assert effects(prepared(own | {"整改措施": ""})) == ["fault"]
    assert effects(prepared(own, own)) == ["same", "fault"]


def test_a_finding_of_others_is_as_if_it_were_not_there() -> None:
    finding = confirmed(lead(about_name="区财政局"), body=body("宁河区财政局"))
    [row] = exported(civil())
    [judged] = prepared(row | {"整改措施": "x"}).rows
    assert judged["effect"] == "fault" and finding.title not in judged["message"]


def test_new_rows_become_leads_of_a_self_check_once_however_often_the_file_is_sent() -> None:
    new = {
        "地方": VILLAGE, "问题": "违规挂牌两块", "责任单位": "区残联", "问题类型": "违规挂牌子", "整改措施": "摘掉",
        "整改时限": str(soon(9)),
    }  # fmt: skip
    pending = prepared(new, new)
    assert effects(pending) == ["add", "same"]
    services.confirm_import(actor=officer(), pending=pending)
    made = Lead.objects.get()
    assert (made.source, made.finding_kind, made.measure, made.due) == ("self_check", "plaque", "摘掉", soon(9))
    assert effects(prepared(new)) == ["same"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"问题": "x", "地方": "远村"}, "没有这个地方"), ({"地方": VILLAGE, "情况": "x"}, "没有写问题"),
        ({"问题": "x", "地方": VILLAGE, "问题类型": "乱写"}, "看不懂"), ({"问题": "x", "地方": VILLAGE, "修订": "3"}, "编号补上"),
        ({"问题": "x", "地方": VILLAGE, "整改时限": "13月"}, "2026-01-31"), ({"编号": "WT-2026-9999"}, "没有这个编号"),
        ({"编号": "乱写", "问题": "x"}, "没有这个编号"),
    ],
)  # fmt: skip
def test_a_bad_row_says_what_is_wrong(row: dict[str, str], said: str) -> None:
    [judged] = prepared(row).rows
    assert judged["effect"] == "fault" and said in judged["message"]


def test_a_file_that_is_no_such_table_is_refused() -> None:
    for name, data in (("a.xlsx", workbook({}, head=("姓名", "电话"))), ("a.txt", b"x"), ("a.xlsx", b"PK\x03\x04x")):
        with pytest.raises(BadTable):
            services.prepare_import(actor=officer(), name=name, data=data)


def test_only_who_mends_or_decides_imports_and_only_the_own_file() -> None:
    mending()
    for who in ("village-clerk", "supervisor", "list-steward", "system-admin"):
        with pytest.raises(NotAllowed):
            prepared(*exported(officer()), actor=person(who))
    pending = prepared(*exported(officer()))
    with pytest.raises(LedgerProblem, match="处理过"):
        services.confirm_import(actor=civil(), pending=pending)


def test_a_file_that_nobody_confirms_is_thrown_away_after_a_day() -> None:
    pending = prepared({"问题": "x"})
    PendingLedger.objects.filter(pk=pending.pk).update(at=pending.at - timedelta(days=2))
    forget_files(Job())
    assert not PendingLedger.objects.exists()


def test_a_large_file_is_judged_in_a_few_queries(django_assert_max_num_queries: Any) -> None:
    for _number in range(12):
        mending()
    rows = [{"place": "x", "said": row} for row in exported(officer())]
    powers = Powers(officer())
    with django_assert_max_num_queries(1):
        judge(powers, rows)
