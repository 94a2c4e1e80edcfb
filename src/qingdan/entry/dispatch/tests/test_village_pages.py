"""The village's side on the web: 反馈核实, what came by other ways, papers; bad input, strangers, and who sees what."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.dispatch.models import Dispatch, Feedback, FeedbackState
from qingdan.entry.dispatch.services.feedback import Told, give_feedback, report
from qingdan.entry.dispatch.tests.cast import SIBLING, TASK, VILLAGE, demo, install_lists, sent
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.storage import fetch, folder
from qingdan.foundation.documents.tests.test_reading_files import excel, pdf
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.web.tests.people import signed_in
from qingdan.ledger.models import Lead
from qingdan.ledger.services.confirming import dismiss_lead
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Obligation, State

pytestmark = pytest.mark.django_db
SAID = {"way": "group", "issuer_name": "区残联", "text": "每天上传入户照片作为佐证", "came_on": "", "reason": "outside"}


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    installs = (install_library_packs, install_pack_lists, install_demo, install_lists)
    yield from installed_for_module(django_db_blocker, *installs)


def browser(name: str) -> Client:
    client = Client()
    client.force_login(demo(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def owed() -> Obligation:
    if not Dispatch.objects.exists():
        sent(TASK, what="张贴宣传画")
    return Obligation.objects.get(division_id=VILLAGE)


def press(client: Client, obligation: Obligation, **more: Any) -> Any:
    said = {"reason": "more", "text": "要成每月的了"} | more
    return client.post(f"/obligations/{obligation.pk}/feedback/", said, follow=True)


def tell(client: Client, **more: Any) -> Any:
    said = SAID | {"division": VILLAGE, "came_on": str(today())} | more
    return client.post("/feedback/report/", said, follow=True)


def photo(name: str = "照片.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A phone's photo with the place where it was taken, lying on its side."""
    out = io.BytesIO()
    picture = Image.new("RGB", size, "#aa0000")
    exif = picture.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "某手机厂"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue() + b"hidden behind the end", "image/jpeg")


def word_file(words: str, name: str = "通知.docx", header: str = "") -> SimpleUploadedFile:
    document = docx.Document()
    document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def stored() -> int:
    return sum(1 for each in folder().rglob("*") if each.is_file()) if folder().exists() else 0


class TestFeedback:
    def test_from_the_obligation_to_the_gates_answer_with_its_citation_and_the_lead(self) -> None:
        obligation, clerk = owed(), browser("village-clerk")
        assert f"/obligations/{obligation.pk}/feedback/" in page(clerk, f"/obligations/{obligation.pk}/")
        form = page(clerk, f"/obligations/{obligation.pk}/feedback/")
        for words in ("不在清单上", "要得比清单规定的多", "没有给经费", "没有教怎么办", "转给了村里", "不得录入"):
            assert words in form
        answer = press(clerk, obligation).content.decode()
        made = Feedback.objects.get()
        assert made.lead is not None and made.lead.code in answer
        assert "清单内" in answer and "要成每月的了" in answer and "准入核查告知单" in answer
        assert "规则检查看不出来，由人核实" in answer and "可以办" not in answer
        obligation.refresh_from_db()
        assert obligation.state == State.DISPUTED
        shown = page(clerk, f"/obligations/{obligation.pk}/")
        assert "正在等人核实" in shown and "办完了" not in shown

    def test_pressed_twice_with_one_key_it_is_one_and_a_second_time_it_says_so(self) -> None:
        obligation, clerk = owed(), browser("village-clerk")
        first = press(clerk, obligation, once="a")
        assert press(clerk, obligation, once="a").redirect_chain == first.redirect_chain
        again = press(clerk, obligation, once="b")
        assert again.status_code == 400 and "不用再反馈" in again.content.decode()
        assert Feedback.objects.count() == Lead.objects.count() == 1
        assert clerk.get(f"/obligations/{obligation.pk}/feedback/").status_code == 302

    def test_without_a_reason_it_asks_for_one_and_keeps_the_words(self) -> None:
        obligation, clerk = owed(), browser("village-clerk")
        answer = press(clerk, obligation, reason="")
        assert answer.status_code == 400
        assert "请选一项" in answer.content.decode() and "要成每月的了" in answer.content.decode()
        assert press(clerk, obligation, reason="bad").status_code == 400
        assert not Feedback.objects.exists()

    def test_taken_back_it_is_owed_again(self) -> None:
        obligation, clerk = owed(), browser("village-clerk")
        press(clerk, obligation)
        pk = Feedback.objects.get().pk
        assert "收回反馈" in page(clerk, f"/feedback/{pk}/")
        answer = clerk.post(f"/feedback/{pk}/take-back/", follow=True).content.decode()
        assert "已收回" in answer and "收回反馈，照常办" not in answer
        obligation.refresh_from_db()
        assert obligation.state == State.OPENED
        assert "不用收回" in clerk.post(f"/feedback/{pk}/take-back/", follow=True).content.decode()

    def test_the_answer_stands_on_the_obligation(self) -> None:
        obligation, clerk = owed(), browser("village-clerk")
        press(clerk, obligation)
        dismiss_lead(
            actor=demo("lead-civil"), lead=Lead.objects.get(), dismissed_as="allowed", reason="清单就是这样写的"
        )
        assert "清单就是这样写的" in page(clerk, f"/obligations/{obligation.pk}/")

    def test_the_town_does_it_for_a_village_and_that_is_marked(self) -> None:
        obligation = owed()
        assert "代录" in press(browser("town-clerk"), obligation).content.decode()
        assert Feedback.objects.get().on_behalf

    def test_a_sibling_a_foreign_town_the_issuer_and_others_cannot(self) -> None:
        obligation = owed()
        strangers = [
            signed_in(Role.VILLAGE_CLERK, at=SIBLING), signed_in(Role.TOWN_CLERK, at="120117104000"),
            browser("department-officer"), browser("lead-civil"),
        ]  # fmt: skip
        press(browser("village-clerk"), obligation)
        pk = Feedback.objects.get().pk
        for stranger in strangers:
            assert press(stranger, obligation).status_code == 404
            assert stranger.post(f"/feedback/{pk}/take-back/").status_code == 404
        for stranger in strangers[:3]:
            for more in ("", "notice/", "notice/word/", "notice/send/"):
                assert stranger.get(f"/feedback/{pk}/{more}").status_code == 404, more
        for stranger in strangers[:2]:
            assert TASK not in page(stranger, "/feedback/")
        assert Feedback.objects.get().state == FeedbackState.OPEN


