"""A file into a draft: shown row by row, stored only when confirmed, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services
from qingdan.register.lists.annexes.excel import write_excel
from qingdan.register.lists.annexes.json_form import items_to_json
from qingdan.register.lists.annexes.model import BadAnnex
from qingdan.register.lists.annexes.tests.shapes import workbook
from qingdan.register.lists.differences import difference
from qingdan.register.lists.files import annex_items
from qingdan.register.lists.models import BasisDocument, Edition, ItemBasis, PendingImport
from qingdan.register.lists.services import ListsProblem, StaleDraft, install_pack_lists
from qingdan.register.lists.services.importing import forget_files
from qingdan.register.lists.tests.cast import DISTRICT, draft, item, person, published, steward

pytestmark = pytest.mark.django_db
HEAD = ["编号", "事项名称", "依据", "频次", "增改理由"]


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def waiting(edition: Edition, *rows: list[object], whole: bool = False, name: str = "附件.xlsx") -> PendingImport:
    return services.prepare_import(
        actor=steward(), edition=edition, name=name, data=workbook([HEAD, *rows]), whole=whole
    )


def effects(pending: PendingImport) -> dict[str, int]:
    return dict(Counter(row["effect"] for row in pending.rows))


def test_nothing_is_stored_before_it_is_confirmed() -> None:
    edition = draft("甲")
    pending = waiting(
        edition, ["", "乙", "《某法》第一条", "每月", ""], ["", "甲", "", "", ""], ["", "", "没有名称", "", ""]
    )
    assert effects(pending) == {"add": 1, "same": 1, "fault": 1}
    assert edition.items.count() == 1
    assert services.confirm_import(actor=steward(), pending=pending) == {"add": 1, "amend": 0, "remove": 0}
    [fresh] = edition.items.exclude(title="甲")
    assert (fresh.spec["basis"], fresh.spec["frequency"]) == (["《某法》第一条"], "monthly")
    assert ItemBasis.objects.get(item=fresh).document.title == "某法"


def test_rows_are_matched_by_code_and_by_name() -> None:
    edition = draft("甲", "乙")
    code = edition.items.get(title="甲").code
    pending = waiting(edition, [code, "甲（新名称）", "", "", "改名"], ["", "“乙”", "《某法》第二条", "", "补依据"])
    assert effects(pending) == {"amend": 2}
    assert {row["message"] for row in pending.rows} == {"事项", "依据"}
    services.confirm_import(actor=steward(), pending=pending)
    assert set(edition.items.values_list("title", "reason")) == {("甲（新名称）", "改名"), ("乙", "补依据")}


def test_the_same_matter_twice_has_its_place() -> None:
    pending = waiting(draft(), ["", "甲", "", "", ""], ["", "“甲”", "", "", ""])
    assert [(row["effect"], row["message"]) for row in pending.rows] == [
        ("add", ""),
        ("fault", "和“Sheet1” 第2行的“甲”是同一件事，只导入前面那一行。"),
    ]


def with_content(title: str, **more: object) -> Edition:
    edition = draft()
    services.add_items(actor=steward(), edition=edition, rows=[item(title, **more)], reasons=[""])
    edition.refresh_from_db()
    return edition


def test_what_the_file_has_no_column_for_stays_as_it_was() -> None:
    edition = with_content("甲", lead_body="区民政局", minutes=30, units=["village"], frequency="yearly", note="旧")
    services.confirm_import(actor=steward(), pending=waiting(edition, ["", "甲", "《某法》第一条", "", "补依据"]))
    spec = edition.items.get().spec
    assert (spec["lead_body"], spec["minutes"], spec["units"], spec["note"]) == ("区民政局", 30, ["village"], "旧")
    assert spec["basis"] == ["《某法》第一条"]
    assert not spec.get("frequency")  # the file has the column and says nothing in it


def test_a_row_under_an_alias_is_that_item_and_keeps_its_name() -> None:
    edition = with_content("××村（社区）党群服务中心", aliases=["党群服务中心"])
    pending = waiting(edition, ["", "党群服务中心", "《某法》第一条", "", "补依据"], whole=True)
    assert effects(pending) == {"amend": 1}
    assert "别名" in pending.rows[0]["warnings"][0]
    services.confirm_import(actor=steward(), pending=pending)
    assert edition.items.get().title == "××村（社区）党群服务中心"


def test_a_new_name_that_another_item_has_is_refused_at_its_place() -> None:
    edition = draft("甲", "乙")
    code = edition.items.get(title="甲").code
    pending = waiting(edition, [code, "乙", "", "", "改名"], ["", "丙", "", "", ""])
    assert effects(pending) == {"fault": 1, "add": 1}
    assert "草稿里的“乙”" in pending.rows[0]["message"]
    services.confirm_import(actor=steward(), pending=pending)
    assert list(edition.items.values_list("title", flat=True)) == ["甲", "乙", "丙"]


def test_two_items_can_change_names_in_one_file() -> None:
    edition = draft("甲", "乙")
    codes = dict(edition.items.values_list("title", "code"))
    rows = ([codes["甲"], "乙", "", "", "对调"], [codes["乙"], "甲", "", "", "对调"])
    services.confirm_import(actor=steward(), pending=waiting(edition, *rows))
    assert dict(edition.items.values_list("title", "code")) == {"乙": codes["甲"], "甲": codes["乙"]}


def test_a_whole_list_takes_out_what_it_does_not_have_with_a_reason() -> None:
    first = published("甲", "乙")
    second = services.open_draft(actor=steward(), item_list=first.item_list)
    pending = waiting(second, ["", "甲", "", "", ""], whole=True)
    assert effects(pending) == {"same": 1, "remove": 1}
    with pytest.raises(ListsProblem, match="为什么删去"):
        services.confirm_import(actor=steward(), pending=pending)
    services.confirm_import(actor=steward(), pending=pending, reason="并入别的清单")
    [change] = difference(first, second)
    assert (change.change, change.title, change.reason) == ("removed", "乙", "并入别的清单")


def test_an_item_whose_basis_has_ended_is_marked() -> None:
    edition = published("甲")
    services.add_items(
        actor=steward(),
        edition=draft(title="别的"),
        rows=[item("丁", basis=["《中华人民共和国旧法》第三条"])],
        reasons=[""],
    )
    document = BasisDocument.objects.get(title="中华人民共和国旧法")
    services.end_basis(
        actor=steward(),
        document=document,
        division=DISTRICT,
        valid_to=today() - timedelta(days=1),
        ended_by="新法第九十条",
    )
    second = services.open_draft(actor=steward(), item_list=edition.item_list)
    pending = waiting(second, ["", "戊", "《旧法》第五条", "", ""])
    assert list(pending.rows[0]["warnings"]) == ["依据《旧法》第五条已经废止，请核对"]


def test_a_draft_that_changed_meanwhile_is_not_overwritten() -> None:
    edition = draft("甲")
    pending = waiting(edition, ["", "乙", "", "", ""])
    services.add_items(actor=steward(), edition=edition, rows=[item("丙")], reasons=[""])
    with pytest.raises(StaleDraft):
        services.confirm_import(actor=steward(), pending=pending)
    assert PendingImport.objects.filter(pk=pending.pk).exists()


def test_confirming_twice_stores_once() -> None:
    edition = draft()
    pending = waiting(edition, ["", "乙", "", "", ""])
    services.confirm_import(actor=steward(), pending=pending)
    with pytest.raises(ListsProblem, match="已经导入过"):
        services.confirm_import(actor=steward(), pending=pending)
    assert edition.items.count() == 1


def test_others_neither_read_nor_confirm() -> None:
    edition = draft()
    pending = waiting(edition, ["", "乙", "", "", ""])
    with pytest.raises(NotAllowed):
        services.prepare_import(
            actor=person("department-officer"), edition=edition, name="a.xlsx", data=b"", whole=False
        )
    with pytest.raises(ListsProblem, match="已经导入过"):
        services.confirm_import(actor=person("lead-civil"), pending=pending)


def test_what_cannot_be_read_changes_nothing() -> None:
    edition = draft("甲")
    with pytest.raises(BadAnnex):
        services.prepare_import(actor=steward(), edition=edition, name="a.xlsx", data=b"\x89PNG", whole=True)
    assert edition.items.count() == 1 and not PendingImport.objects.exists()


def test_an_export_comes_back_as_no_change() -> None:
    edition = draft()
    rows = [
        item(
            "甲", aliases=["甲事"], basis=["《某法》（某令第2号）第一条"], units=["converted"], minutes=30, note="说明"
        ),
        item("乙", lead_body="区民政局", supporting_bodies=["区残联"], needs={"funding": True}, funding="每年2000元"),
    ]
    services.add_items(actor=steward(), edition=edition, rows=rows, reasons=["", ""])
    exported = write_excel("清单", annex_items(edition.items.all()))
    pending = services.prepare_import(actor=steward(), edition=edition, name="导出.xlsx", data=exported, whole=True)
    assert effects(pending) == {"same": 2}
    import json

    data = json.dumps({"items": items_to_json(annex_items(edition.items.all()))}).encode()
    pending = services.prepare_import(actor=steward(), edition=edition, name="导出.json", data=data, whole=True)
    assert effects(pending) == {"same": 2}


def test_files_that_nobody_confirms_are_forgotten_after_a_day() -> None:
    pending = waiting(draft(), ["", "乙", "", "", ""])
    forget_files(Job())
    assert PendingImport.objects.filter(pk=pending.pk).exists()
    PendingImport.objects.filter(pk=pending.pk).update(at=now() - timedelta(days=2))
    forget_files(Job())
    assert not PendingImport.objects.filter(pk=pending.pk).exists()
