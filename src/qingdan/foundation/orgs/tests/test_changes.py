"""A later table changes divisions from a day; what was before stays on record. A bad file changes nothing."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingdan.foundation.orgs import division_files, name_index
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.division_files import BadDivisionFile, read_file
from qingdan.foundation.orgs.finding import MOST_FOUND, find_divisions
from qingdan.foundation.orgs.loading import Loaded, load_divisions
from qingdan.foundation.orgs.models import Account, Division, DivisionNames, FormerName, Succession
from qingdan.foundation.orgs.pinyin import sort_key

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
EVE = date(2026, 6, 30)
BASE = (
    "12,天津市,1", "1201,市辖区,2", "120117,宁河区,3", "120117001,芦台街道,4", "120117001001,光明社区居委会,5",
    "120117001201,大田村村民委员会,5", "120117001202,小田村村民委员会,5", "120117002,桥北街道,4", "120117002001,新华社区居委会,5",
)  # fmt: skip


def table(lines: Iterable[str], header: str = "code,name,level") -> list[tuple[int, list[str]]]:
    return [(number, line.split(",")) for number, line in enumerate([header, *lines], start=1)]


def load(*lines: str, **more: object) -> Loaded:
    return load_divisions(actor=None, rows=table(lines or BASE), **more)


class TestChanges:
    def test_a_first_table_says_nothing_of_days(self) -> None:
        assert load() == Loaded(10, 0, 0)
        assert not Division.objects.exclude(valid_from=None).exists()
        assert load() == Loaded(0, 0, 10)

    def test_a_new_name_keeps_the_old_one_with_its_last_day(self) -> None:
        load()
        load("120117001,芦台新街道,4", on=DAY)
        assert (FormerName.objects.get().name, FormerName.objects.get().until) == ("芦台街道", EVE)
        assert [d.code for d in find_divisions("芦台新街道").divisions] == ["120117001000"]

    def test_what_a_complete_table_has_no_more_ends_the_day_before_and_nothing_else_does(self) -> None:
        load()
        assert (
            load(*BASE[7:], on=DAY, complete=True).ended == 0
        )  # 小田村 lies in a street of which the file says nothing
        assert load(*(line for line in BASE[3:] if "小田" not in line), on=DAY, complete=True).ended == 1
        assert Division.objects.get(pk="120117001202").valid_to == EVE
        assert Division.objects.filter(valid_to=None).count() == 9
        assert load(*BASE, on=date(2026, 8, 1)).changed == 1
        assert Division.objects.get(pk="120117001202").valid_to is None

    def test_a_table_of_a_part_ends_nothing_unless_it_is_said_to_be_complete(self) -> None:
        load()
        assert load("120117001001,光明社区居委会,5", on=DAY).ended == 0

    def test_a_merger_and_a_split_are_followed_both_ways(self) -> None:
        load()
        merged = [
            "120117001203,大小田村村民委员会,5",
            "120117002002,新华东社区居委会,5",
            "120117002003,新华西社区居委会,5",
        ]
        follows = [
            "120117001201,120117001203,",
            "120117001202,120117001203,",
            "120117002001,120117002002,2026-07-15",
            "120117002001,120117002003,",
        ]
        loaded = load(*merged, on=DAY, successions=table(follows, "old,new,since"))
        assert (loaded.added, loaded.ended, loaded.successions) == (3, 3, 4)
        new = Division.objects.get(pk="120117001203")
        assert (new.valid_from, {each.old_id for each in new.follows.all()}) == (DAY, {"120117001201", "120117001202"})
        old = Division.objects.get(pk="120117002001")
        assert (old.valid_to, [each.since for each in old.followed_by.order_by("since")]) == (
            EVE,
            [DAY, date(2026, 7, 15)],
        )
        load(*merged, on=DAY, successions=table(follows, "old,new,since"))
        assert Succession.objects.count() == 4

    def test_only_the_system_administrator_loads(self) -> None:
        load()
        stranger = Account.objects.create(username="x", display_name="某某")
        with pytest.raises(NotAllowed):
            load_divisions(actor=stranger, rows=table(BASE))


class TestBadFiles:
    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            (["12,天津市,1", "12,又一个,1"], "出现了两次"),
            (["12,天津市"], "要有 3 列"),
            (["12,天津市,1", "120117,宁河区,3"], "上级 120100000000"),
            (["12,天津市,2"], "对不上"),
            (["12,天津市,九"], "level 要是 1 到 5"),
            (["12," + "长" * 101 + ",1"], "不能超过 100"),
            (["12,天\u200b津市,1"], "控制字符"),
            (["１２,天津市,1"], "2 到 12 位数字"),
        ],
        ids=["twice", "columns", "parent", "level", "no level", "long", "control", "wide digits"],
    )
    def test_each_fault_is_told_and_nothing_is_loaded(self, lines: list[str], said: str) -> None:
        with pytest.raises(BadDivisionFile) as refused:
            load(*lines)
        assert said in str(refused.value)
        assert not Division.objects.exists()

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            (["120117001201,120117001999,"], "新区划 120117001999 不在文件里"),
            (["120117009999,120117001001,"], "原区划 120117009999 不在库里"),
            (["120117001201,120117001201,"], "同一个代码"),
            (["120117001201,120117001202,明年"], "2026-01-31"),
            (["120117001201,120117001202"], "要有 3 列"),
        ],
        ids=["new", "old", "same", "day", "columns"],
    )
    def test_a_bad_succession_changes_nothing(self, lines: list[str], said: str) -> None:
        load()
        with pytest.raises(BadDivisionFile) as refused:
            load("120117001,改名街道,4", on=DAY, successions=table(lines, "old,new,since"))
        assert said in str(refused.value)
        assert not Succession.objects.exists() and not FormerName.objects.exists()

    def test_a_bomb_and_a_cut_off_file_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = gzip.compress("\n".join(["code,name,level", *BASE]).encode() + b"\n" * 100_000)
        (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
        with pytest.raises(BadDivisionFile, match="读不了"):
            load_divisions(actor=None, rows=read_file(tmp_path / "cut.csv.gz"))
        monkeypatch.setattr(division_files, "LARGEST_UNPACKED", 50_000)
        (tmp_path / "bomb.csv.gz").write_bytes(whole)
        with pytest.raises(BadDivisionFile, match="展开后超过"):
            load_divisions(actor=None, rows=read_file(tmp_path / "bomb.csv.gz"))


@pytest.fixture(params=["the table is searched", "the text of all names is searched"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param.startswith("the text"):
        monkeypatch.setattr(name_index, "FEWEST", 1)
    return str(request.param)


@pytest.mark.usefixtures("way")
class TestFinding:
    def test_by_name_pinyin_initials_and_code_best_first(self) -> None:
        load()
        for words in ("芦台街道", "芦台", "台街", "lutai", "LuTaiJieDao", "ltjd", "120117001"):
            assert find_divisions(words).divisions[0].code == "120117001000", words
        assert [d.name for d in find_divisions("田村").divisions] == ["大田村村民委员会", "小田村村民委员会"]
        assert find_divisions("没有这个").divisions == [] and find_divisions("  ").divisions == []
        assert find_divisions("社区", within="120117002000").divisions[0].code == "120117002001"

    def test_more_than_anybody_reads_is_cut_and_said(self) -> None:
        load()
        many = [f"120117001{number},{number}号村村民委员会,5" for number in range(203, 399)]
        more = [f"120117002{number},{number}号村村民委员会,5" for number in range(200, 399)]
        load(*many, *more)
        found = find_divisions("号村")
        assert (len(found.divisions), found.more) == (MOST_FOUND, True)

    def test_the_few_towns_are_not_lost_among_many_villages(self) -> None:
        load("120117003,号村镇,4", *BASE)
        load(*(f"120117001{number},{number}号村村民委员会,5" for number in range(203, 899)))
        assert find_divisions("号村").divisions[0].name == "号村镇"

    def test_a_renamed_one_is_found_by_its_new_name_only(self) -> None:
        load()
        load("120117001,芦台新街道,4", on=DAY)
        assert [d.name for d in find_divisions("新街").divisions] == ["芦台新街道"]
        assert find_divisions("台街道").divisions == []

    def test_a_name_that_changed_without_a_load_is_not_shown_for_what_it_was(self) -> None:
        load()
        Division.objects.filter(code="120117001000").update(name="别的街道")
        assert find_divisions("芦台").divisions == []

    def test_no_search_character_is_a_pattern(self) -> None:
        load()
        assert find_divisions("%").divisions == [] and find_divisions("_").divisions == []

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        words=st.text("芦台街道大小田村民委员会光明新华社区居宁河1207", min_size=1, max_size=4), inside=st.booleans()
    )
    def test_the_text_finds_what_the_table_finds(self, words: str, inside: bool) -> None:
        load()
        name_index.store(dict(Division.objects.values_list("code", "name")))
        place = "120117001000" if inside else None
        given = [row.code for row in find_divisions(words, within=place).divisions]
        DivisionNames.objects.all().delete()
        assert [row.code for row in find_divisions(words, within=place).divisions] == given

    def test_a_table_of_an_older_version_gets_its_text(self, way: str) -> None:
        load()
        DivisionNames.objects.all().delete()
        name_index.store_missing()
        assert DivisionNames.objects.exists() == way.startswith("the text")

    def test_words_are_read_whole_where_there_is_time(self) -> None:
        assert sort_key("重庆市", careful=True) == ("chongqingshi", "cqs")
        assert sort_key("刘庄村", careful=False) == ("liuzhuangcun", "lzc")


@pytest.mark.full
def test_the_national_table_is_loaded_whole(tmp_path: Path) -> None:
    """A table as large as the nation's, made here, because the real one is not part of the product."""
    lines = ["code,name,level"]
    for province in range(11, 42):
        lines.append(f"{province},第{province}省,1")
        lines.append(f"{province}01,第一市,2")
        for county in range(1, 97):
            lines.append(f"{province}01{county:02d},第{county}区,3")
            for town in range(1, 15):
                lines.append(f"{province}01{county:02d}{town:03d},第{town}镇,4")
                lines += [
                    f"{province}01{county:02d}{town:03d}{village},第{village}村村民委员会,5"
                    for village in range(200, 216)
                ]
    file = tmp_path / "nation.csv.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write("\n".join(lines))
    loaded = load_divisions(actor=None, rows=read_file(file))
    assert loaded.added == len(lines)
    assert load_divisions(actor=None, rows=read_file(file)).unchanged == len(lines)
