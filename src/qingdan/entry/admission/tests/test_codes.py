"""What a code tells anybody: by the item's 公开属性, since when it is no longer valid, nothing of a mistyped one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import docx
import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import papers, services
from qingdan.entry.admission.models import AdmittedItem
from qingdan.entry.admission.queries.codes import Standing, answer_for, code_path
from qingdan.entry.admission.tests.cast import TITLE, admitted, filed, opined, person, submitted
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.papers import FormPaper, LetterPaper, to_docx
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.models import Item, Openness
from qingdan.register.lists.services import install_pack_lists, open_draft, remove_item
from qingdan.register.lists.tests import cast as lists

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


@pytest.fixture(autouse=True)
def fresh_minute() -> None:
    forget_all()


def ways_of_typing(code: str) -> list[str]:
    """A code as people copy it from paper: small, without hyphens, with spaces, full-width."""
    wide = code.translate({number: number + 0xFEE0 for number in range(0x21, 0x7F)})
    plain = code.replace("-", "")
    return [
        code,
        code.lower(),
        plain,
        plain.lower(),
        code.replace("-", " "),
        f"  {code} ",
        wide,
        wide.lower(),
        " ".join(plain),
    ]


def public() -> AdmittedItem:
    return admitted_as(Openness.PUBLIC)


def admitted_as(openness: str) -> AdmittedItem:
    said = {"openness": openness, "openness_review": "主动公开", "not_secret": True}
    return filed(submitted(), **said)


class TestAnswers:
    def test_a_public_item_tells_what_by_whom_where_how_often_until_when(self) -> None:
        item = public()
        answer = answer_for(item.code, today())
        told = dict(answer.told)
        assert answer.valid and answer.title == TITLE
        assert told["哪个单位要的"] == "宁河区残联" and told["多久一次"] == "每季度"
        assert "宁河区" in told["哪些村（社区）"] and told["到何时止"] == "长期"

    def test_of_a_list_that_is_not_public_only_whether_its_item_is_valid(self) -> None:
        first = lists.publish(lists.submitted(lists.dated(lists.draft("内部甲", "内部乙"))), openness=Openness.INTERNAL)
        code = first.items.get(title="内部甲").code
        answer = answer_for(code, today())
        assert (answer.standing, answer.title, answer.told, answer.item_code) == (Standing.VALID, "", (), "")
        assert "清单修订以前有效" in answer.sentence
        assert first.effective_on is not None
        assert answer_for(code, first.effective_on - DAY).standing is Standing.NOT_YET
        shown = Client().get(f"/c/{code}").content.decode()
        assert "没有对外公开" in shown and "内部甲" not in shown

    def test_an_item_that_has_left_its_list_is_no_longer_valid(self) -> None:
        first = lists.publish(lists.submitted(lists.dated(lists.draft("内部甲", "内部乙"))), openness=Openness.INTERNAL)
        code = first.items.get(title="内部甲").code
        second = open_draft(actor=lists.steward(), item_list=first.item_list, reason="修订")
        remove_item(actor=lists.steward(), edition=second, code=code, reason="不再需要")
        second.refresh_from_db()
        lists.publish(lists.submitted(lists.dated(second, effective=today())), openness=Openness.INTERNAL)
        answer = answer_for(code, today())
        assert answer.standing is Standing.ENDED and "已不在清单上" in answer.sentence
        assert answer_for(first.items.get(title="内部乙").code, today()).valid

    def test_of_an_internal_item_only_whether_it_is_valid_and_until_when(self) -> None:
        item = admitted()
        answer = answer_for(item.code, today())
        assert answer.valid and answer.title == "" and answer.told == ()
        html = Client().get(code_path(item.code)).content.decode()
        assert TITLE not in html and "残联" not in html and "有效" in html

    def test_however_it_is_written(self) -> None:
        item = public()
        for written in ways_of_typing(item.code):
            assert answer_for(written, today()).title == TITLE, written

    def test_also_the_code_of_a_lists_item(self) -> None:
        first = lists.publish(lists.submitted(lists.dated(lists.draft("内部甲", "内部乙"))), openness=Openness.INTERNAL)
        code = first.items.get(title="内部乙").code
        for written in ways_of_typing(code):
            answer = answer_for(written, today())
            assert (answer.code, answer.standing) == (code, Standing.VALID), written

    @pytest.mark.parametrize("wrong", ["", "X", "NH26-0001-", "' OR 1=1 --", "<script>", "１２", "A" * 400])
    def test_a_mistyped_code_says_so_and_suggests_nothing(self, wrong: str) -> None:
        public()
        answer = answer_for(wrong, today())
        assert answer.standing is Standing.MISTYPED and answer.title == "" and answer.told == ()

    @pytest.mark.parametrize("wrong", ["a/b", "..", "/", "https://other.example/c/1", "%2F"])
    def test_what_can_be_no_part_of_an_address_is_told_too(self, wrong: str) -> None:
        answer = Client().get("/c/", {"code": wrong})
        assert answer.status_code == 404 and "抄错了" in answer.content.decode()

    def test_one_wrong_character_or_two_exchanged_are_found(self) -> None:
        item = public()
        for place, character in enumerate(item.compact):
            other = "7" if character != "7" else "8"
            wrong = item.compact[:place] + other + item.compact[place + 1 :]
            assert answer_for(wrong, today()).standing in {Standing.MISTYPED, Standing.UNKNOWN}

    def test_expired_and_ended_codes_say_since_when(self) -> None:
        item = public()
        AdmittedItem.objects.filter(pk=item.pk).update(valid_to=today())
        assert answer_for(item.code, today()).valid
        expired = answer_for(item.code, today() + DAY)
        tomorrow = today() + DAY
        assert (
            expired.standing is Standing.EXPIRED and f"{tomorrow.month}月{tomorrow.day}日起已过期" in expired.sentence
        )
        AdmittedItem.objects.filter(pk=item.pk).update(ended_on=today(), ending="withdrawn", ended_for="整合")
        ended = answer_for(item.code, today())
        assert ended.standing is Standing.ENDED and "起已撤销" in ended.sentence
        assert answer_for(item.code, item.valid_from - DAY).standing is Standing.NOT_YET


class TestPage:
    def test_the_page_needs_no_account_and_the_field_leads_to_it(self) -> None:
        item = public()
        client = Client()
        page = client.get("/c/", {"code": item.code}, follow=True)
        assert page.status_code == 200 and TITLE in page.content.decode()
        assert client.get("/c/").status_code == 200
        assert client.get("/c/NH26-9999-Z").status_code == 404

    def test_the_code_of_a_listed_item_leads_to_the_item(self) -> None:
        listed = Item.objects.filter(edition__openness=Openness.PUBLIC, published=True).first()
        assert listed is not None
        for written in ways_of_typing(listed.code):
            answer = Client().get("/c/", {"code": written}, follow=True)
            assert answer.redirect_chain[-1][0] == f"/items/{listed.code}/", written

    def test_a_lists_code_with_one_wrong_character_says_so_and_suggests_nothing(self) -> None:
        listed = Item.objects.filter(edition__openness=Openness.PUBLIC, published=True).first()
        assert listed is not None
        wrong = listed.code[:-1] + ("7" if listed.code[-1] != "7" else "8")
        for written in ways_of_typing(wrong):
            answer = Client().get("/c/", {"code": written}, follow=True)
            assert answer.status_code == 404 and "编号抄错了" in answer.content.decode(), written
            assert listed.code not in answer.content.decode()

    def test_guessing_codes_is_held_up(self) -> None:
        with override_settings(PUBLIC_CHECKS_PER_MINUTE=3):
            client = Client(REMOTE_ADDR="203.0.113.77")
            codes = [client.get("/c/NH26-9999-Z").status_code for _ in range(5)]
        assert 429 in codes


class TestPapers:
    def words(self, paper: FormPaper | LetterPaper) -> str:
        document = docx.Document(io.BytesIO(to_docx(paper)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(line.text for line in document.paragraphs), *cells])

    def test_the_application_form_has_a_cell_for_each_who_acts(self) -> None:
        words = self.words(papers.application_form(submitted(), 317))
        for part in (
            TITLE,
            "申请单位意见",
            "区委组织部意见",
            "区委农办意见",
            "区民政局意见",
            "区委审批意见",
            "区政府审批意见",
            "测算值",
        ):
            assert part in words, part

    def test_opinions_on_record_stand_in_the_review_form(self) -> None:
        words = self.words(papers.review_form(opined(submitted())))
        assert words.count("已研究。") >= 2 and "区民政局意见" in words

    def test_the_filing_form_has_number_code_and_decisions(self) -> None:
        item = admitted()
        words = self.words(papers.filing_form(item.case, item))
        assert item.filing_number in words and item.code in words and "津宁党〔2026〕9号" in words

    def test_letters_are_drafts_with_an_empty_number(self) -> None:
        case = opined(submitted())
        words = self.words(papers.approval_letter(case))
        assert "代拟稿" in words and "请示" in words and "区委组织部：" in words
        returned = services.return_case(actor=person("lead-civil"), case=case, seat="区民政局", reason="请补流程图。")
        act = returned.acts.order_by("-number").first()
        assert act is not None and "请补流程图。" in self.words(papers.return_letter(returned, act))

    def test_papers_are_for_those_who_may_read_the_case(self) -> None:
        item = admitted()
        client = Client()
        for name, status in (("lead-civil", 200), ("department-officer", 200), ("village-clerk", 404)):
            client.force_login(person(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
            for slug in ("application", "review", "filing", "request"):
                assert client.get(f"/admission/cases/{item.case_id}/papers/{slug}/").status_code == status, (name, slug)
        client.force_login(person("lead-civil"), backend="qingdan.foundation.orgs.backend.AccountBackend")
        assert client.get(f"/admission/cases/{item.case_id}/papers/nothing/").status_code == 404
