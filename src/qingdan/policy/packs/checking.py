"""Checking one pack's folder with the packs that it extends, read from the library or from beside it."""

from __future__ import annotations

from pathlib import Path

from qingdan.policy.packs.problems import PackProblems, Problem
from qingdan.policy.packs.reading import LIBRARY, Pack, read_pack, read_partly
from qingdan.policy.packs.validation import find_problems, resolve_chain


def check_folder(folder: Path) -> tuple[Pack, ...]:
    """The pack and the packs that it extends, all valid; raises :class:`PackProblems` with every problem at once.

    A file that cannot be read hides only what stands in it: the rest of the pack is checked all the same. Without
    the packs above, references cannot be judged, so then only the faults of reading are told.
    """
    pack, problems = read_partly(folder)
    if pack is None:
        raise PackProblems(problems)
    try:
        chain = resolve_chain(pack, _parents(pack, folder))
    except PackProblems as error:
        raise PackProblems([*problems, *error.problems]) from error
    problems = [*problems, *find_problems(chain)]
    if problems:
        raise PackProblems(problems)
    return chain


def _parents(pack: Pack, folder: Path) -> dict[str, Pack]:
    """The packs above, as far as they are found; a broken one is reported where it is named."""
    found = {pack.id: pack}
    wanted = pack.header.extends
    while wanted and wanted not in found:
        places = [path for path in (LIBRARY / wanted, folder.resolve().parent / wanted) if path.is_dir()]
        if not places:
            known = "、".join(sorted(path.parent.name for path in LIBRARY.glob("*/pack.yaml")))
            raise _fault(pack, f"没有“{wanted}”这个政策包，已有的是：{known}。也可以把它放在同一个文件夹旁边。")
        try:
            found[wanted] = read_pack(places[0])
        except PackProblems as error:
            count, first = len(error.problems), error.problems[0]
            raise _fault(pack, f"上级政策包 {wanted} 自身有 {count} 处问题，请先校验它。例如 {first}") from error
        wanted = found[wanted].header.extends
    return found


def _fault(pack: Pack, message: str) -> PackProblems:
    return PackProblems([Problem("pack.yaml", pack.line("pack.yaml", ("extends",)), "extends", message)])
