"""A pack that is wrong: each fault with file, line and field, and all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.policy.packs.problems import PackProblems
from qingdan.policy.packs.reading import read_pack
from qingdan.policy.packs.tests.packs import Change, changed, line_of, problems_of

_ADMISSION = """  - id: certificates
    title: 新证明
    kinds: [certificate, form]
    apply_to: 县民政局
    requires:
      - {part: useful, kinds: [certificate], clause: SD-01}
      - {part: model_text, clause: SD-01}
    steps:
      - {act: review, title: 审核, says: 县民政局审核, by: [{role: lead}], clauses: [SD-01]}
"""
FAULTS: list[tuple[str, Change, str, str]] = [
    # what it is, the change, words that stand on the problem's line, words of the message
    ("a clause that does not exist", ("rules.yaml", "clause: SD-06", "clause: SD-66"), "SD-66", "没有 SD-66 这一条"),
    ("a clause twice", ("clauses.yaml", "{id: SD-02,", "{id: SD-01,"), "第二条", "用了不止一次"),
    ("a rule twice", ("rules.yaml", "SD-R07", "SD-R06"), "__second", "用了不止一次"),
    ("an item twice", ("lists/duties.yaml", "id: '02'", "id: '01'"), "调解民间纠纷", "用了不止一次"),
    ("one matter twice", ("lists/duties.yaml", "民间纠纷调解", "召集村民会议！"), "调解民间纠纷", "重名"),
    ("an unknown key", ("rules.yaml", "exception_by:", "exeption_by:"), "exeption_by", "不认识这一项"),
    ("an unknown kind", ("rules.yaml", "[affair, trace]", "[affair, tracing]"), "tracing", "没有“tracing”这个值"),
    ("an unknown fact", ("rules.yaml", "{frequency: daily}", "{frequenzy: daily}"), "frequenzy", "不认识的事实"),
    ("an unknown value", ("rules.yaml", "{frequency: daily}", "{frequency: often}"), "often", "没有“often”这个频次"),
    ("an unknown authority", ("rules.yaml", "'@county'", "'@city'"), "@city", "没有“@city”这个机关"),
    (
        "an authority in a fact of another sort",
        ("rules.yaml", "{consent_of: '@county'}", "{basis: '@county'}"),
        "basis: '@county'",
        "不是机关",
    ),
    (
        "a row example that fails",
        ("rules.yaml", "frequency: weekly, applies: false", "frequency: weekly, applies: true"),
        "护林情况周报",
        "写的是适用，实际是不适用",
    ),
    (
        "a sentence that should hit",
        ("rules.yaml", "入户走访要在APP上打卡", "入户走访要拍照"),
        "入户走访要拍照",
        "应当命中",
    ),
    ("a sentence that should miss", ("rules.yaml", "不得要求村干部打卡", "每天要打卡"), "每天要打卡", "不应当命中"),
    (
        "an example with an unknown fact",
        ("rules.yaml", "facts: {consent_of: 县委、县政府}", "facts: {consented: 县委}"),
        "consented",
        "不认识的事实",
    ),
    ("a rule without a source", ("rules.yaml", "    source: product\n", ""), "SD-R07", "没有条款依据"),
    (
        "an exception that always holds",
        ("rules.yaml", "- {facts: {consent_of: '@county'}}", "- {}"),
        "- {}",
        "永远成立",
    ),
    (
        "a require without needs",
        ("rules.yaml", "effect: forbid\n    when", "effect: require\n    when"),
        "SD-R06",
        "needs",
    ),
    (
        "a list nobody names",
        ("rules.yaml", "    source: product\n", "    source: product\n    absent_from: [channel]\n"),
        "SD-R07",
        "没有点名这种清单",
    ),
    (
        "a certificate's part asked of another kind",
        ("pack.yaml", "routes:", f"procedures:\n{_ADMISSION}routes:"),
        "part: model_text",
        "只对证明",
    ),
    ("a rule that is gone", ("clauses.yaml", "[SD-R06]", "[SD-R06, SD-R66]"), "SD-R66", "没有这一行规则"),
    (
        "a part that does not cite its clause",
        ("clauses.yaml", "[pack bodies]", "[pack routes]"),
        "SD-01",
        "说由 pack.yaml",
    ),
    ("a list that is gone", ("clauses.yaml", "[pack lists]", "[list forms]"), "SD-04", "没有这份清单"),
    ("a rule its clause forgets", ("clauses.yaml", "[SD-R06]", "[pack kinds]"), "clause: SD-06", "里没有写 SD-R06"),
    ("a clause that nothing answers", ("clauses.yaml", ", awaits: lists", ""), "SD-05", "没有写由什么落实"),
    ("a clause of another pack's code", ("clauses.yaml", "id: SD-04", "id: XX-04"), "XX-04", "编号要以 SD- 开头"),
    (
        "a list said to be whole that is not there",
        ("lists/duties.yaml", "complete: true", "complete: false"),
        "",
        "已录全",
    ),
    ("a division outside its parent's", ("pack.yaml", "extends: cn", "extends: ninghe"), "division:", "范围内"),
    ("a parent that is not there", ("pack.yaml", "extends: cn", "extends: cnn"), "extends: cnn", "没有“cnn”这个政策包"),
    ("a pack that extends itself", ("pack.yaml", "extends: cn", "extends: shidian"), "extends", "绕成了圈"),
    ("a date that is none", ("pack.yaml", "'2026-01-10'", "'2026-02-30'"), "2026-02-30", "不是日期"),
    (
        "a period that ends before it begins",
        ("lists/plaques.yaml", "clause: SD-04", "ends: '2025-01-01'\nclause: SD-04"),
        "ends:",
        "早于开始日期",
    ),
    (
        "an item's frequency",
        ("lists/assist.yaml", "frequency: once", "frequency: twice"),
        "twice",
        "没有“twice”这个频次",
    ),
    (
        "an item's condition",
        ("lists/assist.yaml", "{funding: true}", "{funding: maybe}"),
        "maybe",
        "只能填 true 或 false",
    ),
    (
        "a test with too much in it",
        ("rules.yaml", "{frequency: daily}", "{frequency: {no: daily}}"),
        "{no: daily}",
        "值不对",
    ),
    ("bad YAML", ("lists/assist.yaml", "code: AS", "code: [AS"), "kind: assist", "YAML 写法有误"),
    ("a key twice", ("pack.yaml", "code: SD", "code: SD\nid: sd"), "id: sd", "同一处写了两次"),
]


@pytest.mark.parametrize(("change", "there", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_each_fault_is_told_at_its_line(tmp_path: Path, change: Change, there: str, words: str) -> None:
    folder = changed(tmp_path, change)
    found = [problem for problem in problems_of(folder) if words in problem.message]
    assert found, problems_of(folder)
    if there.startswith("__"):
        assert found[0].line > line_of(folder, change[0], "SD-R06")
    elif there:
        assert line_of(folder, found[0].file, there) == found[0].line


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        ("pack.yaml", "short_title:", "short_titel:"),
    )
    assert {problem.message for problem in problems_of(folder)} == {"不认识这一项，名字是不是写错了？", "缺少这一项。"}
    folder = changed(
        tmp_path / "many",
        ("pack.yaml", "publisher: 县民政局}\n  - {kind: negative", "publischer: 县民政局}\n  - {kind: negative"),
        ("clauses.yaml", "{id: SD-02,", "{id: SD-01,"),
        ("rules.yaml", "exception_by:", "exeption_by:"),
        ("rules.yaml", "frequency: weekly, applies: false", "frequency: weekly, applies: true"),
        ("rules.yaml", "不得要求村干部打卡", "每天要打卡"),
        ("lists/plaques.yaml", "clause: SD-04", "clause: SD-44"),
        ("lists/assist.yaml", "code: AS", "code: [AS"),
    )
    told = {(problem.file, problem.line) for problem in problems_of(folder)}
    assert told >= {
        ("pack.yaml", line_of(folder, "pack.yaml", "publischer")),
        ("clauses.yaml", line_of(folder, "clauses.yaml", "第二条")),
        ("rules.yaml", line_of(folder, "rules.yaml", "exeption_by")),
        ("rules.yaml", line_of(folder, "rules.yaml", "护林情况周报")),
        ("rules.yaml", line_of(folder, "rules.yaml", "每天要打卡")),
        ("lists/plaques.yaml", line_of(folder, "lists/plaques.yaml", "SD-44")),
        ("lists/assist.yaml", line_of(folder, "lists/assist.yaml", "kind: assist")),
    }


def test_a_faulty_row_does_not_shift_the_lines_of_the_others(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        ("rules.yaml", "effect: forbid\n    when", "effect: forbidden\n    when"),
        ("rules.yaml", "打卡, 签到", "拍照"),
    )
    found = [problem for problem in problems_of(folder) if "应当命中" in problem.message]
    assert [problem.line for problem in found] == [line_of(folder, "rules.yaml", "入户走访要在APP上打卡")]
    assert found[0].field.startswith("rules.1.")


def test_a_faulty_clause_file_does_not_make_every_reference_wrong(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("clauses.yaml", "area: orgs, class: organisational", "area: orgs, class: organic"))
    assert [problem.file for problem in problems_of(folder)] == ["clauses.yaml"]


def test_a_folder_that_is_no_pack_is_told_so(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "nothing")
    assert "没有这个文件夹" in problem.message
    (tmp_path / "empty").mkdir()
    assert {(p.file, p.message) for p in problems_of(tmp_path / "empty")} == {
        ("pack.yaml", "缺少这个文件。"),
        ("clauses.yaml", "缺少这个文件。"),
    }


def test_files_that_would_be_ignored_are_told(tmp_path: Path) -> None:
    folder = changed(tmp_path)
    (folder / "rule.yaml").write_text("rules: []\n", encoding="utf-8")
    (folder / "lists" / "more.yml").write_text("items: []\n", encoding="utf-8")
    assert [problem.file for problem in problems_of(folder)] == ["lists/more.yml", "rule.yaml"]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = changed(tmp_path)
    (folder / "rules.yaml").write_bytes("rules: [] # 规则".encode("gbk"))
    assert "UTF-8" in problems_of(folder)[0].message


def test_a_broken_parent_is_named_where_it_is_extended(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("pack.yaml", "extends: cn", "extends: upper"))
    (tmp_path / "upper").mkdir()
    (problem,) = problems_of(folder)
    assert problem.field == "extends"
    assert "upper 自身有" in problem.message


def test_reading_alone_refuses_what_the_schema_refuses(tmp_path: Path) -> None:
    with pytest.raises(PackProblems, match=r"rules\.yaml:\d+: rules\.0\.exeption_by"):
        read_pack(changed(tmp_path, ("rules.yaml", "exception_by:", "exeption_by:")))
