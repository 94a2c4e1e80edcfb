"""A new kind of certificate enters by the workflow of work items, with its three tests and with its guide (KT-47, KT-48)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker
from tests.api.support import Program
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.papers import application_form, review_form
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.tests.cast import (
    KONGTONG,
    KONGTONG_REVIEWERS,
    SAMPLE,
    approved_in_kongtong,
    certificate,
    certificate_admitted,
    certificate_drafted,
    certificate_submitted,
    client,
    drafted,
    installed,
    opined_in_kongtong,
    person,
    published_in_kongtong,
)
from qingdan.register.lists.offers import attached_guide, way_into_admission

pytestmark = pytest.mark.django_db
VILLAGE = "620802101201"
TESTS = ("unregulated", "useful", "verifiable")
GUIDE = {"model_text": "", "flow_steps": (), "operating_rule": ""}


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


def hand_in(case: Case) -> Case:
    return services.submit(actor=person("kongtong-applicant"), case=case)


@pytest.mark.parametrize("test", TESTS)
def test_a_test_that_is_open_or_answered_no_keeps_it_back_with_the_clause(test: str) -> None:
    with pytest.raises(AdmissionProblem, match=r"还不能报送：要回答.*KT-47"):
        hand_in(certificate_drafted(**{test: None}))
    with pytest.raises(
        AdmissionProblem, match=r"^不能报送：.*(照省、市的清单|由单位自己核实|请掌握情况的单位核查).*KT-47"
    ) as told:
        hand_in(certificate_drafted(**{test: False}, model_text=""))
    assert told.value.field == test


@pytest.mark.parametrize("part", GUIDE)
def test_without_sample_procedure_or_operating_rule_it_cannot_be_handed_in(part: str) -> None:
    with pytest.raises(AdmissionProblem, match="KT-48") as told:
        hand_in(certificate_drafted(**{part: GUIDE[part]}))
    assert told.value.field == part


def test_a_picture_of_a_flow_chart_is_no_procedure_of_a_certificate() -> None:
    assert {each.part for each in certificate_submitted().kept_procedure.requires} >= {"procedure"}
    case = certificate_drafted(flow_steps=())
    assert case.flow_chart is None
    with pytest.raises(AdmissionProblem, match=r"办理程序.*KT-48"):
        hand_in(case)


def test_what_was_returned_must_be_whole_again() -> None:
    case = certificate_submitted()
    services.return_case(actor=person("kongtong-civil"), case=case, seat="区民政局", reason="操作规范重写")
    case.refresh_from_db()
    changed = services.save_draft(
        actor=person("kongtong-applicant"), case=case, application=certificate(operating_rule="")
    )
    with pytest.raises(AdmissionProblem, match="KT-48"):
        hand_in(changed)
    again = services.save_draft(
        actor=person("kongtong-applicant"), case=case, application=certificate(verifiable=False)
    )
    with pytest.raises(AdmissionProblem, match="KT-47"):
        hand_in(again)
    services.save_draft(actor=person("kongtong-applicant"), case=case, application=certificate())
    case.refresh_from_db()
    assert hand_in(case).state == State.REVIEWING


def test_it_goes_the_way_of_work_items_and_its_guide_is_kept_with_the_item() -> None:
    case = opined_in_kongtong(certificate_submitted(), *KONGTONG_REVIEWERS)
    assert case.state == State.HANDING
    assert approved_in_kongtong(case).state == State.LISTING
    assert attached_guide(case.list_code or "none", KONGTONG) is None  # nothing is admitted yet
    assert not AdmittedItem.objects.exists()
    case = published_in_kongtong(case)
    assert (case.state, AdmittedItem.objects.get().absorbed_code) == (State.IN_FORCE, case.list_code)
    kept = attached_guide(case.list_code, VILLAGE)
    assert kept is not None and (kept.body, kept.number) == ("崆峒区残联", case.number)
    assert kept.content.model_text == "兹证明{name}（证件号码{id_number}）现租住在{gap3}，自{gap4}起。"
    assert [(field.name, field.label) for field in kept.content.fields][2:] == [("gap3", "住址"), ("gap4", "起租日期")]
    assert (kept.content.procedure, kept.content.legal_basis) == (["本人申请", "村里核实", "出具"], ["某办法第三条"])
    assert attached_guide(case.list_code, "120117000000") is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"model_text": "兹证明{住址"}, "没有成对"),
        ({"model_text": "兹证明{ }住在这里"}, "要写名称"),
        ({"model_text": "".join(f"{{第{n}项}}" for n in range(41))}, "最多 40 个空"),
        ({"model_text": "长" * 3001}, "最多 3000 个字"),
        ({"model_text": f"{{{'长' * 201}}}"}, "最多 200 个字"),
        ({"operating_rule": "长" * 2001}, "最多 2000 个字"),
        ({"model_text": "机密★ 兹证明"}, "密级标志"),
    ],
)
def test_what_cannot_become_a_guide_is_refused_while_it_is_written(said: dict[str, Any], words: str) -> None:
    with pytest.raises(AdmissionProblem, match=words):
        certificate_drafted(**said)
    assert not Case.objects.exists()


def test_other_kinds_carry_nothing_of_a_certificate() -> None:
    case = drafted(verifiable=True, model_text=SAMPLE, operating_rule="看")
    assert (case.verifiable, case.model_text, case.operating_rule) == (None, "", "")
    case.verifiable = True
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save()


def test_a_place_that_asks_for_none_of_it_shows_none_of_it() -> None:
    assert "具体式样" not in client("department-officer").get("/admission/new/").content.decode()
    page = client("kongtong-applicant").get("/admission/new/").content.decode()
    assert "具体式样" in page and "申请的是一种证明才填" in page


FORM = {
    "kind": "certificate", "title": "租住情况证明", "content": "孩子报名要用", "basis": "rule", "basis_text": "某办法第三条", "places": [KONGTONG],
    "duration": "standing", "review_on": "2036-01-01", "flow_steps": "申请\n核实\n出具", "openness": "internal", "unregulated": "true", "useful": "true",
    "verifiable": "false", "model_text": SAMPLE, "operating_rule": "看合同", "check": "1",
}  # fmt: skip


def test_the_form_says_no_plainly_and_takes_the_answers_that_the_reviewers_then_see() -> None:
    officer = client("kongtong-applicant")
    here = officer.post("/admission/new/", FORM)["Location"].removesuffix("check/")
    page = officer.get(f"{here}check/").content.decode()
    assert "不符合准入的条件" in page and "请掌握情况的单位核查" in page and f'href="{here}submit/"' not in page
    form = officer.get(f"{here}edit/").content.decode()
    assert '<option value="false" selected>否</option>' in form and "{起租日期}" in form
    case = Case.objects.get()
    officer.post(f"{here}edit/", {**FORM, "verifiable": "true", "revision": case.revision})
    assert officer.post(f"{here}submit/", {"once": "k"}).status_code == 302
    page = client("kongtong-party").get(here).content.decode()
    for words in ("准入条件", "村（社区）能够核实：是", "{起租日期}", "看合同"):
        assert words in page
    assert "方便村民工作、学习、生活：是" in client("kongtong-party").get(f"{here}opine/").content.decode()


def test_the_form_opens_filled_in_for_who_may_apply() -> None:
    said = {"kind": "certificate", "title": "租住情况证明", "content": "村里反映", "verifiable": "true"}
    url = way_into_admission(person("kongtong-applicant"), said)
    page = client("kongtong-applicant").get(url).content.decode()
    assert 'value="租住情况证明"' in page and '<option value="certificate" selected>' in page and "村里反映" in page
    assert page.count('<option value="true" selected>') == 1
    assert way_into_admission(person("kongtong-village"), said) == ""


def test_the_papers_show_tests_sample_and_rule() -> None:
    case = certificate_submitted()
    for paper in (application_form(case, 3), review_form(case)):
        said = {cell.label: cell.value for row in paper.rows for cell in row}
        assert said["具体式样"] == SAMPLE and said["操作规范"].startswith("看租房合同")
        assert (
            said["办事流程"].startswith("1. 本人申请")
            and "省、市没有统一规范：是" in said["准入条件（申请单位的答复）"]
        )


def test_the_items_page_and_the_excel_list_show_them_too() -> None:
    certificate_admitted()
    page = client("kongtong-applicant").get(f"/admission/items/{AdmittedItem.objects.get().pk}/").content.decode()
    assert "{起租日期}" in page and "省、市没有统一规范：是" in page
    sheet = load_workbook(BytesIO(client("kongtong-applicant").get("/admission/excel/").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("准入条件" in row for row in rows) and any("村（社区）能够核实：是" in str(row[-1]) for row in rows)


def test_the_number_of_queries_does_not_grow_with_what_is_attached() -> None:
    counts = []
    for more in ({}, {"title": "居住环境说明", "flow_steps": tuple(f"第{n}步" for n in range(20))}):
        case = certificate_admitted(**more)
        with CaptureQueriesContext(connection) as asked:
            assert attached_guide(case.list_code, KONGTONG) is not None
        counts.append(len(asked))
    assert counts == [1, 1]


def test_the_api_drafts_it_and_says_what_is_refused() -> None:
    program = Program(person("kongtong-applicant"))
    said = {
        "kind": "certificate", "title": "租住情况证明", "content": "报名要用", "basis": "rule", "basis_text": "某办法第三条", "flow_steps": ["申请"],
        "review_on": "2036-01-01", "unregulated": False, "useful": True, "verifiable": True, "model_text": SAMPLE,
    }  # fmt: skip
    made = program.post("/cases", said)
    assert made.status_code == 201, made.content
    case = made.json()
    assert (case["unregulated"], case["model_text"]) == (False, SAMPLE)
    missing = program.get(f"/cases/{case['id']}/check").json()["missing"]
    assert [(each["field"], each["refused"]) for each in missing] == [("unregulated", True), ("operating_rule", False)]
    assert program.ask("patch", f"/cases/{case['id']}", {"model_text": "长" * 3001}).status_code == 422
    assert program.ask("patch", f"/cases/{case['id']}", {"model_text": "{}"}).status_code == 422
