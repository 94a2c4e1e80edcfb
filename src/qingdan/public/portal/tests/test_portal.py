"""What residents see: the lists of their place, a search in everyday words, feeds; nothing that is not public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.queries import governing_pack
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services as lists
from qingdan.register.lists.models import Openness
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import (
    VILLAGE,
    dated,
    draft,
    item,
    person,
    publish,
    published,
    steward,
    submitted,
)
from qingdan.register.search.everyday import find_everyday, meanings
from qingdan.register.search.queries import Search
from qingdan.register.search.services import index_missing

pytestmark = pytest.mark.django_db

SAID = [
    ("证明我妈是我妈", "亲属关系证明"), ("怎么证明这是我儿子", "亲属关系证明"), ("银行要我证明我是我", "居民身份信息证明"),
    ("户口本上改名字要村里开证明吗", "户口登记项目内容变更申请证明"), ("养狗要不要村里盖章", "居民养犬证明"), ("开个没犯罪的证明", "无犯罪记录证明"),
    ("孩子当辅警要政审证明没前科", "无犯罪记录证明"), ("我哥走丢了要开证明", "人员失踪证明"), ("买房要单身证明", "婚姻状况证明"), ("开离婚证明", "婚姻状况证明"),
    ("给孩子上户口要出生证明", "出生证明"), ("老人领养老金要证明还活着", "健在证明"), ("我爷去世了开什么证明", "死亡证明"), ("村里给开个病情证明", "疾病状况证明"),
    ("残疾证明去哪开", "残疾状况证明"), ("证明我生几胎", "婚育状况证明"), ("开个失业证明", "居民就业状况证明"), ("档案丢了找村里", "居民个人档案证明"),
    ("贷款要证明家里财产", "居民财产证明"), ("我爸的遗产要村里证明", "遗产继承权证明"), ("开超市办执照要村里证明场所", "市场主体住所证明"),
    ("身份证丢了村里要开证明吗", "证件遗失证明"), ("抱养一个孩子", "收养人婚姻状况和抚养教育能力证明"), ("邻居吵架谁来管", "调解民间纠纷"), ("两口子家暴", "家庭暴力预防工作"),
    ("怎么吃低保", "代为提出最低生活保障申请"), ("五保户怎么报", "代为提出特困供养申请"), ("让村里宣传反诈", "反电信网络诈骗宣传教育"), ("村里要搞消防宣传吗", "消防宣传教育"),
    ("山火谁来扑", "森林火灾应急处置"), ("高利息集资要报告吗", "涉嫌非法集资行为报告"), ("发现传销", "协助查处传销"), ("孩子辍学村里管不管", "督促适龄儿童少年入学"),
    ("人口普查要村里干吗", "人口普查"), ("办居住证", "居住证申领受理和发放"), ("流浪狗太多", "流浪犬猫控制和处置"), ("猪瘟来了村里干什么", "动物强制免疫"),
    ("争地的纠纷", "农村土地承包经营纠纷调解"), ("广场舞吵得睡不着", "社会生活噪声扰民劝阻调解"), ("献血村里要组织吗", "无偿献血动员"), ("村里的账在哪看", "实行村务公开"),
    ("谁能召集开村民大会", "召集村民会议"), ("请不起律师", "法律援助核查"), ("家里老人没人管赡养", "监督赡养协议履行、督促赡养"), ("门口古树能砍吗", "古树名木保护"),
]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists, indexed."""
    yield from installed_for_module(
        django_db_blocker, install_library_packs, install_pack_lists, install_demo, index_missing
    )


class TestEverydayWords:
    def test_nine_of_ten_sayings_have_the_right_item_among_the_first_three(self) -> None:
        pack = governing_pack(VILLAGE, today())
        missed = []
        for said, title in SAID:
            hits = find_everyday(Search(said, place=VILLAGE, on=today()), pack, None)[:3]
            if title not in {hit.entry.title for hit in hits}:
                missed.append((said, title, [hit.entry.title for hit in hits]))
        assert len(missed) <= len(SAID) // 10, missed

    def test_words_of_the_lists_need_no_saying(self) -> None:
        hits = find_everyday(
            Search("反恐怖主义宣传", place=VILLAGE, on=today()), governing_pack(VILLAGE, today()), None
        )
        assert hits[0].entry.title == "反恐怖主义宣传教育"

    def test_every_meaning_of_the_packs_finds_something(self) -> None:
        pack = governing_pack(VILLAGE, today())
        means = {meaning for part in pack.chain for entry in part.header.everyday for meaning in entry.means}
        empty = [m for m in sorted(means) if not find_everyday(Search(m, on=today()), None, None)]
        assert len(means) >= 60 and empty == []
        assert meanings("没有这种话", pack) == [] and meanings("x", None) == []


