"""Files that villages send, and their papers: what is taken, what is kept nowhere, 《准入事项单》 and 《准入核查告知单》."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qingdan.entry.dispatch.models import Dispatch, Feedback
from qingdan.entry.dispatch.tests.browsing import browser, page
from qingdan.entry.dispatch.tests.cast import TASK, demo, drafted
from qingdan.entry.dispatch.tests.village_acts import owed, photo, press, tell, word_file, words_of
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.storage import fetch, folder
from qingdan.foundation.documents.tests.test_reading_files import excel, pdf
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.tests.people import signed_in
from qingdan.ledger.models import Lead

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def stored() -> int:
    return sum(1 for each in folder().rglob("*") if each.is_file()) if folder().exists() else 0


class TestFiles:
    def test_a_photo_loses_where_and_when_it_was_taken_and_stands_upright(self) -> None:
        tell(browser("village-clerk"), evidence=photo())
        kept = Feedback.objects.get().attachments.get()
        data = fetch(kept.sha256)
        picture = Image.open(io.BytesIO(data))
        assert not picture.getexif() and picture.size == (30, 40)
        assert b"hidden behind" not in data and "某手机厂".encode() not in data
        assert kept.of_case and not Lead.objects.get().attachments.exists()
        download = browser("village-clerk").get(f"/feedback/{Feedback.objects.get().pk}/files/{kept.pk}/")
        assert download.content == data and download["Content-Disposition"].startswith("attachment")

    def test_an_issuer_never_sees_words_and_files_of_a_feedback(self) -> None:
        press(browser("village-clerk"), owed(), evidence=photo())
        made = Feedback.objects.get()
        browser("town-clerk").post(f"/feedback/{made.pk}/notice/send/")
        officer = browser("department-officer")
        shown = page(officer, f"/feedback/{made.pk}/")
        assert "照片.jpg" not in shown and "要成每月的了" not in shown
        assert officer.get(f"/feedback/{made.pk}/files/{made.attachments.get().pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("file", "says"),
        [
            (SimpleUploadedFile("照片.jpg", b"%PDF-1.7 ..."), "内容却是PDF"),
            (SimpleUploadedFile("程序.exe", b"MZ..."), "不收这种文件"),
            (SimpleUploadedFile("空.jpg", b""), "空"),
            (SimpleUploadedFile("坏.jpg", b"\xff\xd8\xff\xe0 no picture"), "打不开"),
            (SimpleUploadedFile("坏.png", b"\x89PNG\r\n\x1a\n no picture"), "打不开"),
            (SimpleUploadedFile("机密★1年 方案.txt", "说明".encode()), "没有收下"),
            (SimpleUploadedFile("内部资料-名单.txt", "说明".encode()), "没有收下"),
            (SimpleUploadedFile("通知.txt", "（机密）\n一、要求".encode()), "没有收下"),
            (word_file("机密★1年"), "没有收下"),
            (word_file("平常的通知", header="内部资料 注意保存"), "没有收下"),
            (SimpleUploadedFile("通知.pdf", pdf("机密文件")), "没有收下"),
            (SimpleUploadedFile("名单.xlsx", excel()), "没有收下"),
        ],
        ids=["renamed", "program", "empty", "broken jpeg", "broken png", "marked name", "internal name", "marked text", "marked word", "marked header", "marked PDF", "marked Excel"],
    )  # fmt: skip
    def test_a_file_that_is_not_taken_is_kept_nowhere_and_the_words_stay(
        self, file: SimpleUploadedFile, says: str
    ) -> None:
        before, clerk = stored(), browser("village-clerk")
        for answer in (tell(clerk, evidence=[photo(), again(file)]), press(clerk, owed(), evidence=again(file))):
            assert answer.status_code == 400
            assert says in answer.content.decode()
        assert "每天上传入户照片" in tell(clerk, evidence=again(file)).content.decode()
        assert not Feedback.objects.exists() and not Attachment.objects.exists() and stored() == before

    def test_marked_words_keep_no_file_either(self) -> None:
        before, clerk = stored(), browser("village-clerk")
        for answer in (
            tell(clerk, text="机密★1年 要求各村上报", evidence=photo()),
            tell(clerk, issuer_name="（内部资料）", evidence=photo()),
            press(clerk, owed(), text="内部资料，注意保存", evidence=photo()),
        ):
            assert answer.status_code == 400 and "没有收下" in answer.content.decode()
        assert not Feedback.objects.exists() and not Attachment.objects.exists() and stored() == before

    @pytest.mark.parametrize("size", [(9_000, 8_000), (12_000, 9_000), (30_000, 12_000)])
    def test_a_huge_picture_is_refused_before_it_is_unpacked(self, size: tuple[int, int]) -> None:
        out = io.BytesIO()
        Image.new("1", size).save(out, "PNG")
        answer = tell(browser("village-clerk"), evidence=SimpleUploadedFile("大.png", out.getvalue()))
        assert answer.status_code == 400 and "像素" in answer.content.decode()

    def test_files_stand_in_memory_only_and_more_than_fit_are_refused_unread(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def never(*_args: object, **_more: object) -> None:
            raise AssertionError("a file was laid on a disk")

        monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", never)
        large = SimpleUploadedFile("大.txt", ("说明" * 700_000).encode())
        assert tell(browser("village-clerk"), evidence=large).status_code == 200
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
        answer = tell(browser("village-clerk"), evidence=again(large))
        assert answer.status_code == 413 and "合起来最多 1 MB" in answer.content.decode()
        assert Feedback.objects.count() == 1

    def test_more_than_five_files_are_too_many(self) -> None:
        answer = tell(browser("village-clerk"), evidence=[photo(f"{number}.jpg") for number in range(6)])
        assert answer.status_code == 400 and "最多传 5 个" in answer.content.decode()


def again(file: SimpleUploadedFile) -> SimpleUploadedFile:
    file.seek(0)
    return SimpleUploadedFile(file.name or "", file.read())


class TestPapers:
    def test_the_sheet_has_the_code_its_qr_and_what_is_on_record_and_word_says_the_same(self) -> None:
        obligation, dispatch = owed(), Dispatch.objects.get()
        clerk = browser("village-clerk")
        assert f"/sheets/{dispatch.pk}/" in page(clerk, f"/obligations/{obligation.pk}/")
        shown = page(clerk, f"/sheets/{dispatch.pk}/")
        wanted = (
            TASK,
            dispatch.code,
            f"/c/{dispatch.code}",
            "宁河区残联",
            "张贴宣传画",
            "附件2流程图",
            "每村每次50元",
            "苗庄镇",
        )
        for words in wanted:
            assert words in shown, words
        assert '<svg class="qr"' in shown
        answer = clerk.get(f"/sheets/{dispatch.pk}/word/")
        for words in wanted:
            assert words in words_of(answer.content), words
        assert docx.Document(io.BytesIO(answer.content)).part.package.image_parts
        assert clerk.get(f"/c/{dispatch.code}").status_code == 302

    def test_who_sees_the_sheet(self) -> None:
        owed()
        address = f"/sheets/{Dispatch.objects.get().pk}/"
        for name in ("village-head", "town-clerk", "department-officer", "lead-civil", "supervisor"):
            assert browser(name).get(address).status_code == 200, name
        for stranger in (
            signed_in(Role.VILLAGE_CLERK, at="120117104201"), signed_in(Role.TOWN_CLERK, at="120117104000"),
            browser("system-admin"), browser("list-steward"),
        ):  # fmt: skip
            assert stranger.get(address).status_code == stranger.get(f"{address}word/").status_code == 404

    def test_a_draft_has_none(self) -> None:
        assert browser("department-officer").get(f"/sheets/{drafted().pk}/").status_code == 404

    def test_the_notice_says_rule_result_and_what_to_do(self) -> None:
        tell(browser("village-clerk"))
        pk = Feedback.objects.get().pk
        shown = page(browser("village-clerk"), f"/feedback/{pk}/notice/")
        word = words_of(browser("village-clerk").get(f"/feedback/{pk}/notice/word/").content)
        for words in (
            "准入核查告知单",
            "区残联",
            "清单不允许",
            "三（一）5",
            "请不要再向村（社区）提出",
            "不计入对村（社区）的任何考核",
        ):
            assert words in shown and words in word, words

    def test_the_notice_of_a_red_line_holds_no_open_questions(self) -> None:
        tell(browser("village-clerk"), text="各村设立残疾人工作专班，明确专人负责。")
        made = Feedback.objects.get()
        asked = page(browser("village-clerk"), f"/feedback/{made.pk}/")
        shown = page(browser("village-clerk"), f"/feedback/{made.pk}/notice/")
        assert made.outcome == "forbidden" and "还不知道" in asked
        assert "不能要求村（社区）专人专岗" in shown and "还不知道" not in shown and "还没有（全部）录入" not in shown

    def test_the_town_sends_it_once_in_its_own_name_and_the_issuer_is_told(self) -> None:
        press(browser("village-clerk"), owed())
        pk, town = Feedback.objects.get().pk, browser("town-clerk")
        assert f"/feedback/{pk}/notice/send/" in page(town, f"/feedback/{pk}/")
        assert browser("village-clerk").post(f"/feedback/{pk}/notice/send/").status_code == 403
        assert "苗庄镇人民政府的名义" in page(town, f"/feedback/{pk}/notice/send/")
        for _ in range(2):
            town.post(f"/feedback/{pk}/notice/send/")
        told = Message.objects.filter(recipient=demo("department-officer"), title__contains="告知单")
        assert told.count() == 1
        assert "苗庄镇人民政府" in page(browser("department-officer"), told.get().link)
        assert town.get(f"/feedback/{pk}/notice/send/").status_code == 404
