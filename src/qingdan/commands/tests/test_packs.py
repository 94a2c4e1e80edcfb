"""``qingdan packs``: what is printed where, and how wrong use ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qingdan.commands.main import run
from qingdan.policy.packs.json_schema import pack_json_schema
from qingdan.policy.packs.tests.packs import SHIDIAN, changed

Out = pytest.CaptureFixture[str]


@pytest.mark.django_db
def test_the_list_has_the_contracts_keys(capsys: Out) -> None:
    assert run(["packs", "list", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in rows} == {"cn", "ninghe", "changchun", "beijing", "kongtong", "anshan"}
    assert all(set(row) == {"id", "title", "division", "status", "version"} for row in rows)
    assert {row["id"] for row in rows if row["status"] == "draft"} == {"changchun", "beijing"}
    assert run(["packs", "list"]) == 0
    assert "征求意见稿" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_pack_is_shown_with_its_rules_and_their_clauses(capsys: Out) -> None:
    assert run(["packs", "show", "ninghe"]) == 0
    assert "NH-R33" in capsys.readouterr().out
    assert run(["packs", "show", "ninghe", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["pack"]["id"] == "ninghe"


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["show", "clauses"])
def test_an_unknown_pack_ends_with_2_and_names_the_known(capsys: Out, command: str) -> None:
    assert run(["packs", command, "<b>nosuch</b>"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "没有“<b>nosuch</b>”这个政策包。已有：anshan、beijing、changchun、cn、kongtong、ninghe。" in printed.err


@pytest.mark.django_db
def test_every_clause_of_every_pack_is_reported(capsys: Out) -> None:
    assert run(["packs", "clauses", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == len({row["id"] for row in rows}) >= 418
    assert all({"id", "pack", "area", "class", "implemented_by", "proven_by"} <= set(row) for row in rows)
    assert run(["packs", "clauses", "ninghe"]) == 0
    assert "共 113 条" in capsys.readouterr().out


def test_a_valid_folder_is_valid(capsys: Out) -> None:
    assert run(["packs", "validate", str(SHIDIAN)]) == 0
    assert "没有问题" in capsys.readouterr().out


def test_a_wrong_folder_ends_with_2_and_all_its_problems(capsys: Out, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("rules.yaml", "clause: SD-06", "clause: SD-66"), ("pack.yaml", "short_title", "short"))
    shutil.rmtree(folder / "lists")
    assert run(["packs", "validate", str(folder), "--format", "json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["valid"] is False
    assert {
        "file": "pack.yaml",
        "line": 11,
        "field": "document.short",
        "message": "不认识这一项，名字是不是写错了？",
    } in (document["problems"])
    assert run(["packs", "validate", str(folder)]) == 2
    assert "pack.yaml:11" in capsys.readouterr().err


def test_the_schema_is_printed(capsys: Out) -> None:
    assert run(["packs", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == pack_json_schema()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["packs", "nosuch"], "没有“nosuch”这个命令。可以用的有：clauses、list、schema、show、validate"),
        (["packs", "validate"], "缺少 path"),
        (["packs", "list", "--format", "xml"], "--format 没有这个值，可以用的有：text、json"),
    ],
)
def test_wrong_use_is_told_in_chinese(capsys: Out, arguments: list[str], words: str) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
