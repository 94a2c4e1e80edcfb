"""The village's side on the web: 反馈核实, what came by other ways; bad input, strangers, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from qingdan.entry.dispatch.models import Feedback, FeedbackState
from qingdan.entry.dispatch.services.feedback import Told, give_feedback, report
from qingdan.entry.dispatch.tests.browsing import MOST_QUERIES, browser, page, queries, sheet
from qingdan.entry.dispatch.tests.cast import SIBLING, TASK, VILLAGE, demo, disabled
from qingdan.entry.dispatch.tests.village_acts import owed, photo, press, tell, words_of
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.tests.people import signed_in
from qingdan.ledger.models import Lead
from qingdan.ledger.services.confirming import dismiss_lead
from qingdan.register.obligations.models import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


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
        assert (made.confidential, made.on_behalf, made.issuer) == (True, False, disabled())
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
        assert [row[2] for row in sheet(clerk, "/feedback/excel/?way=group")[1:]] == ["每天上传入户照片作为佐证"]
        assert len(sheet(browser("town-clerk"), "/feedback/excel/")) == 2

    def test_queries_do_not_grow_with_the_list(self) -> None:
        give_feedback(actor=demo("village-clerk"), obligation=owed(), reason="more")
        clients = [browser("village-clerk"), browser("town-clerk")]
        before = [queries(client, "/feedback/") for client in clients]
        told = Told("call", "报材料", issuer_name="区残联", text="报材料")
        for _ in range(25):
            report(actor=demo("village-clerk"), division=VILLAGE, told=told)
            report(actor=demo("town-clerk"), division=SIBLING, told=told)
        assert [queries(client, "/feedback/") for client in clients] == before
        assert max(before) <= MOST_QUERIES
        pk = Feedback.objects.order_by("-pk")[0].pk
        assert queries(clients[1], f"/feedback/{pk}/") <= 20
