"""``qingdan packs``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from qingdan.commands.base import BadInput, Commands, format_option, print_json
from qingdan.commands.preparing import prepare
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.clauses import ClauseReport, clauses_report
from qingdan.policy.packs.json_schema import pack_json_schema
from qingdan.policy.packs.problems import PackProblems
from qingdan.policy.packs.reading import Pack

STATUS_WORDS = {"in_force": "现行", "draft": "征求意见稿"}


@click.group(cls=Commands, help="看政策包、校验政策包、条款落实情况。")
def packs() -> None:
    """The packs' commands."""


def _installed() -> list[Pack]:
    from qingdan.policy.packs.queries import newest_versions, stored_pack

    prepare()
    return [stored_pack(version.hash) for version in newest_versions()]


def _one(pack_id: str) -> Pack:
    installed = {pack.id: pack for pack in _installed()}
    if pack_id not in installed:
        raise BadInput(f"没有“{pack_id[:60]}”这个政策包。已有：{'、'.join(sorted(installed))}。")
    return installed[pack_id]


@packs.command("list", help="列出已安装的政策包。")
@format_option
def list_(format_: str) -> None:
    """All installed packs."""
    rows = [
        {
            "id": pack.id,
            "title": pack.header.title,
            "division": pack.header.division,
            "status": pack.header.document.status,
            "version": pack.header.version,
        }
        for pack in _installed()
    ]
    if format_ == "json":
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:<12}{row['division']}  {STATUS_WORDS[row['status']]}  {row['title']}")


@packs.command(help="看一个政策包。")
@click.argument("pack")
@format_option
def show(pack: str, format_: str) -> None:
    """One pack: document, lists that it names, rules."""
    found = _one(pack)
    if format_ == "json":
        print_json({"hash": found.hash, **found.content})
        return
    head = found.header
    click.echo(f"{head.document.title}（{STATUS_WORDS[head.document.status]}，{head.version}）")
    click.echo(f"适用：{head.jurisdiction}（{head.division}）")
    for named in head.lists:
        click.echo(f"  清单 {named.kind:<22}{_RECORD_WORDS[named.on_record]}  {named.title}（{named.clause}）")
    for rule in found.rules:
        click.echo(f"  {rule.id}  {'、'.join(rule.kinds)}：{rule.says}（{rule.clause or '系统建议值'}）")


_RECORD_WORDS = {"complete": "已录全", "incomplete": "部分录入", "missing": "未录入"}


@packs.command("validate", help="校验一个政策包文件夹，一次列出所有问题。")
@click.argument("path", type=click.Path(path_type=Path))
@format_option
def validate_(path: Path, format_: str) -> None:
    """Check a folder; every problem with file, line and field."""
    try:
        pack = check_folder(path)[0]
    except PackProblems as error:
        if format_ == "json":
            print_json({"valid": False, "problems": [_problem(problem) for problem in error.problems]})
        raise BadInput(f"政策包有 {len(error.problems)} 处问题：\n{error}") from error
    if format_ == "json":
        print_json({"valid": True, "problems": []})
    else:
        counts = f"{len(pack.clauses)} 条、{len(pack.rules)} 行规则、{len(pack.lists)} 份清单"
        click.echo(f"{pack.header.title}：没有问题（{counts}）。")


def _problem(problem: object) -> dict[str, object]:
    return {name: getattr(problem, name) for name in ("file", "line", "field", "message")}


@packs.command(help="每一条由什么落实、哪个测试证明。")
@click.argument("pack", required=False)
@format_option
def clauses(pack: str | None, format_: str) -> None:
    """The clauses report."""
    report = clauses_report([_one(pack)] if pack else _installed())
    if format_ == "json":
        print_json([line.to_json() for line in report])
        return
    for line in report:
        click.echo(_clause_line(line))
    proven = sum(bool(line.proven_by) for line in report)
    click.echo(f"共 {len(report)} 条，已有测试证明 {proven} 条，未证明 {len(report) - proven} 条。")


def _clause_line(line: ClauseReport) -> str:
    done = "、".join(line.implemented_by) or f"待建：{line.awaits}"
    proof = f"证明 {len(line.proven_by)}" if line.proven_by else "未证明"
    return f"{line.id:<8}{line.area:<14}{proof:<6}{done}"


@packs.command(help="打印政策包格式的 JSON Schema。")
def schema() -> None:
    """The exported schema."""
    click.echo(json.dumps(pack_json_schema(), ensure_ascii=False, indent=2))
