"""``python -m qingdan.policy.packs.proof_check RUN.json…``: brings ``proof.json`` up to the runs.

Exit code 1, with what changed, if the recorded proof was stale: the new file is written and waits to be committed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from qingdan.policy.packs.proof import PROOF_FILE, as_json, merge


def main(arguments: Sequence[str]) -> int:
    """Compare the runs' proof with the recorded one; write it where they differ."""
    if not arguments:
        click.echo("用法：python -m qingdan.policy.packs.proof_check 运行结果.json……", err=True)
        return 2
    recorded = json.loads(PROOF_FILE.read_text(encoding="utf-8")) if PROOF_FILE.exists() else {}
    runs = [json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments]
    fresh = merge(runs, recorded)
    if fresh == recorded:
        click.echo(f"条款证明文件是最新的：{len(fresh)} 条有测试证明。", err=True)
        return 0
    PROOF_FILE.write_text(as_json(fresh), encoding="utf-8")
    for clause in sorted(set(fresh) | set(recorded)):
        if fresh.get(clause) != recorded.get(clause):
            before, after = len(recorded.get(clause, [])), len(fresh.get(clause, []))
            click.echo(f"{clause}：证明它的测试由 {before} 个变为 {after} 个", err=True)
    click.echo(f"条款证明文件已过期，现已更新，请提交 {PROOF_FILE.name}。", err=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