class TestPages:
    def test_a_resident_chooses_a_place_and_reads_its_lists(self) -> None:
        client = Client()
        found = client.get("/portal/", {"q": "刘庄"}).content.decode()
        assert f"/portal/{VILLAGE}/" in found
        html = client.get(f"/portal/{VILLAGE}/").content.decode()
        assert "不该找村里开的证明" in html and "没有列的不该挂" in html
        assert client.get("/portal/120117/").status_code == 200  # short codes are codes too
        for address in ("/portal/330000/", "/portal/abc/", "/portal/９９/"):
            assert client.get(address).status_code == 404

    def test_the_search_answers_in_everyday_words(self) -> None:
        html = Client().get(f"/portal/{VILLAGE}/search/", {"q": "证明我妈是我妈"}).content.decode()
        assert "亲属关系证明" in html
        assert "没有查到" in Client().get(f"/portal/{VILLAGE}/search/", {"q": "火星移民"}).content.decode()

    def test_too_many_questions_are_held_up(self) -> None:
        with override_settings(PUBLIC_CHECKS_PER_MINUTE=2):
            client = Client(REMOTE_ADDR="203.0.113.9")
            codes = [client.get(f"/portal/{VILLAGE}/search/", {"q": "证明"}).status_code for _ in range(4)]
        assert codes[:2] == [200, 200] and 429 in codes

    def test_what_is_internal_leaks_nowhere(self) -> None:
        edition = publish(submitted(dated(draft("只在系统里的怪事", title="内部清单名"))), openness=Openness.INTERNAL)
        code = edition.items.get().code
        client = Client()
        pages = ["/", "/lists/", "/lists/?q=内部", f"/portal/{VILLAGE}/", f"/portal/{VILLAGE}/search/?q=怪事", "/feeds/changes.json", "/feeds/changes.atom",
                 f"/api/v1/lists?division={VILLAGE}"]  # fmt: skip
        for page in pages:
            html = client.get(page).content.decode()
            assert "怪事" not in html.replace("q=怪事", "").replace('value="怪事"', "") and "内部清单名" not in html, (
                page
            )
        for page in (f"/lists/{edition.pk}/", f"/lists/{edition.pk}/excel/", f"/lists/{edition.pk}/word/", f"/lists/{edition.pk}/json/",
                     f"/lists/{edition.pk}/difference/", f"/lists/{edition.pk}/difference/json/", f"/items/{code}/"):  # fmt: skip
            assert client.get(page).status_code == 404, page
            assert client.get(page.replace(str(edition.pk), "999999").replace(code, "NH-XX-99")).status_code == 404

    @pytest.mark.parametrize("count", [1, 12])
    def test_the_page_of_a_place_runs_the_same_queries_however_many_lists(
        self, count: int, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(count):
            published("一件事", title=f"第{number}份清单")
        client = Client()
        client.get(f"/portal/{VILLAGE}/")
        with django_assert_max_num_queries(14):
            client.get(f"/portal/{VILLAGE}/")


class TestFeeds:
    def changed(self) -> Any:
        first = published("甲事", "乙事")
        second = lists.open_draft(actor=steward(), item_list=first.item_list)
        lists.remove_item(
            actor=steward(), edition=second, code=second.items.get(title="甲事").code, reason="改由镇里办 <&>"
        )
        lists.add_items(actor=steward(), edition=second, rows=[item("丙事")], reasons=["新法"])
        return publish(submitted(dated(second)))

    @override_settings(PUBLIC_URL="https://qd.example.cn")
    def test_json_tells_what_changed(self) -> None:
        edition = self.changed()
        feed = json.loads(Client().get("/feeds/changes.json", {"division": VILLAGE}).content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        newest = feed["items"][0]
        assert newest["url"] == f"https://qd.example.cn/lists/{edition.pk}/difference/"
        assert {(each["change"], each["title"]) for each in newest["_qingdan"]["changes"]} == {
            ("removed", "甲事"),
            ("added", "丙事"),
        }
        assert "年度修订" in newest["content_text"]

    def test_atom_is_well_formed_with_stable_ids(self) -> None:
        self.changed()
        answer = Client().get("/feeds/changes.atom")
        tree = ET.fromstring(answer.content)  # noqa: S314 - our own
        space = {"a": "http://www.w3.org/2005/Atom"}
        ids = [node.text for node in tree.findall("a:entry/a:id", space)]
        assert ids and len(ids) == len(set(ids)) and tree.find("a:updated", space) is not None
        again = ET.fromstring(Client().get("/feeds/changes.atom").content)  # noqa: S314 - our own
        assert [node.text for node in again.findall("a:entry/a:id", space)] == ids

    def test_an_unchanged_feed_is_not_sent_again(self) -> None:
        first = Client().get("/feeds/changes.atom")
        assert Client().get("/feeds/changes.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304
        self.changed()
        assert Client().get("/feeds/changes.atom", headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_a_kind_or_a_place_that_is_none_is_not_there(self) -> None:
        assert Client().get("/feeds/changes.json", {"kind": "x"}).status_code == 404
        assert Client().get("/feeds/changes.json", {"division": "x"}).status_code == 404


class TestAlone:
    def test_the_portal_alone_serves_public_pages_to_read_and_nothing_else(self, settings: Any) -> None:
        settings.ROLE = "portal"
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "qingdan.foundation.web.security.PortalOnlyMiddleware"]
        client = Client()
        client.force_login(person("list-steward"), backend="qingdan.foundation.orgs.backend.AccountBackend")
        for page in (
            "/",
            "/portal/",
            f"/portal/{VILLAGE}/",
            "/lists/",
            "/healthz",
            f"/api/v1/lists?division={VILLAGE}",
            "/feeds/changes.json",
        ):
            assert client.get(page).status_code == 200, page
        for page in ("/sign-in/", "/lists/keeping/", "/search/", "/existing/", "/accounts/", "/demo/"):
            assert client.get(page).status_code == 404, page
        assert "登录" not in client.get("/").content.decode()
        assert client.post("/portal/").status_code == 404
