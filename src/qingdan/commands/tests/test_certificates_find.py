"""``qingdan certificates find``: one text, a file of lines, and what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qingdan.commands.certificates.find import find

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    from qingdan.policy.packs.services import install_library_packs
    from qingdan.register.lists.services import install_pack_lists

    install_library_packs()
    install_pack_lists()
    monkeypatch.setattr("qingdan.commands.certificates.find.prepare", lambda: None)


def run(*args: str) -> Result:
    return CliRunner().invoke(find, args)


def test_one_text_as_json() -> None:
    done = run("证明我妈是我妈", "--division", "120117", "--format", "json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0 and answer["id"] is None
    assert answer["results"][0].keys() == {"title", "regime", "score", "handled_by"}
    assert (answer["results"][0]["title"], answer["results"][0]["regime"]) == ("亲属关系证明", "barred")


def test_one_text_in_words() -> None:
    assert "亲属关系证明" in run("证明我妈是我妈", "--division", "120117").stdout
    assert "没有找到" in run("吃饭", "--division", "120117").stdout


def test_a_batch_answers_every_line(tmp_path: Path) -> None:
    lines = ['{"id": 7, "text": "办狗证"}', "", "{", '{"id": "b"}', '{"id": "c", "text": "办狗证", "division": "33"}']
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    done = run("--batch", str(file), "--division", "620802")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 2
    assert answers[0]["id"] == 7 and answers[0]["results"][0]["title"] == "居民养犬证明"
    assert ["error" in answer for answer in answers] == [False, True, True, True]
    file.write_text(lines[0], "utf-8")
    assert run("--batch", str(file), "--division", "620802").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [("--division", "120117"), ("x", "--division", "33"), ("x", "--division", "abc"), ("x", "--division", "120117", "--on", "soon")],
)  # fmt: skip
def test_wrong_use_says_what_to_do(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert done.exit_code == 2 and done.stderr


def test_a_file_that_is_not_there() -> None:
    done = run("--batch", "/nowhere.jsonl", "--division", "120117")
    assert done.exit_code == 2 and "没有" in done.stderr


def test_every_bad_line_is_told_and_the_others_are_answered(tmp_path: Path) -> None:
    """Other encodings, halves of characters, depths, lengths, places and days that are none; no line falls silent."""
    good = '{"id": 1, "text": "证明我妈是我妈"}'.encode()
    bad = [
        '{"id": 2, "text": "亲属关系"}'.encode("gbk"), b"\xff\xfe{\x00", bytes(range(1, 10)), b"[" * 100_000, b'{"id": 1' + b"0" * 5000 + b"}",
        '{"id": 3, "text": "亲"'.encode(), b"null", b'"x"', b'{"id": 4, "text": "%s"}' % ("亲" * 20_001).encode(), b'{"id": 5, "text": 7}',
        b'{"id": 6, "text": "x", "division": null}', b'{"id": 7, "text": "x", "on": 5}', b'{"id": 8, "text": " "}', b'{"text":"' + b"x" * 9_000_000 + b'"}',
    ]  # fmt: skip
    file = tmp_path / "asked.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"\n".join(each for line in bad for each in (good, line)) + b"\r\n" + good)
    done = run("--batch", str(file), "--division", "120117")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 2
    assert ["error" in answer for answer in answers] == [False, True] * len(bad) + [False]
    assert all(answer["results"][0]["regime"] == "barred" for answer in answers[::2])
    assert "UTF-8" in answers[1]["error"] and "太长" in answers[-2]["error"]


def test_halves_of_characters_and_nul_are_words_like_others(tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('{"id": "\\ud800", "text": "\\ud800亲属关系"}\n{"id": 2, "text": "\\u0000亲属关系"}', "utf-8")
    done = run("--batch", str(file), "--division", "120117")
    assert done.exit_code == 0
    assert [json.loads(line)["results"][0]["title"] for line in done.stdout.splitlines()] == ["亲属关系证明"] * 2


@pytest.mark.parametrize("text", ["", "  ", "亲" * 20_001])
def test_nothing_and_too_much_is_told(text: str) -> None:
    done = run(text, "--division", "120117")
    assert done.exit_code == 2 and "写一句" in done.stderr