class TestOtherWays:
    def test_from_the_home_page_in_one_step(self) -> None:
        clerk = browser("village-clerk")
        home = page(clerk, "/")
        assert "/feedback/report/?way=call" in home and "/feedback/report/?way=group" in home
        form = page(clerk, "/feedback/report/?way=group")
        assert f'value="{VILLAGE}"' in form  # one village only: it need not be chosen
        assert 'value="group" required' in form and "checked" in form and "涉密" in form and "看不到是哪个村" in form
        answer = tell(clerk).content.decode()
        made = Feedback.objects.get()
        assert (made.kind, made.outcome, made.way, made.came_on) == ("trace", "forbidden", "group", today())
        assert (made.confidential, made.on_behalf, made.issuer) == (True, False, demo_body())
        assert "清单不允许" in answer and "保护反映人" in answer
        assert made.lead is not None and made.lead.code not in answer

    def test_from_an_answer_the_words_go_into_the_form(self) -> None:
        asked = "/check/?words=每天上传入户照片&issuer=区残联&place=120117103201"
        for name in ("village-clerk", "town-clerk"):
            shown = page(browser(name), asked)
            assert "/feedback/report/?words=" in shown
        address = shown.split('href="/feedback/report/?words=')[1].split('"')[0].replace("&amp;", "&")
        form = page(browser("village-clerk"), f"/feedback/report/?words={address}")
        assert "每天上传入户照片" in form and 'value="区残联"' in form
        for client in (Client(), browser("department-officer")):
            assert "/feedback/report/" not in page(client, asked)
        assert "/feedback/report/?words=" not in page(
            browser("village-clerk"),
            f"/check/?words={TASK}&place={VILLAGE}&kind=affair&issuer=区残联&f.funding=true&f.flow_chart=true&f.training=true",
        )

    def test_how_often_is_read_from_the_words_and_what_is_said_counts_more(self) -> None:
        tell(browser("village-clerk"), text="各村每月报一次养老数据统计表")
        made = Feedback.objects.get()
        assert (made.kind, made.frequency) == ("form", "monthly")
        tell(browser("village-clerk"), text="各村每月报一次养老数据统计表", kind="affair", frequency="weekly")
        made = Feedback.objects.order_by("-pk")[0]
        assert (made.kind, made.frequency) == ("affair", "weekly")

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"text": ""}, "请写要村里做什么"), ({"issuer_name": ""}, "请写是哪个单位"), ({"way": ""}, "怎么来的"),
            ({"way": "dispatch"}, "怎么来的"), ({"way": "x"}, "怎么来的"), ({"division": SIBLING}, ""), ({"kind": "x"}, ""),
            ({"came_on": "昨天"}, ""), ({"frequency": "x"}, ""), ({"text": "长" * 3000}, ""),
            ({"came_on": str(today() + timedelta(days=2))}, "还没有到"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_nothing_is_kept(self, change: dict[str, str], says: str) -> None:
        answer = tell(browser("village-clerk"), **change)
        assert answer.status_code == 400
        assert says in answer.content.decode() and "处要改" in answer.content.decode()
        assert not Feedback.objects.exists() and not Lead.objects.exists()

    def test_the_same_report_sent_again_is_one(self) -> None:
        clerk = browser("village-clerk")
        first = tell(clerk, once="k").redirect_chain
        assert tell(clerk, once="k").redirect_chain == first
        changed = tell(clerk, once="k", text="别的事")
        assert changed.status_code == 400 and "已经提交过一次" in changed.content.decode()
        assert Feedback.objects.count() == 1

    def test_the_town_reports_for_its_villages_only(self) -> None:
        town = browser("town-clerk")
        assert "刘庄村" in page(town, "/feedback/report/")
        assert tell(town, division="120117104201").status_code == 400
        assert "代录" in tell(town, division=SIBLING).content.decode()
        assert (Feedback.objects.get().division_id, Feedback.objects.get().on_behalf) == (SIBLING, True)

    def test_for_others_the_page_is_not_there(self) -> None:
        for name in ("department-officer", "lead-civil", "list-steward", "system-admin"):
            assert browser(name).get("/feedback/report/").status_code == 404
            assert tell(browser(name)).status_code == 404

    def test_the_reporter_is_told_what_came_of_it_though_the_ledger_does_not_know_them(self) -> None:
        tell(browser("village-clerk"))
        lead = Lead.objects.get()
        assert lead.reported_by is None
        dismiss_lead(actor=demo("lead-civil"), lead=lead, dismissed_as="unfounded", reason="群已经解散")
        told = Message.objects.get(recipient=demo("village-clerk"), key__startswith="feedback-")
        assert "群已经解散" in told.body
        assert "群已经解散" in page(browser("village-clerk"), told.link)


def demo_body() -> Any:
    from qingdan.entry.dispatch.tests.cast import disabled

    return disabled()


class TestInformants:
    def test_who_decides_reads_words_and_files_but_not_who_said_it(self) -> None:
        tell(browser("village-clerk"), evidence=photo())
        made = Feedback.objects.get()
        lead_page = page(browser("lead-civil"), f"/ledger/leads/{made.lead_id}/")
        assert f"/feedback/{made.pk}/" in lead_page
        shown = page(browser("lead-civil"), f"/feedback/{made.pk}/")
        assert "照片.jpg" in shown and "入户照片" in shown and f'href="/ledger/leads/{made.lead_id}/"' in shown
        assert "王文书" not in shown and "王文书" not in lead_page

    def test_the_town_and_the_body_that_it_is_about_find_nothing(self) -> None:
        tell(browser("village-clerk"), evidence=photo())
        made = Feedback.objects.get()
        file = made.attachments.get()
        for name in ("town-clerk", "department-officer"):
            client = browser(name)
            for address in ("", "notice/", "notice/word/", f"files/{file.pk}/", "notice/send/"):
                assert client.get(f"/feedback/{made.pk}/{address}").status_code == 404
            assert client.get(f"/attachments/{file.pk}/").status_code == 404
        assert "入户照片" not in page(browser("town-clerk"), "/feedback/")

    def test_a_lead_body_s_officer_who_is_complained_of_finds_nothing(self) -> None:
        tell(browser("village-clerk"), issuer_name="区民政局")
        made = Feedback.objects.get()
        assert browser("lead-civil").get(f"/feedback/{made.pk}/").status_code == 404
        assert browser("lead-party").get(f"/feedback/{made.pk}/").status_code == 200

    def test_only_the_village_s_own_notice_names_it(self) -> None:
        tell(browser("village-clerk"))
        pk = Feedback.objects.get().pk
        own = page(browser("village-clerk"), f"/feedback/{pk}/notice/")
        assert "刘庄村" in own and "对方就知道是本村说的" in own
        leads = page(browser("lead-civil"), f"/feedback/{pk}/notice/")
        assert "宁河区有村（社区）反映" in leads and "刘庄村" not in leads
        assert "刘庄村" not in words_of(browser("lead-civil").get(f"/feedback/{pk}/notice/word/").content)


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


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
        from qingdan.entry.dispatch.tests.cast import drafted

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


class TestLists:
    def test_filters_and_excel(self) -> None:
        press(browser("village-clerk"), owed())
        tell(browser("village-clerk"))
        clerk = browser("village-clerk")
        both, groups = page(clerk, "/feedback/"), page(clerk, "/feedback/?way=group")
        assert TASK in both and "入户照片" in both
        assert TASK not in groups and "入户照片" in groups
        assert "没有找到" in page(clerk, "/feedback/?state=upheld")
        assert TASK in page(clerk, "/feedback/?q=康复&way=x")
        sheet = openpyxl.load_workbook(io.BytesIO(clerk.get("/feedback/excel/?way=group").content)).active
        assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["每天上传入户照片作为佐证"]
        assert (
            openpyxl.load_workbook(io.BytesIO(browser("town-clerk").get("/feedback/excel/").content)).active.max_row
            == 2
        )

    def test_queries_do_not_grow_with_the_list(self) -> None:
        give_feedback(actor=demo("village-clerk"), obligation=owed(), reason="more")
        clients = [browser("village-clerk"), browser("town-clerk")]
        before = [queries(client, "/feedback/") for client in clients]
        told = Told("call", "报材料", issuer_name="区残联", text="报材料")
        for _ in range(25):
            report(actor=demo("village-clerk"), division=VILLAGE, told=told)
            report(actor=demo("town-clerk"), division=SIBLING, told=told)
        assert [queries(client, "/feedback/") for client in clients] == before
        assert max(before) <= 15
        pk = Feedback.objects.order_by("-pk")[0].pk
        assert queries(clients[1], f"/feedback/{pk}/") <= 20


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
