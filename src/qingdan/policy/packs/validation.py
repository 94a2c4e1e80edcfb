"""Whether a pack makes sense: references, coverage, and that every row's own examples come out as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qingdan.policy.packs.guide_checks import check_guides
from qingdan.policy.packs.header_checks import check_clauses, check_header
from qingdan.policy.packs.list_checks import check_lists
from qingdan.policy.packs.notebook import Notebook
from qingdan.policy.packs.problems import PackProblems, Problem
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.rule_checks import check_rules
from qingdan.policy.packs.village_checks import check_village


def validate(chain: Sequence[Pack]) -> None:
    """Check a pack (the first of the chain) against itself and the packs that it extends.

    Raises :class:`PackProblems` with every problem at once.
    """
    problems = find_problems(chain)
    if problems:
        raise PackProblems(problems)


def find_problems(chain: Sequence[Pack]) -> list[Problem]:
    """Everything that is wrong with the first pack of the chain."""
    book = Notebook(chain)
    check_header(book)
    check_clauses(book)
    check_rules(book)
    check_lists(book)
    check_guides(book)
    check_village(book)
    return book.problems


def resolve_chain(pack: Pack, library: Mapping[str, Pack]) -> tuple[Pack, ...]:
    """The pack, then the pack that it extends, and so on; raises :class:`PackProblems` for a gap or a circle."""
    chain = [pack]
    while chain[-1].header.extends:
        parent = chain[-1].header.extends
        line = pack.line("pack.yaml", ("extends",))
        if parent in {part.id for part in chain}:
            raise PackProblems([Problem("pack.yaml", line, "extends", f"绕成了圈：{parent} 已经在上面。")])
        if parent not in library:
            known = "、".join(sorted(library)) or "（没有）"
            raise PackProblems(
                [Problem("pack.yaml", line, "extends", f"没有“{parent}”这个政策包，已有的是：{known}。")]
            )
        chain.append(library[parent])
    return tuple(chain)
