"""``qingdan gate`` and ``qingdan lists`` as scripts use them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.commands.main import run
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
PHOTO = ["gate", "--division", "120117", "--kind", "trace", "--title", "每天上传照片"]


@pytest.fixture(autouse=True, scope="module")
def packs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)


def test_no_is_exit_code_one_and_the_answer_reads_as_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PHOTO) == 1
    out = capsys.readouterr().out
    assert out.startswith("【禁】清单不允许：")
    assert "NH-38" in out and "下一步：" in out


def test_listed_is_exit_code_zero(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["gate", "--division", "120117103201", "--kind", "plaque", "--title", "警务室", "--set", "location=outside"]
    assert run(asked) == 0
    assert capsys.readouterr().out.startswith("【在】清单内：")


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*PHOTO, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "forbidden"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gate", "--kind", "veto", "--title", "x"], "缺少 --division"),
        (["gate", "--division", "33", "--kind", "veto", "--title", "x"], "不在任何已安装的政策包范围内"),
        (["gate", "--division", "120117", "--kind", "x", "--title", "x"], "没有“x”这个类别"),
        ([*PHOTO, "--set", "colour=red"], "不认识的事实“colour”"),
        ([*PHOTO, "--set", "colour"], "KEY=VALUE"),
        ([*PHOTO, "--on", "1800-01-01"], "太远了"),
        ([*PHOTO, "--title", "长" * 10_001], "太长了"),
        (["gate", "--batch", "/nowhere.jsonl"], "没有“/nowhere.jsonl”这个文件"),
        (["gate", "--batch", "x.jsonl", "--kind", "veto"], "不能和其他问题选项一起用"),
        (["lists", "show", "--division", "120117", "--kind", "x"], "没有“x”这种清单"),
        (["lists", "show", "--division", "33"], "不在任何已安装的政策包范围内"),
    ],
)
def test_wrong_use_is_exit_code_two_and_says_why_on_stderr(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_a_batch_answers_good_lines_and_names_bad_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        '{"id": "a", "division": "120117", "kind": "trace", "title": "每天上传照片"}',
        "broken",
        "[1]",
        '{"id": 4, "division": "120117", "kind": "nothing", "title": "x"}',
        "",
        "[" * 20_000,
        '{"id": "b", "division": "210300", "kind": "veto", "title": "一票否决", "attributes": {"village_type": "village"}}',
    ]
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(["gate", "--batch", str(file)]) == 2
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, None, 4, None, "b"]
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, False]
    assert answers[-1]["outcome"] == "forbidden"


def test_no_line_can_end_a_batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = '"division": "120117", "kind": "trace", "title": "每天上传照片"'
    lines = [
        '{"title": ' + "1" * 5000 + "}",
        "{" + good + r', "id": "\ud800", "issuer": "\ud800", "attributes": {"basis_text": "\ud800"}}',
        "{" + good + ', "id": 3, "frequency": ["daily"]}',
        "{" + good + ', "id": 4, "attributes": {"location": ["outside"], "frequency": {}}}',
        "{" + good + ', "id": 5, "division": ["120117"]}',
        "{" + good + ', "id": NaN}',
        "{" + good + ', "id": "last"}',
    ]
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(["gate", "--batch", str(file)]) == 2
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [("error" in answer) for answer in answers] == [True, False, True, True, True, False, False]
    assert [answers[place]["id"] for place in (1, 2, 3, 4, 6)] == ["?", 3, 4, 5, "last"]


def test_a_batch_of_good_lines_ends_with_zero(tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('{"id": 1, "division": "120117", "kind": "veto", "title": "x"}\n' * 3, encoding="utf-8")
    assert run(["gate", "--batch", str(file)]) == 0


def test_lists_show_a_places_lists_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["lists", "show", "--division", "120117", "--kind", "duty", "--format", "json"]
    assert run([*asked, "--on", "2025-06-01"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert run([*asked, "--on", "2026-06-01"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert "cn/duties-villagers/1" in {edition["edition"] for edition in before}
    assert "cn/duties-villagers/1" not in {edition["edition"] for edition in after}
