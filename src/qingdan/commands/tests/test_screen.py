"""``qingdan screen`` as people and scripts use it: every format, batches, what is refused, exit codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.commands.main import run
from qingdan.entry.screening.reading.tests.made_files import bundle, saved, word
from qingdan.entry.screening.tests.notices import FORMS, MENDED
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists

pytestmark = pytest.mark.django_db
AT = ["--division", "120117"]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True, scope="module")
def packs(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "通知.txt"
    file.write_text(FORMS, encoding="utf-8")
    return file


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    file = tmp_path / "调查通知.docx"
    file.write_bytes(saved(word(FORMS.splitlines())))
    return file


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Give the command this as its input."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


class TestAnswers:
    def test_a_person_reads_verdict_reasons_and_how_to_mend(self, notice: Path, capsys: Captured) -> None:
        assert run(["screen", str(notice), *AT]) == 1
        captured = capsys.readouterr()
        assert "通知.txt" in captured.out and "【改好再发】共 3 处要求" in captured.out
        assert "[禁清单不允许] 各村要与残疾人家庭签订责任书，入户照片上传工作群。" in captured.out
        assert "NH-38" in captured.out and "→ " in captured.out and "测算值" in captured.out

    def test_json_is_one_document_with_places_in_the_text(self, notice: Path, capsys: Captured) -> None:
        assert run(["screen", str(notice), *AT, "--format", "json", "--on", "2026-11-20"]) == 1
        answer = json.loads(capsys.readouterr().out)
        assert (answer["file"], answer["verdict"], answer["on"]) == ("通知.txt", "mend", "2026-11-20")
        assert answer["document"]["issuer"] == "宁河区残疾人联合会"
        for demand in answer["demands"]:
            assert FORMS[demand["start"] : demand["end"]] == demand["text"]
            assert {"kinds", "outcome", "word", "reasons", "suggestion"} <= set(demand)

    def test_a_paper_that_asks_nothing_ends_with_zero(self, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "a.txt"
        file.write_text(MENDED, encoding="utf-8")
        assert run(["screen", str(file), *AT]) == 0
        assert "没有向村（社区）提要求" in capsys.readouterr().out

    def test_words_come_by_standard_input(self, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
        feed(monkeypatch, FORMS.encode())
        assert run(["screen", "-", *AT, "--format", "json"]) == 1
        assert json.loads(capsys.readouterr().out)["file"] == "标准输入"

    def test_the_text_alone_needs_no_place(self, word_file: Path, notice: Path, capsys: Captured) -> None:
        assert run(["screen", str(word_file), "--text"]) == 0
        assert capsys.readouterr().out.splitlines() == [line for line in FORMS.splitlines() if line]
        assert run(["screen", str(notice), str(word_file.parent / "nowhere"), "--text"]) == 2
        captured = capsys.readouterr()
        assert captured.out.startswith("关于开展") and "没有这个文件" in captured.err

    def test_files_in_a_zip_are_answered_each(self, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "几份.zip"
        file.write_bytes(bundle({"甲.txt": FORMS.encode(), "乙.docx": saved(word(MENDED.splitlines()))}))
        assert run(["screen", str(file), *AT, "--format", "json"]) == 1
        answers = json.loads(capsys.readouterr().out)
        assert {each["file"]: each["verdict"] for each in answers} == {"甲.txt": "mend", "乙.docx": "no_demand"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "data", "says"),
        [
            ("空.txt", b"", "没有"),
            ("坏.docx", b"PK\x03\x04 no zip", ""),
            ("机密.txt", "各村每月上报。".encode(), "涉密"),
            ("通知.txt", "机密★1年\n各村每月上报名单。".encode(), "涉密"),
            ("a.rar", b"Rar!\x1a\x07\x00 and more", "解压"),
            ("乱.bin", bytes(range(256)) * 20, ""),
        ],
        ids=["empty", "no zip", "marked name", "marked words", "rar", "noise"],
    )
    def test_a_file_that_is_not_read_ends_with_two_and_says_why(
        self, name: str, data: bytes, says: str, tmp_path: Path, capsys: Captured
    ) -> None:
        file = tmp_path / name
        file.write_bytes(data)
        assert run(["screen", str(file), *AT]) == 2
        captured = capsys.readouterr()
        assert captured.out == "" and f"{name}：" in captured.err and says in captured.err
        assert "名单" not in captured.err and "Traceback" not in captured.err

    def test_the_others_are_answered_though_one_is_not_read(self, notice: Path, capsys: Captured) -> None:
        assert run(["screen", str(notice), str(notice.parent / "没有.docx"), *AT, "--format", "json"]) == 2
        captured = capsys.readouterr()
        good, bad = json.loads(captured.out)
        assert (good["verdict"], bad["verdict"]) == ("mend", "unreadable")
        assert "没有这个文件" in bad["error"] and "没有这个文件" in captured.err

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["screen", "x.txt"], "缺少 --division"),
            (["screen", *AT], "请写要筛查的文件"),
            (["screen", "--text"], "请写要读的文件"),
            (["screen", "--jsonl", "/nowhere.jsonl", *AT], "没有“/nowhere.jsonl”这个文件"),
            (["screen", "--jsonl", "-", "x.txt", *AT], "--jsonl 不能和文件"),
            (["screen", "--jsonl", "-", *AT, "--out", "x"], "--jsonl 不能和文件"),
            (["screen", "-", *AT, "--on", "明天"], "明天"),
            (["screen", "-", *AT, "--format", "pdf"], "可以用的有：text、json、html、docx"),
            (["screen", "-", *AT, "--out", "x"], "--out 和 --format html 或 docx 一起用"),
            (["screen", "a.txt", "b.txt", *AT, "--format", "html"], "--out 写一个文件夹"),
        ],
    )
    def test_wrong_use_ends_with_two_and_says_what_to_do(
        self, arguments: list[str], says: str, capsys: Captured
    ) -> None:
        assert run(arguments) == 2
        captured = capsys.readouterr()
        assert captured.out == "" and says in captured.err

    @pytest.mark.parametrize("text", [FORMS, MENDED], ids=["demands", "none"])
    def test_a_place_outside_every_pack_ends_with_two(self, text: str, notice: Path, capsys: Captured) -> None:
        notice.write_text(text, encoding="utf-8")
        assert run(["screen", str(notice), "--division", "33"]) == 2
        captured = capsys.readouterr()
        assert captured.out == "" and "不在任何已安装的政策包范围内" in captured.err


class TestLines:
    def test_each_line_is_answered_and_bad_ones_are_named(self, tmp_path: Path, capsys: Captured) -> None:
        lines = [
            '{"id": "a", "text": "各村每周上传巡查照片。"}', "broken", '{"id": 2}', '{"id": 3, "text": ["x"]}', "",
            '{"id": "b", "text": "区残联组织业务培训。"}', "[" * 20_000, r'{"id": "\ud800", "text": "各村每月上报台账。"}',
        ]  # fmt: skip
        file = tmp_path / "clauses.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        assert run(["screen", "--jsonl", str(file), *AT]) == 2
        answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [answer["id"] for answer in answers] == ["a", None, 2, 3, "b", None, "?"]
        assert [("error" in answer) for answer in answers] == [False, True, True, True, False, True, False]
        assert answers[0]["demand"] and "trace" in answers[0]["kinds"] and answers[0]["outcome"] == "forbidden"
        assert answers[4] == {"id": "b", "demand": False, "kinds": [], "outcome": None}

    def test_good_lines_end_with_zero_whatever_the_answer(self, tmp_path: Path) -> None:
        file = tmp_path / "clauses.jsonl"
        file.write_text('{"id": 1, "text": "各村每周上传巡查照片。"}\n' * 3, encoding="utf-8")
        assert run(["screen", "--jsonl", str(file), *AT]) == 0

    def test_lines_for_a_place_outside_every_pack_are_not_answered(self, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "clauses.jsonl"
        file.write_text('{"id": 1, "text": "你好。"}\n', encoding="utf-8")
        assert run(["screen", "--jsonl", str(file), "--division", "33"]) == 2
        captured = capsys.readouterr()
        assert captured.out == "" and "不在任何已安装的政策包范围内" in captured.err


class TestFiles:
    def test_comments_go_into_the_word_file_itself(self, word_file: Path, tmp_path: Path, capsys: Captured) -> None:
        out = tmp_path / "改.docx"
        before = word_file.read_bytes()
        assert run(["screen", str(word_file), *AT, "--format", "docx", "--out", str(out)]) == 1
        captured = capsys.readouterr()
        assert captured.out == "" and f"写好了：{out}" in captured.err
        made = docx.Document(str(out))
        assert len(list(made.comments)) == 4
        assert [each.text for each in made.paragraphs] == FORMS.splitlines()
        assert word_file.read_bytes() == before

    def test_a_text_becomes_a_new_word_file_on_stdout(
        self, notice: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert run(["screen", str(notice), *AT, "--format", "docx"]) == 1
        made = docx.Document(io.BytesIO(capfdbinary.readouterr().out))
        assert len(list(made.comments)) == 3

    def test_a_word_file_is_not_poured_into_a_terminal(
        self, notice: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert run(["screen", str(notice), *AT, "--format", "docx"]) == 2
        assert "请加 --out" in capsys.readouterr().err

    def test_the_page_comes_on_stdout(self, notice: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        assert run(["screen", str(notice), *AT, "--format", "html"]) == 1
        out = capfdbinary.readouterr().out.decode()
        assert out.startswith("<!DOCTYPE html>") and out.count("<mark") == 3

    def test_several_files_go_into_a_folder_each_under_its_name(self, tmp_path: Path, capsys: Captured) -> None:
        for folder in ("a", "b"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "通知.txt").write_text(FORMS, encoding="utf-8")
        files = [str(tmp_path / folder / "通知.txt") for folder in ("a", "b")]
        out = tmp_path / "结果"
        assert run(["screen", *files, str(tmp_path / "没有.txt"), *AT, "--format", "html", "--out", str(out)]) == 2
        assert sorted(each.name for each in out.iterdir()) == ["通知-筛查-2.html", "通知-筛查.html"]
        assert "没有这个文件" in capsys.readouterr().err

    def test_a_zip_of_several_goes_into_a_folder_and_no_name_leaves_it(self, tmp_path: Path, capsys: Captured) -> None:
        file = tmp_path / "几份.zip"
        data = saved(word(FORMS.splitlines()))
        file.write_bytes(bundle({"../../外面.docx": data, "里/b.docx": data}))
        assert run(["screen", str(file), *AT, "--format", "docx"]) == 2
        assert "文件夹" in capsys.readouterr().err
        out = tmp_path / "结果"
        assert run(["screen", str(file), *AT, "--format", "docx", "--out", str(out)]) == 1
        assert sorted(each.name for each in out.iterdir()) == ["b-筛查.docx", "外面-筛查.docx"]
        assert all(len(list(docx.Document(str(each)).comments)) == 4 for each in out.iterdir())
        assert {each.name for each in tmp_path.iterdir()} == {"几份.zip", "结果"}

    def test_the_original_is_never_overwritten(self, word_file: Path, capsys: Captured) -> None:
        before = word_file.read_bytes()
        assert run(["screen", str(word_file), *AT, "--format", "docx", "--out", str(word_file)]) == 2
        assert "盖掉" in capsys.readouterr().err and word_file.read_bytes() == before

    def test_a_place_that_cannot_be_written_is_said(self, notice: Path, capsys: Captured) -> None:
        out = notice / "in a file" / "x.html"
        assert run(["screen", str(notice), *AT, "--format", "html", "--out", str(out)]) == 2
        assert "写不了" in capsys.readouterr().err

    def test_several_files_cannot_become_one(self, notice: Path, tmp_path: Path, capsys: Captured) -> None:
        there = tmp_path / "there.html"
        there.write_text("x")
        assert run(["screen", str(notice), str(notice), *AT, "--format", "html", "--out", str(there)]) == 2
        assert "文件夹" in capsys.readouterr().err and there.read_text() == "x"
