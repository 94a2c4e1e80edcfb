"""Putting papers in: files, words, zips, pictures; what is refused and how it is said; whose it is; pressing twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening import intake
from qingdan.entry.screening.model import Paper
from qingdan.entry.screening.models import Screening, Side
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.services.screening import judge_for
from qingdan.entry.screening.tests.cast import (
    FOREIGN,
    MENDED,
    SIBLING,
    TITLE,
    VILLAGE,
    WORDS,
    disabled,
    docx,
    draft,
    received,
)
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.storage import fetch
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.cast import DISTRICT
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.tests.browsing import MOST_QUERIES, browser, page, person, queries
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-02-10T12:00:00+08:00")


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def office() -> str:
    return f"draft:{disabled().pk}"


def put(client: Client, status: int, address: str = "/screening/", headers: Any = None, **form: Any) -> str:
    """What is answered to a form; a redirect's target."""
    answer = client.post(address, form, headers=headers)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer["Location"] if status == 302 else answer.content.decode()


def picture() -> bytes:
    out = io.BytesIO()
    made = Image.new("RGB", (40, 40), "white")
    exif = made.getexif()
    exif[0x010F] = "SecretPhone"
    made.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_word_file_is_screened_and_its_page_opens() -> None:
    where = put(browser("department-officer"), 302, whose=office(), papers=docx())
    made = Screening.objects.get()
    assert where == f"/screening/{made.pk}/"
    assert (made.side, made.body, made.title, made.kept, made.name) == (Side.DRAFT, disabled(), TITLE, False, "通知.docx")  # fmt: skip
    assert made.demands == made.stopping == 2
    assert made.text_until is not None


def test_the_reminder_of_secrecy_stands_first_and_what_is_kept_is_said() -> None:
    shown = page(browser("department-officer"), "/screening/")
    assert shown.index("涉密、工作秘密、内部资料不得录入。") < shown.index('type="file"')
    assert "原文 24 小时以后删掉" in shown
    assert 'name="keep" id="id_keep" checked' not in shown


def test_several_files_each_have_their_result_or_why_not() -> None:
    broken = SimpleUploadedFile("坏的.docx", b"PK\x03\x04" + b"\x00" * 400)
    shown = put(browser("department-officer"), 200, whose=office(), papers=[docx(), docx("改好的.docx", MENDED), broken])  # fmt: skip
    assert Screening.objects.count() == 2
    assert "通知.docx" in shown and "改好的.docx" in shown and "坏的.docx" in shown
    assert shown.count("看结果") == 2
    assert shown.count("result--refused") == 1


def test_a_zip_gives_a_result_for_each_paper_in_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("一.txt", WORDS)
        bundle.writestr("二.txt", MENDED)
    put(browser("department-officer"), 200, whose=office(), papers=SimpleUploadedFile("两份.zip", out.getvalue()))
    assert sorted(Screening.objects.values_list("name", flat=True)) == ["一.txt", "二.txt"]


def test_of_a_marked_file_nothing_is_kept_neither_words_nor_name() -> None:
    marked = SimpleUploadedFile("甲乙丙丁.txt", f"机密★1年\n{WORDS}".encode())
    shown = put(browser("department-officer"), 200, whose=office(), papers=marked)
    assert not Screening.objects.exists()
    assert "第 1 个文件" in shown and "甲乙丙丁" not in shown
    assert "没有读，也没有留存" in shown
    named = put(browser("department-officer"), 200, whose=office(), papers=docx("秘密文件.docx"))
    assert "秘密文件" not in named
    assert not Screening.objects.exists()


def test_nothing_put_in_and_a_place_of_others_are_told_at_the_field() -> None:
    client = browser("department-officer")
    assert "请放一个文件进来" in put(client, 400, whose=office())
    assert "请放一个文件进来" in put(client, 400, whose=office(), text=" \n ")
    for foreign in ("draft:999999", f"received:{VILLAGE}", "x", f"draft:{disabled().pk + 1}"):
        assert "请从列出的里面选一个" in put(client, 400, whose=foreign, text=WORDS)
    clerk = browser("village-clerk")
    for place in (SIBLING, FOREIGN):
        put(clerk, 400, whose=f"received:{place}", text=WORDS)
    assert not Screening.objects.exists()


