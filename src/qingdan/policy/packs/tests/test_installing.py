"""Installed packs: immutable versions with dates, one after another, and the one that governs a place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from qingdan.foundation.audit.models import Record
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.problems import PackProblems
from qingdan.policy.packs.queries import (
    NATIONAL,
    OutsideEveryPack,
    UnknownPack,
    governing_pack,
    governing_version,
    newest_versions,
    pack_by_id,
)
from qingdan.policy.packs.reading import Pack, library_packs
from qingdan.policy.packs.services import install_library_packs, install_pack
from qingdan.policy.packs.tests.packs import Change, changed

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


def install(folder: Path) -> PackVersion:
    chain = check_folder(folder)
    library: dict[str, Pack] = {pack.id: pack for pack in chain}
    return [install_pack(pack, library) for pack in reversed(chain)][-1]


def install_changed(tmp_path: Path, name: str, *changes: Change) -> PackVersion:
    return install(changed(tmp_path / name, *changes))


def test_installing_the_library_twice_changes_nothing_the_second_time() -> None:
    first = install_library_packs()
    assert {version.pack_id for version in first} == set(library_packs())
    records = Record.objects.count()
    assert install_library_packs() == []
    assert PackVersion.objects.count() == len(first)
    assert Record.objects.count() == records


def test_installing_is_recorded(tmp_path: Path) -> None:
    version = install_changed(tmp_path, "a")
    assert Record.objects.filter(verb="install_pack", object_id=version.hash).count() == 1


def test_a_pack_that_is_wrong_is_not_installed(tmp_path: Path) -> None:
    good = check_folder(changed(tmp_path))
    bad = good[0].rules[0].model_copy(update={"clause": "SD-66"})
    wrong = Pack(good[0].header, good[0].clauses, (bad,), good[0].lists, good[0].content)
    with pytest.raises(PackProblems, match="SD-66"):
        install_pack(wrong, {pack.id: pack for pack in good})
    assert not PackVersion.objects.exists()


def test_the_database_refuses_to_change_or_delete_a_version(tmp_path: Path) -> None:
    version = install_changed(tmp_path, "a")
    for statement in ("UPDATE packs_packversion SET title = 'x'", "DELETE FROM packs_packversion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert PackVersion.objects.get(hash=version.hash).title == version.title


def test_a_changed_pack_is_a_new_version_from_the_day_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 6, 1))
    first = install_changed(tmp_path, "a")
    second = install_changed(tmp_path, "b", ("rules.yaml", "says: 不用打卡", "says: 一律不用打卡"))
    assert [(v.sequence, v.effective_from) for v in (first, second)] == [(1, date(2026, 1, 10)), (2, date(2026, 6, 1))]
    before, after = (governing_version("990101001201", day) for day in (date(2026, 5, 31), date(2026, 6, 1)))
    assert (before, after) == (first, second)


def test_a_day_is_decided_for_ever_by_the_rules_of_that_day(tmp_path: Path) -> None:
    install_changed(tmp_path, "a")
    before = governing_pack("990101000000", date(2026, 3, 1))
    install_changed(tmp_path, "b", ("rules.yaml", "打卡, 签到", "打卡, 签到, 定位"))
    assert governing_pack("990101000000", date(2026, 3, 1)) == before


def test_the_same_content_again_is_the_same_version(tmp_path: Path) -> None:
    first = install_changed(tmp_path, "a")
    commented = changed(tmp_path / "b")
    (commented / "rules.yaml").write_text(
        "# 说明\n" + (commented / "rules.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert install(commented) == first


def test_the_nearest_pack_governs(tmp_path: Path) -> None:
    install_changed(tmp_path, "county")
    install_changed(
        tmp_path,
        "town",
        ("pack.yaml", "id: shidian", "id: shidian-town"),
        ("pack.yaml", "'990101000000'", "'990101002000'"),
    )
    assert governing_version("990101002201", DAY).pack_id == "shidian-town"
    assert governing_version("990101001201", DAY).pack_id == "shidian"
    assert governing_version("990101000000", DAY).pack_id == "shidian"


@pytest.mark.parametrize("place", ["990100000000", "990102001201", "991101000000", "110101001001"])
def test_outside_every_pack_is_said_with_the_places_there_are(tmp_path: Path, place: str) -> None:
    install_changed(tmp_path, "a")
    with pytest.raises(OutsideEveryPack, match="试点县"):
        governing_pack(place, DAY)


def test_the_national_pack_governs_only_the_nation(tmp_path: Path) -> None:
    install_changed(tmp_path, "a")
    assert governing_pack(NATIONAL, DAY).id == "cn"


def test_a_division_whose_code_ends_in_zero_within_its_level_does_not_swallow_its_neighbours(tmp_path: Path) -> None:
    install_changed(tmp_path, "a", ("pack.yaml", "'990101000000'", "'991000000000'"))
    assert governing_version("991001001201", DAY).pack_id == "shidian"
    with pytest.raises(OutsideEveryPack):
        governing_version("991101001201", DAY)


def test_a_pack_is_found_by_its_id_and_an_unknown_one_names_the_known(tmp_path: Path) -> None:
    install_changed(tmp_path, "a")
    assert pack_by_id("shidian").title == "试点县办法"
    with pytest.raises(UnknownPack, match="cn、shidian"):
        pack_by_id("nosuch")


def test_which_pack_governs_costs_one_query_once_it_is_compiled(tmp_path: Path, django_assert_num_queries: Any) -> None:
    install_changed(tmp_path, "a")
    governing_pack("990101001201", DAY)
    with django_assert_num_queries(1):
        governing_pack("990101001201", DAY)


def test_versions_are_read_without_their_content(tmp_path: Path) -> None:
    install_changed(tmp_path, "a")
    assert all("content" in version.get_deferred_fields() for version in newest_versions())
