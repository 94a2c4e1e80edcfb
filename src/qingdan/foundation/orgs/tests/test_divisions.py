"""Division codes, names of bodies, and loading the table."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.orgs.choices import BodyType, Level, UnitKind
from qingdan.foundation.orgs.demo.services import DATA
from qingdan.foundation.orgs.division_files import BadDivisionFile, read_file
from qingdan.foundation.orgs.divisions import (
    NATION,
    BadDivisionCode,
    ancestors,
    contains,
    full_code,
    level,
    parent,
    subtree_end,
    unit_kind,
)
from qingdan.foundation.orgs.finding import find_divisions
from qingdan.foundation.orgs.loading import load_divisions
from qingdan.foundation.orgs.models import AdministeredBy, Body, Division
from qingdan.foundation.orgs.names import guess, short_names
from qingdan.foundation.orgs.queries import administering, children, resolve_body

codes = st.sampled_from([2, 4, 6, 9, 12]).flatmap(
    lambda length: st.text("123456789", min_size=length, max_size=length).map(full_code)
)


class TestCodes:
    def test_short_codes_are_padded(self) -> None:
        assert full_code("120117") == "120117000000"

    @pytest.mark.parametrize("code", ["", "1", "12a", "1201170000000", "１２", "-1"])
    def test_what_is_no_code_is_refused(self, code: str) -> None:
        with pytest.raises(BadDivisionCode, match="2 到 12 位"):
            full_code(code)

    @given(codes, codes)
    def test_a_subtree_is_one_range(self, scope: str, code: str) -> None:
        assert (scope <= code < subtree_end(scope)) is contains(scope, code)

    @given(codes)
    def test_ancestors_lead_to_the_nation_and_hold_the_code(self, code: str) -> None:
        path = ancestors(code)
        assert path[0] == code and path[-1] == NATION
        assert all(contains(above, code) for above in path)
        assert parent(code) == path[1]

    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("120117001001", UnitKind.COMMUNITY),
            ("120117103201", UnitKind.VILLAGE),
            ("120117400498", UnitKind.NONE),
            ("120117400401", UnitKind.COMMUNITY),
            ("120117400501", UnitKind.FARM),
            ("120117103000", None),
        ],
    )
    def test_the_last_digits_say_what_a_unit_is(self, code: str, kind: UnitKind | None) -> None:
        assert unit_kind(code) is kind

    def test_levels(self) -> None:
        assert [level(full_code(c)) for c in ("12", "1201", "120117", "120117103", "120117103201")] == [
            Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWN, Level.VILLAGE,
        ]  # fmt: skip


class TestNames:
    @pytest.mark.parametrize(
        ("name", "division", "level_", "type_"),
        [
            ("区民政局", "120117000000", Level.COUNTY, BodyType.DEPARTMENT),
            ("市生态环境局", "120117000000", Level.PROVINCE, BodyType.DEPARTMENT),
            ("市生态环境局", "210300000000", Level.CITY, BodyType.DEPARTMENT),
            ("天津市宁河区民政局", "120117000000", Level.COUNTY, BodyType.DEPARTMENT),
            ("农业农村部", "120117000000", Level.CENTRAL, BodyType.DEPARTMENT),
            ("苗庄镇人民政府", "120117000000", Level.TOWN, BodyType.TOWN),
            ("芦台街道办事处", "120117000000", Level.TOWN, BodyType.TOWN),
            ("区委办公室", "120117000000", Level.COUNTY, BodyType.TWO_OFFICES),
            ("区残联", "120117000000", Level.COUNTY, BodyType.MASS_ORG),
            ("县乡村振兴领导小组办公室", "620802000000", Level.COUNTY, BodyType.LEADING_GROUP),
            ("市委", "120117000000", Level.PROVINCE, BodyType.PARTY_GOVERNMENT),
            ("区人民政府", "120117000000", Level.COUNTY, BodyType.PARTY_GOVERNMENT),
            ("省民政厅", "210300000000", Level.PROVINCE, BodyType.DEPARTMENT),
        ],
    )
    def test_a_name_says_level_and_type(self, name: str, division: str, level_: Level, type_: BodyType) -> None:
        assert (guess(name, division).level, guess(name, division).type) == (level_, type_)

    def test_a_name_that_says_nothing_is_not_guessed(self) -> None:
        assert (guess("", "120117000000").level, guess("某某", "120117000000").type) == (None, None)

    def test_short_forms(self) -> None:
        assert {"宁河区民政局", "区民政局", "民政局"} <= set(short_names("天津市宁河区民政局"))
        assert "民政局" in short_names("区民政局")


@pytest.mark.django_db
class TestBodies:
    def test_a_body_is_found_by_every_name_from_below(self) -> None:
        load_divisions(actor=None, rows=read_file(DATA))
        body = Body.objects.create(
            name="宁河区民政局", level=Level.COUNTY, type=BodyType.DEPARTMENT, division_id="120117000000"
        )
        for name in ("宁河区民政局", "区民政局", "民政局"):
            assert resolve_body(name, "120117103201") == body
        assert resolve_body("区教育局", "120117103201") is None
        assert resolve_body("区民政局", "210300000000") is None

    def test_an_abolished_body_is_its_successor(self) -> None:
        load_divisions(actor=None, rows=read_file(DATA))
        new = Body.objects.create(
            name="宁河区卫生健康委", level="county", type="department", division_id="120117000000"
        )
        Body.objects.create(
            name="宁河区卫生局", level="county", type="department", division_id="120117000000",
            valid_to=date(2018, 12, 31), successor=new,
        )  # fmt: skip
        assert resolve_body("区卫生局", "120117000000", date(2024, 1, 1)) == new

    def test_an_overlay_says_who_runs_a_place(self) -> None:
        load_divisions(actor=None, rows=read_file(DATA))
        AdministeredBy.objects.create(
            division_id="120117400000", by_id="120117103000", since=date(2024, 1, 1), until=date(2024, 12, 31)
        )
        assert administering("120117400000", date(2024, 6, 1)) == "120117103000"
        assert administering("120117400000", date(2025, 1, 1)) == "120117400000"


@pytest.mark.django_db
class TestLoading:
    def test_the_demo_district_loads_and_loads_again_without_a_change(self) -> None:
        first = load_divisions(actor=None, rows=read_file(DATA))
        assert first.added == 343
        again = load_divisions(actor=None, rows=read_file(DATA))
        assert (again.added, again.changed, again.unchanged) == (0, 0, 343)
        assert children("120117000000").count() == 22
        assert find_divisions("刘庄").divisions and find_divisions("liuzhuang").divisions
        assert Division.objects.subtree("120117000000").count() == 340

    def test_a_renamed_division_is_changed(self, tmp_path: Path) -> None:
        load_divisions(actor=None, rows=read_file(DATA))
        file = tmp_path / "new.csv.gz"
        with gzip.open(file, "wt", encoding="utf-8") as out:
            out.write("code,name,level\n120117103,新苗庄镇,4\n")
        assert load_divisions(actor=None, rows=read_file(file)).changed == 1
        assert Division.objects.get(pk="120117103000").name == "新苗庄镇"

    def test_bad_rows_are_named_by_line_and_nothing_is_loaded(self, tmp_path: Path) -> None:
        file = tmp_path / "bad.csv"
        file.write_text(
            "code,name,level\n12,天津市,1\n12x,坏,1\n1201,,2\n1201,市辖区,5\n12,天津市,1\n1,2\n", encoding="utf-8"
        )
        with pytest.raises(BadDivisionFile) as caught:
            load_divisions(actor=None, rows=read_file(file))
        assert [row.line for row in caught.value.rows] == [3, 4, 5, 6, 7]
        assert not Division.objects.exists()

    def test_a_city_without_counties_stands_once_though_written_twice(self, tmp_path: Path) -> None:
        file = tmp_path / "city.csv"
        rows = ["44,广东省,1", "4420,中山市,2", "442000,中山市,3", "442000001,石岐街道,4"]
        file.write_text("code,name,level\n" + "\n".join(rows), encoding="utf-8")
        assert load_divisions(actor=None, rows=read_file(file)).added == 4
        assert Division.objects.get(pk="442000001000").parent_id == "442000000000"

    def test_a_missing_parent_is_named(self, tmp_path: Path) -> None:
        file = tmp_path / "orphan.csv"
        file.write_text("code,name,level\n120117,宁河区,3\n", encoding="utf-8")
        with pytest.raises(BadDivisionFile, match="上级 120100000000"):
            load_divisions(actor=None, rows=read_file(file))

    @pytest.mark.parametrize(
        "content",
        [b"\x1f\x8bbroken", b"\xff\xfe", b"PK\x03\x04", b"a,b\n1,2\n"],
        ids=["坏的gz", "乱码", "压缩包", "别的表头"],
    )
    def test_what_is_no_table_is_refused_plainly(self, content: bytes, tmp_path: Path) -> None:
        file = tmp_path / ("x.csv.gz" if content.startswith(b"\x1f") else "x.csv")
        file.write_bytes(content)
        with pytest.raises(BadDivisionFile, match="一行也没有装入"):
            load_divisions(actor=None, rows=read_file(file))