@pytest.mark.parametrize(("name", "bad"), [("on", "2026-13-40"), ("place", "110000000000"), ("issuer", "甲" * 101), ("text", "甲" * 400_001)])  # fmt: skip
def test_bad_fields_are_told(name: str, bad: str) -> None:
    put(browser("department-officer"), 400, **({"whose": office(), "text": WORDS} | {name: bad}))
    assert not Screening.objects.exists()


def test_pressing_twice_screens_once() -> None:
    client = browser("department-officer")
    first = put(client, 302, whose=office(), text=WORDS, once="a-key")
    assert put(client, 302, whose=office(), text=WORDS, once="a-key") == first
    assert Screening.objects.count() == 1


def test_a_key_that_stood_for_other_words_is_told() -> None:
    client = browser("department-officer")
    put(client, 302, whose=office(), text=WORDS, once="a-key")
    assert "这一页已经交过别的内容了" in put(client, 200, whose=office(), text=MENDED, once="a-key")
    assert Screening.objects.count() == 1


def test_papers_are_judged_before_a_transaction_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all writers wait for one lock, a long paper that is judged within a transaction would hold up everybody."""
    begun: list[int] = []

    def watched(**more: Any) -> Any:
        begun.append(len(connection.savepoint_ids))
        return judge_for(**more)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(intake, "judge_for", watched)
    put(browser("department-officer"), 302, whose=office(), text=WORDS, once="b-key")
    assert begun == [outside]


def test_the_script_gets_the_result_of_one_file_by_itself() -> None:
    client, alone = browser("department-officer"), {"X-One-By-One": "1"}
    shown = put(client, 200, headers=alone, whose=office(), papers=docx())
    assert "<html" not in shown and "看结果" in shown and "改好再发" in shown
    assert "请放一个文件进来" in put(client, 400, headers=alone, whose=office())


def test_a_clerk_of_a_village_screens_what_came_without_choosing() -> None:
    client = browser("village-clerk")
    assert '<select name="whose"' not in page(client, "/screening/")
    put(client, 302, whose=f"received:{VILLAGE}", text=WORDS, issuer="区残联")
    made = Screening.objects.get()
    assert (made.side, made.division_id, made.body, made.issuer) == (Side.RECEIVED, VILLAGE, None, disabled())


def test_a_town_chooses_between_its_own_drafts_and_its_villages() -> None:
    shown = page(browser("town-clerk"), "/screening/")
    assert (
        "我们准备发出的" in shown and f'value="received:{VILLAGE}"' in shown and f'value="received:{SIBLING}"' in shown
    )
    put(browser("town-clerk"), 302, whose=f"received:{SIBLING}", text=WORDS)
    assert Screening.objects.get().division_id == SIBLING


def test_a_new_version_counts_what_was_mended_since() -> None:
    before = draft()
    client = browser("department-officer")
    assert "的新一稿" in page(client, f"/screening/?earlier={before.pk}")
    put(client, 302, whose=office(), text=MENDED, earlier=before.pk)
    made = Screening.objects.latest("pk")
    assert (made.earlier, made.mended, made.verdict) == (before, 2, "no_demand")


def test_of_several_papers_the_first_is_the_new_version() -> None:
    before = draft()
    other = MENDED.replace(TITLE, "另一份通知")
    put(browser("department-officer"), 200, whose=office(), papers=[docx("一.docx", MENDED), docx("二.docx", other)], earlier=before.pk)  # fmt: skip
    assert [each.earlier for each in Screening.objects.exclude(pk=before.pk).order_by("pk")] == [before, None]


@pytest.mark.parametrize(("key", "status"), [("x", 400), ("-1", 302), ("9" * 30, 302), ("0", 302)])
def test_a_version_that_is_not_there_is_none(key: str, status: int) -> None:
    put(browser("department-officer"), status, whose=office(), text=WORDS, earlier=key)
    assert all(each.earlier is None for each in Screening.objects.all())
    assert "的新一稿" not in page(browser("department-officer"), f"/screening/?earlier={key}")


def test_the_version_of_another_office_is_no_earlier_one() -> None:
    theirs = received()
    put(browser("department-officer"), 302, whose=office(), text=MENDED, earlier=theirs.pk)
    assert Screening.objects.latest("pk").earlier is None


def test_words_read_in_a_picture_are_confirmed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def reads(_name: str, _data: bytes) -> list[tuple[str, Paper]]:
        plain = read_words(WORDS)
        return [("拍的.jpg", Paper(plain.text, plain.blocks, recognised=True))]

    monkeypatch.setattr(intake, "read_files", reads)
    client = browser("department-officer")
    shown = put(client, 200, whose=office(), papers=SimpleUploadedFile("拍的.jpg", picture()))
    assert not Screening.objects.exists()
    assert "会认错" in shown and "对过了，筛查" in shown and "入户走访照片" in shown
    put(client, 302, whose=office(), text=WORDS, name="拍的.jpg")
    assert Screening.objects.get().name == "拍的.jpg"


def test_four_questions_are_judged_as_words_and_the_picture_is_kept_only_if_chosen() -> None:
    client = browser("village-clerk")
    form = {"whose": f"received:{VILLAGE}", "issuer": "区残联", "what": "把入户走访照片上传到工作群\n签订责任书", "frequency": "weekly", "until": "每周五前"}  # fmt: skip
    where = put(client, 302, "/screening/questions/", **form)
    made = Screening.objects.get()
    assert where == f"/screening/{made.pk}/"
    assert (
        made.text
        == "各村（社区）每周五前，每周，要把入户走访照片上传到工作群。\n各村（社区）每周五前，每周，要签订责任书。"
    )
    assert (made.demands, made.picture, made.issuer) == (2, None, disabled())
    assert made.found.order_by("place")[0].frequency == "weekly"
    assert not Attachment.objects.exists()
    put(client, 302, "/screening/questions/", **form, picture=SimpleUploadedFile("通知.jpg", picture()))
    kept = Screening.objects.latest("pk").picture
    assert kept is not None and kept.of_case
    assert b"SecretPhone" in picture() and b"SecretPhone" not in fetch(kept.sha256)


def test_what_is_no_picture_and_a_marked_name_are_refused_with_what_was_typed() -> None:
    client = browser("village-clerk")
    form = {"whose": f"received:{VILLAGE}", "what": "签订责任书"}
    bad = [SimpleUploadedFile("a.jpg", b"x" * 50), docx("a.docx"), SimpleUploadedFile("机密.jpg", picture())]
    for file in bad:
        shown = put(client, 400, "/screening/questions/", **form, picture=file)
        assert "签订责任书" in shown
    assert "请写要村（社区）做什么" in put(client, 400, "/screening/questions/", whose=f"received:{VILLAGE}")
    assert "密级" in put(client, 400, "/screening/questions/", whose=f"received:{VILLAGE}", what="机密★1年 签责任书")
    assert not Screening.objects.exists() and not Attachment.objects.exists()


def test_a_role_without_an_office_is_told_who_can() -> None:
    client = browser(person("没有单位", Role.DEPARTMENT_OFFICER, DISTRICT))
    shown = page(client, "/screening/")
    assert 'type="file"' not in shown
    assert "您的角色没有写明代表哪个单位" in shown
    put(client, 400, whose=office(), text=WORDS)


def test_an_office_outside_every_pack_is_told_and_nothing_breaks() -> None:
    city = Body.objects.create(name="天津市某局", division_id="120000000000", level="province", type="department")
    client = browser(person("市里的", Role.DEPARTMENT_OFFICER, "120000000000", city))
    whose = f"draft:{city.pk}"
    shown = put(client, 200, whose=whose, text=WORDS)
    assert "result--refused" in shown and "政策" in shown
    assert "error-summary" in put(client, 400, "/screening/questions/", whose=whose, what="签订责任书")
    assert not Screening.objects.exists()


@pytest.mark.parametrize("on", ["1900-01-01", "9999-12-31"])
def test_a_far_day_is_judged_or_told(on: str) -> None:
    answer = browser("department-officer").post("/screening/", {"whose": office(), "text": WORDS, "on": on})
    assert answer.status_code in {200, 302}


def test_more_files_than_one_form_takes_are_told() -> None:
    many = [SimpleUploadedFile(f"{number}.txt", WORDS.encode()) for number in range(21)]
    assert "一次最多传 20 个文件" in put(browser("department-officer"), 400, whose=office(), papers=many)
    assert not Screening.objects.exists()


def test_the_page_asks_few_questions_however_much_was_screened() -> None:
    client = browser("town-clerk")
    first = queries(client, "/screening/")
    for _time in range(4):
        received()
    assert queries(client, "/screening/") <= first <= MOST_QUERIES
