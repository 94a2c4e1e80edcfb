"""Bad files on the page where a steward gives them: a clear message or a place in the preview, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services
from qingdan.register.lists.annexes.excel import write_excel
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.annexes.tests.shapes import document, workbook
from qingdan.register.lists.annexes.tests.test_bad_files import HEAD, PNG, bomb
from qingdan.register.lists.models import BasisDocument, Edition, PendingImport
from qingdan.register.lists.tests.cast import DISTRICT, draft, item, steward
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from installed_for_module(django_db_blocker, install_library_packs, install_demo)


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(steward(), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def given(desk: Client, edition: Edition, name: str, data: bytes) -> tuple[int, str]:
    """The status and the words of the page that answers a file."""
    response = desk.post(f"/lists/{edition.pk}/import/", {"file": SimpleUploadedFile(name, data)}, follow=True)
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("清单.xlsx", PNG, "内容却是PNG 图片"),
        ("清单.xlsx", bomb(), "展开后大得不正常"),
        ("清单.xlsx", workbook([["姓名", "电话"], ["张三", "1"]]), "没有认出“事项名称”这一列"),
        ("清单.xlsx", write_excel("长", [AnnexItem(title=f"事项{n}") for n in range(20_500)]), "一次最多读 20000 行"),
        ("清单.doc", b"x", "另存为"),
        ("清单.docx", document([]), "没有找到表格"),
        ("清单.json", b"[", "不是能读的 JSON"),
    ],
    ids=["renamed picture", "bomb", "wrong header", "too many rows", "old word", "no table", "broken json"],
)
def test_a_file_that_is_no_list_is_told_and_the_draft_stays(desk: Client, name: str, data: bytes, said: str) -> None:
    edition = draft("甲")
    status, page = given(desk, edition, name, data)
    assert (status, said in page) == (400, True), page
    assert not PendingImport.objects.exists() and edition.items.get().title == "甲"


def test_rows_that_are_not_taken_have_their_place_in_the_preview_and_the_others_go_in(desk: Client) -> None:
    edition = draft("甲")
    services.add_items(
        actor=steward(), edition=draft(title="别的"), rows=[item("丁", basis=["《旧法》第三条"])], reasons=[""]
    )
    services.end_basis(
        actor=steward(), document=BasisDocument.objects.get(title="旧法"), division=DISTRICT, ended_by="新法第九十条",
        valid_to=today() - timedelta(days=1),
    )  # fmt: skip
    head = [*HEAD[:3], "每次用时"]
    rows = [
        head,
        [1, "残疾人需求登记", "", "1，000分钟"],
        [2, "“残疾人需求”登记", "", ""],
        [3, '=CONCATENATE("a","b")', "", ""],
        [4, "养老认证", "《旧法》第五条", "看情况"],
    ]
    status, page = given(desk, edition, "清单.xlsx", workbook(rows))
    assert status == 200
    for words in (
        "第3行", "是同一件事，只导入前面那一行", "第4行", "没有事项名称", "公式没有算出结果", "依据《旧法》第五条已经废止", "看情况", "放进了说明",
    ):  # fmt: skip
        assert words in page, words
    assert edition.items.count() == 1
    waiting = PendingImport.objects.get(edition=edition)
    assert desk.post(f"/lists/imports/{waiting.pk}/", {"reason": ""}).status_code == 302
    stored = {each.title: each.spec for each in edition.items.all()}
    assert set(stored) == {"甲", "残疾人需求登记", "养老认证"}
    assert stored["残疾人需求登记"]["minutes"] == 1000 and "看情况" in stored["养老认证"]["note"]


def test_an_edition_that_takes_effect_before_it_is_published_is_told_at_the_field(desk: Client) -> None:
    edition = draft("甲")
    said = {
        "document": "某通知",
        "published_on": today(),
        "effective_on": today() - timedelta(days=1),
        "openness": "public",
    }
    response = desk.post(f"/lists/{edition.pk}/heading/", said)
    assert response.status_code == 400 and "生效日期不能早于发布日期" in response.content.decode()
    edition.refresh_from_db()
    assert edition.effective_on is None
