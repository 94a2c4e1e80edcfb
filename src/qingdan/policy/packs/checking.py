"""Checking one pack's folder with the packs that it extends, read from the library or from beside it."""

from __future__ import annotations

from pathlib import Path

from qingdan.policy.packs.problems import PackProblems, Problem
from qingdan.policy.packs.reading import LIBRARY, Pack, read_pack
from qingdan.policy.packs.validation import resolve_chain, validate


def check_folder(folder: Path) -> tuple[Pack, ...]:
    """The pack and the packs that it extends, all valid; raises :class:`PackProblems` with every problem at once."""
    pack = read_pack(folder)
    chain = resolve_chain(pack, _parents(pack, folder))
    validate(chain)
    return chain


def _parents(pack: Pack, folder: Path) -> dict[str, Pack]:
    """The packs above, as far as they are found; a broken one is reported where it is named."""
    found: dict[str, Pack] = {}
    wanted = pack.header.extends
    while wanted and wanted not in found:
        places = [path for path in (LIBRARY / wanted, folder.resolve().parent / wanted) if path.is_dir()]
        if not places:
            break
        try:
            found[wanted] = read_pack(places[0])
        except PackProblems as error:
            line = pack.line("pack.yaml", ("extends",))
            message = f"上级政策包 {wanted} 自身有 {len(error.problems)} 处问题，请先校验它：{error.problems[0]}"
            raise PackProblems([Problem("pack.yaml", line, "extends", message)]) from error
        wanted = found[wanted].header.extends
    return found
