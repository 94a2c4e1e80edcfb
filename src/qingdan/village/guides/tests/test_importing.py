"""Guides come in by Excel as drafts: shown first, all of them or none, never past somebody else, never published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.grids import BadTable
from qingdan.village.guides import services
from qingdan.village.guides.demo import install_demo_guides
from qingdan.village.guides.models import GuideVersion, PendingGuides, VersionState
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.catalogue import catalogue
from qingdan.village.guides.queries.known import known_guides
from qingdan.village.guides.services.importing import forget_files
from qingdan.village.guides.sheet.judging import read
from qingdan.village.guides.sheet.writing import write
from qingdan.village.guides.tests.cast import DISTRICT, LIVING, code_of, drafted, lead, person, published, steward
from qingdan.village.guides.tests.test_pages import as_, words
from qingdan.village.guides.tests.test_sheet import workbook

pytestmark = pytest.mark.usefixtures("demo")
NEW: dict[str, Any] = {
    "办理用途": "入学", "开具单位": "居民委员会", "有效天数": "９０", "政策法规依据": "津民规〔2020〕6号", "证明内容范本": "兹证明{name}住在{address}。",
    "范本里的空": "name｜姓名\naddress｜住址", "办理程序": "1.提出\n2.核对", "操作规范": "核实", "材料": "身份证、户口簿", "办得多快": "当场办结",
    "提供部门": "区民政局", "范本来源": "部门提供",
}  # fmt: skip


def prepared(*rows: dict[str, Any], actor: Account | None = None) -> PendingGuides:
    return services.prepare_import(actor=actor or steward(), division=DISTRICT, name="指南.xlsx", data=workbook(*rows))


def effects(pending: PendingGuides) -> list[str]:
    return [row["effect"] for row in pending.rows]


def said_of(pending: PendingGuides) -> str:
    return "；".join(f"{row['place']} {where}：{what}" for row in pending.rows for where, what in row["faults"])


def exported() -> bytes:
    rows = catalogue(DISTRICT, today())
    return write("证明目录", rows, known_guides(DISTRICT, [row.kind.code for row in rows]))


def kept_titles(number: int = 3) -> list[str]:
    return [row.kind.title for row in catalogue(DISTRICT, today()) if row.kind.regime == "retained"][:number]


def test_the_whole_catalogue_goes_out_and_comes_in_unchanged() -> None:
    install_demo_guides()
    drafted(kept_titles()[1], reason="修订", purpose="另一个用途\r\n第二行")
    services.submit_version(actor=lead(), version=drafted(kept_titles()[2], actor=lead(), reason="修订"))
    for actor in (steward(), lead()):
        pending = services.prepare_import(actor=actor, division=DISTRICT, name="证明目录.xlsx", data=exported())
        assert set(effects(pending)) == {"same"} and len(pending.rows) > 20 and pending.unknown == [], pending.rows
        assert services.confirm_import(actor=actor, pending=pending) == 0


def test_filled_rows_become_drafts_by_the_same_service_and_nothing_is_published() -> None:
    one, two, three = kept_titles()
    pending = prepared({"证明": one} | NEW, {"编号": code_of(two)} | NEW, {"证明": three})
    assert effects(pending) == ["add", "add", "same"], said_of(pending)
    assert not GuideVersion.objects.exists()
    assert services.confirm_import(actor=steward(), pending=pending) == 2
    made = GuideVersion.objects.get(guide__code=code_of(one))
    assert (made.state, made.submitted_at, made.prepared_by, made.provided_by) == ("draft", None, steward(), "区民政局")
    assert made.content["materials"] == ["身份证、户口簿"] and made.content["procedure"] == ["提出", "核对"]
    assert made.content["validity_days"] == 90 and made.digest and made.revision == 1
    assert Record.objects.filter(verb="write_guide").count() == 2
    assert Record.objects.filter(verb="import_guides").count() == 1
    assert not GuideVersion.objects.exclude(state=VersionState.DRAFT).exists()
    services.submit_version(actor=steward(), version=made)


def test_what_a_file_says_nothing_of_stays_as_it_is() -> None:
    published()
    pending = prepared({"证明": LIVING, "收费": "不收费"}, actor=lead())
    assert effects(pending) == ["add"] and ("办理用途", "说明住在本社区", "") in pending.rows[0]["changes"]
    data = workbook({"证明": LIVING, "收费": "不收费"}, head=("证明", "收费", "备注"))
    pending = services.prepare_import(actor=lead(), division=DISTRICT, name="a.xlsx", data=data)
    assert effects(pending) == ["add"] and pending.unknown == ["备注"]
    services.confirm_import(actor=lead(), pending=pending)
    made = GuideVersion.objects.get(state=VersionState.DRAFT)
    assert (made.content["fee"], made.content["purpose"], made.number) == ("不收费", "说明住在本社区", 2)


def test_the_own_draft_is_written_anew_and_that_of_somebody_else_is_refused_by_name() -> None:
    one, two, _three = kept_titles()
    mine, theirs = drafted(one), drafted(two, actor=lead())
    rows = [{"证明": title} | NEW for title in (one, two)]
    pending = prepared(*rows)
    assert (
        effects(pending) == ["amend", "fault"]
        and f"已经有{lead()}起草的草稿" in said_of(pending)
        and two in said_of(pending)
    )
    services.confirm_import(actor=steward(), pending=pending)
    mine.refresh_from_db()
    assert mine.revision == 2 and mine.content["purpose"] == "入学"
    theirs.refresh_from_db()
    assert theirs.content["purpose"] != "入学"
    services.submit_version(actor=steward(), version=mine)
    assert "请先撤回" in said_of(prepared({"证明": one} | NEW | {"办理用途": "别的"}))


def test_a_row_that_changed_since_it_went_out_is_not_taken() -> None:
    published()
    row = next(row for row in read("a.xlsx", exported()).rows if row.said["证明"] == LIVING)
    drafted(reason="改")
    pending = prepared(dict(row.said) | {"办理用途": "我改的"})
    assert "导出以后这里又有人改过" in said_of(pending)
    assert effects(
        prepared({name: words for name, words in row.said.items() if name != "底稿"} | {"办理用途": "我改的"})
    ) == ["amend"]


def test_what_changes_while_somebody_looks_is_shown_again_and_nothing_is_stored() -> None:
    one, two, _three = kept_titles()
    pending = prepared({"证明": one} | NEW, {"证明": two} | NEW)
    drafted(two, actor=lead())
    with pytest.raises(GuidesProblem, match="1 行又变了"):
        services.confirm_import(actor=steward(), pending=pending)
    assert GuideVersion.objects.count() == 1
    services.judge_again(actor=steward(), pending=pending)
    pending.refresh_from_db()
    assert effects(pending) == ["add", "fault"]
    assert services.confirm_import(actor=steward(), pending=pending) == 1
    assert services.confirm_import(actor=steward(), pending=pending) == 1
    assert GuideVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"证明": "没有的证明"}, "第2行 证明：这里的清单上没有这一种"), ({"编号": "XX-1"}, "编号：这里的清单上没有"), ({"办理用途": "x"}, "没有写证明的名称"),
        ({"证明": "亲属关系证明", "办理用途": "x"}, "不用编指南"), ({"证明": LIVING} | NEW | {"有效天数": "很久"}, "有效天数：“很久”不是能用的数"),
        ({"证明": LIVING} | NEW | {"范本里的空": "name｜姓名"}, "证明内容范本：范本里的空格“{address}”"),
    ],
)  # fmt: skip
def test_a_bad_row_says_row_column_and_what_to_do(row: dict[str, Any], said: str) -> None:
    pending = prepared(row)
    assert effects(pending) == ["fault"] and said in said_of(pending)
    assert services.confirm_import(actor=steward(), pending=pending) == 0


def test_a_row_twice_or_with_the_title_of_another_kind_is_a_fault() -> None:
    one, two, _three = kept_titles()
    pending = prepared({"证明": one} | NEW, {"编号": code_of(one)}, {"编号": code_of(one), "证明": two})
    assert effects(pending) == ["add", "fault", "fault"]
    assert "和第2行是同一种证明" in said_of(pending) and "对不上" in said_of(pending)


def test_a_sheet_with_a_mark_of_secrecy_leaves_nothing() -> None:
    with pytest.raises(BadTable, match="密级标志"):
        prepared({"证明": LIVING} | NEW | {"操作规范": "机密★1年"})
    assert not PendingGuides.objects.exists()


def test_only_who_writes_guides_imports_and_only_the_own_file() -> None:
    for who in ("village-clerk", "supervisor", "town-clerk", "system-admin"):
        with pytest.raises(NotAllowed):
            prepared({"证明": LIVING}, actor=person(who))
    with pytest.raises(NotAllowed):
        prepared({"证明": LIVING}, actor=Account.objects.get(username="kongtong-steward"))
    pending = prepared({"证明": LIVING} | NEW)
    with pytest.raises(GuidesProblem, match="处理过"):
        services.confirm_import(actor=lead(), pending=pending)
    assert as_(lead()).get(f"/guides/catalogue/import/{pending.pk}/").status_code == 404


def test_a_file_that_nobody_confirms_is_thrown_away_after_a_day() -> None:
    pending = prepared({"证明": LIVING} | NEW)
    PendingGuides.objects.filter(pk=pending.pk).update(at=pending.at - timedelta(days=2))
    forget_files(Job())
    assert not PendingGuides.objects.exists()


def test_rows_are_held_against_what_stands_in_as_many_queries_however_many(django_assert_num_queries: Any) -> None:
    install_demo_guides()
    prepared({"证明": LIVING})
    whole = exported()
    with CaptureQueriesContext(connection) as one:
        prepared({"证明": LIVING})
    with django_assert_num_queries(len(one)):
        services.prepare_import(actor=steward(), division=DISTRICT, name="a.xlsx", data=whole)


def upload(client: Client, *rows: dict[str, Any]) -> Any:
    return client.post("/guides/catalogue/import/", {"file": SimpleUploadedFile("指南.xlsx", workbook(*rows))})


def test_on_pages_a_sheet_is_taken_filled_in_looked_through_and_confirmed_once() -> None:
    client = as_(steward())
    assert "从 Excel 导入" in words(client.get("/guides/catalogue/"))
    template = client.get("/guides/catalogue/template/").content
    sheet = read("模板.xlsx", template)
    assert {row.said["证明"] for row in sheet.rows} >= set(kept_titles()) and len(sheet.rows) < 20
    answer = upload(client, {"证明": LIVING} | NEW, {"证明": "没有的证明"} | NEW)
    assert answer.status_code == 302
    page = words(client.get(answer.headers["Location"]))
    assert "起草新的 1 行" in page and "这里的清单上没有这一种" in page and "把这 1 行存成草稿" in page
    for _time in range(2):
        done = client.post(answer.headers["Location"])
        assert done.headers["Location"] == "/guides/catalogue/"
    assert GuideVersion.objects.count() == 1
    assert client.get(answer.headers["Location"]).status_code == 302
    again = upload(client, {"证明": LIVING} | NEW | {"收费": "不收费"})
    assert "还没有确认" in words(client.get("/guides/catalogue/import/"))
    client.post(again.headers["Location"], {"discard": "1"})
    assert not PendingGuides.objects.filter(made=None).exists()


def test_a_file_that_cannot_be_read_says_so_on_the_page_and_strangers_have_no_page() -> None:
    answer = as_(steward()).post("/guides/catalogue/import/", {"file": SimpleUploadedFile("a.xlsx", b"x" * 50)})
    assert answer.status_code == 400
    assert as_(person("town-clerk")).get("/guides/catalogue/import/").status_code == 404
    assert as_(person("village-clerk")).get("/guides/catalogue/template/").status_code == 404


def test_who_does_not_read_drafts_gets_none_of_them_by_excel() -> None:
    drafted(purpose="还没有发布的话")
    assert any(row.said["办理用途"] == "还没有发布的话" for row in read("a.xlsx", as_(steward()).get("/guides/catalogue/excel/").content).rows)  # fmt: skip
    answer = as_(person("town-clerk")).get("/guides/catalogue/excel/")
    assert all(row.said["办理用途"] != "还没有发布的话" for row in read("a.xlsx", answer.content).rows)
