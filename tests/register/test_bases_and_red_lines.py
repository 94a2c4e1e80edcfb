"""Bases that end flag their items; a town's red lines count unless something higher stands against them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.gate.model import ListKind, Outcome
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.check.services import ask
from qingdan.register.lists import services
from qingdan.register.lists.basis import Basis, parse
from qingdan.register.lists.model_lists import LIBRARY, model_by_id, models_for
from qingdan.register.lists.models import BasisDocument, Edition, Item
from qingdan.register.lists.rulebooks import conflicts_at, rulebook_for
from qingdan.register.lists.services import ListsProblem, install_pack_lists
from qingdan.register.lists.tests.cast import (
    DISTRICT,
    TOWN,
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
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("《中华人民共和国村民委员会组织法》第八条", ("中华人民共和国村民委员会组织法", "", "第八条")),
        ("《某办法》（某令第3号）第二条第一款", ("某办法", "某令第3号", "第二条第一款")),
        ("《关于〈某方案〉的通知》（津民发〔2023〕3号）", ("关于〈某方案〉的通知", "津民发〔2023〕3号", "")),
        ("津政发〔2012〕1号", ("津政发〔2012〕1号", "", "")),
        ("《甲》和《乙》第三条", ("《甲》和《乙》第三条", "", "")),
        ("消防法（2021）第六条", ("消防法（2021）", "", "第六条")),
        ("户口登记条例第十七条第一款", ("户口登记条例", "", "第十七条第一款")),
        ("民发〔2015〕136号四（二）", ("民发〔2015〕136号", "", "四（二）")),
        ("宁河区工作方案（2023-03-23）三（一）3", ("宁河区工作方案（2023-03-23）", "", "三（一）3")),
        ("某省实施《村民委员会组织法》办法第九条第（二）项", ("某省实施《村民委员会组织法》办法", "", "第九条第（二）项")),
        ("残疾人证管理办法", ("残疾人证管理办法", "", "")),
    ],
)  # fmt: skip
def test_a_basis_has_its_parts_and_keeps_its_words(text: str, parts: tuple[str, str, str]) -> None:
    found = parse(text)
    assert (found.document, found.number, found.article) == parts
    assert found.text == text
    assert Basis("中华人民共和国宪法").key == parse("《宪法》第一条").key


def test_a_law_is_one_document_whatever_its_article_and_year() -> None:
    texts = ["消防法（2021）第六条", "消防法第三十二条", "《中华人民共和国消防法》第六条", "《消防法》"]
    assert len({parse(text).key for text in texts}) == 1
    assert parse("全国评比达标表彰保留项目目录（2015）").key != parse("全国评比达标表彰保留项目目录（2020）").key


def test_every_basis_of_the_packs_keeps_its_words(db: None) -> None:
    texts = {text for spec in Item.objects.values_list("spec", flat=True) for text in spec.get("basis", [])}
    assert len(texts) > 100
    assert [text for text in texts if parse(text).text != text.strip()] == []


class TestBases:
    def listed(self) -> Edition:
        edition = draft(kind=ListKind.PLAQUE, title="牌子清单")
        rows = [item("甲室", basis=["《旧法》第一条"]), item("乙室", basis=["《旧法》第二条", "《新法》第三条"])]
        services.add_items(actor=steward(), edition=edition, rows=rows, reasons=["", ""])
        return publish(submitted(dated(edition)))

    def end(self) -> None:
        services.end_basis(
            actor=steward(), document=BasisDocument.objects.get(title="旧法"), division=DISTRICT,
            valid_to=today() - timedelta(days=1), ended_by="新法第九十条",
        )  # fmt: skip

    def test_an_item_without_any_basis_left_is_conditional_from_that_day(self) -> None:
        self.listed()
        before = {i.title: i.basis_ended for i in rulebook_for(VILLAGE, today()).items}
        self.end()
        after = {i.title: i.basis_ended for i in rulebook_for(VILLAGE, today()).items}
        earlier = {i.title: i.basis_ended for i in rulebook_for(VILLAGE, today() - timedelta(days=1)).items}
        assert (before["甲室"], after["甲室"], after["乙室"]) == (False, True, False)
        assert not any(earlier.values())
        answer = ask(division=VILLAGE, kind="plaque", title="甲室", facts={"location": "inside", "party": "village"})
        assert any("已经废止" in reason.text and reason.outcome is Outcome.CONDITIONAL for reason in answer.reasons)
        assert answer.outcome is not Outcome.LISTED

    def test_the_end_of_a_law_flags_every_item_that_cites_any_article_of_it(self) -> None:
        services.end_basis(
            actor=steward(), document=BasisDocument.objects.get(title="消防法"), division=DISTRICT,
            valid_to=today() - timedelta(days=1), ended_by="新法",
        )  # fmt: skip
        ended = [i for i in rulebook_for(VILLAGE, today()).items if i.basis_ended]
        assert len(ended) >= 2 and all("消防法" in basis for each in ended for basis in each.basis)

    def test_pages_flag_it_for_those_of_the_place_also_on_a_national_list(self, client: Client) -> None:
        services.end_basis(
            actor=steward(), document=BasisDocument.objects.get(title="户口登记条例"), division=DISTRICT,
            valid_to=today() - timedelta(days=1), ended_by="新法",
        )  # fmt: skip
        listed = Item.objects.get(code="CN-BC-01W")
        pages = [f"/items/{listed.code}/", f"/lists/{listed.edition_id}/"]
        client.force_login(person("village-clerk"))
        assert all("依据已" in client.get(page).content.decode() for page in pages)
        assert not any("依据已" in Client().get(page).content.decode() for page in pages)

    def test_it_ends_where_its_steward_says_so_and_can_be_taken_back(self) -> None:
        self.listed()
        with pytest.raises(NotAllowed):
            services.end_basis(
                actor=person("lead-civil"), document=BasisDocument.objects.get(title="旧法"), division=DISTRICT,
                valid_to=today(), ended_by="x",
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            services.end_basis(
                actor=steward(), document=BasisDocument.objects.get(title="旧法"), division="210300000000",
                valid_to=today(), ended_by="x",
            )  # fmt: skip
        self.end()
        self.end()
        end = BasisDocument.objects.get(title="旧法").ends.get(taken_back_at=None)
        services.take_back_end(actor=steward(), end=end)
        assert not any(i.basis_ended for i in rulebook_for(VILLAGE, today()).items)

    def test_a_red_line_does_not_soften_when_its_basis_ends(self) -> None:
        edition = draft(kind=ListKind.NEGATIVE, title="红线")
        services.add_items(
            actor=steward(), edition=edition, rows=[item("代收水费", basis=["《旧法》第一条"])], reasons=[""]
        )
        publish(submitted(dated(edition)))
        self.end()
        assert ask(division=VILLAGE, kind="affair", title="代收水费").outcome is Outcome.FORBIDDEN


class TestTownRedLines:
    def drawn(self, title: str) -> Edition:
        clerk = person("town-clerk")
        begun = services.create_list(
            actor=clerk,
            division_code=TOWN,
            kind=ListKind.NEGATIVE,
            title="苗庄镇红线",
            publisher="苗庄镇人民政府",
            document="镇长办公会纪要",
        )
        edition = begun.editions.get()
        services.add_items(actor=clerk, edition=edition, rows=[item(title)], reasons=[""])
        edition.refresh_from_db()
        dated(edition, actor=clerk, document="镇长办公会纪要〔2026〕5号")
        return publish(submitted(edition, actor=clerk), actor=person("town-reviewer"))

    @pytest.mark.clause("NH-20")
    def test_a_town_draws_a_red_line_by_its_own_recorded_decision_and_the_steward_is_told(self) -> None:
        edition = self.drawn("代收水费")
        assert ask(division=VILLAGE, kind="affair", title="代收水费").outcome is Outcome.FORBIDDEN
        assert ask(division="120117104201", kind="affair", title="代收水费").outcome is not Outcome.FORBIDDEN
        assert Message.objects.filter(recipient=steward(), link=f"/lists/{edition.pk}/").exists()

    @pytest.mark.clause("NH-20")
    def test_a_red_line_needs_the_day_of_the_town_s_decision(self) -> None:
        clerk = person("town-clerk")
        begun = services.create_list(
            actor=clerk, division_code=TOWN, kind=ListKind.NEGATIVE, title="红线", publisher="苗庄镇人民政府"
        )
        edition = begun.editions.get()
        services.add_items(actor=clerk, edition=edition, rows=[item("代收水费")], reasons=[""])
        edition.refresh_from_db()
        dated(edition, actor=clerk, decided_on=None)
        with pytest.raises(ListsProblem, match="作出决定的日期"):
            submitted(edition, actor=clerk)

    def test_a_town_keeps_only_red_lines_and_only_its_own(self) -> None:
        clerk = person("town-clerk")
        for division, kind in (
            (TOWN, ListKind.ASSIST),
            ("120117104000", ListKind.NEGATIVE),
            (DISTRICT, ListKind.NEGATIVE),
        ):
            with pytest.raises(NotAllowed):
                services.create_list(actor=clerk, division_code=division, kind=kind, title="x", publisher="y")

    @pytest.mark.clause("NH-20")
    def test_against_a_higher_list_it_has_no_effect_until_that_is_settled(self) -> None:
        published("走访困难户", kind=ListKind.ASSIST)
        edition = self.drawn("走访困难户")
        code = edition.items.get().code
        question = {"division": VILLAGE, "kind": "affair", "title": "走访困难户"}
        [conflict] = conflicts_at(DISTRICT, today())
        assert (conflict.item.code, "走访困难户" in conflict.against) == (code, True)
        assert ask(**question).outcome is not Outcome.FORBIDDEN
        with pytest.raises(NotAllowed):
            services.settle(actor=person("town-clerk"), item=edition.items.get(), holds=True, document="x", reason="y")
        with pytest.raises(ListsProblem, match="依据和理由"):
            services.settle(actor=steward(), item=edition.items.get(), holds=True, document="", reason="y")
        services.settle(
            actor=steward(), item=edition.items.get(), holds=True, document="区里复函", reason="说的不是同一件事"
        )
        assert ask(**question).outcome is Outcome.FORBIDDEN
        services.settle(actor=steward(), item=edition.items.get(), holds=False, document="区里复函二", reason="收回")
        assert ask(**question).outcome is not Outcome.FORBIDDEN

    def test_against_a_statute_on_record_it_has_no_effect(self) -> None:
        self.drawn("消防宣传教育")
        assert [conflict.item.title for conflict in conflicts_at(TOWN, today())] == ["消防宣传教育"]


class TestModels:
    def test_every_model_of_the_library_can_be_copied(self) -> None:
        found = {path.stem for path in LIBRARY.glob("*.yaml")}
        offered = {model.id for kind in ListKind for model in models_for(DISTRICT, kind)}
        assert found <= offered and len(found) >= 20

    def test_copied_items_say_where_they_come_from_and_bring_no_law_of_another_place(self) -> None:
        edition = draft("召集村民会议、村民代表会议并执行决定", kind=ListKind.DUTY, title="履职清单")
        model = model_by_id(DISTRICT, ListKind.DUTY, "duties-shanghai-villagers-2020")
        assert model is not None
        items = services.copy_items(actor=steward(), edition=edition, rows=model.specs, model=model.mark)
        assert len(items) == len(model.specs) - 1  # one is there already
        specs = [ItemSpec.model_validate(each.spec) for each in items]
        assert all(spec.copied_from.startswith("上海市《") for spec in specs)
        assert all("上海" not in basis for spec in specs for basis in spec.basis)
        assert all("请换成本地的依据" in spec.note for spec in specs)
        assert services.copy_items(actor=steward(), edition=edition, rows=model.specs, model=model.mark) == []

    def test_lists_that_bind_the_place_anyway_are_no_models_for_it(self) -> None:
        offered = models_for(DISTRICT, ListKind.CERTIFICATE_BARRED)
        assert offered and not any("第一批" in model.title and model.place == "全国" for model in offered)
