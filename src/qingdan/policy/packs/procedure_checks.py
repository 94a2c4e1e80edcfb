"""``procedures:`` of ``pack.yaml``: steps that can be followed, with bodies that the pack names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.notebook import Notebook
from qingdan.policy.packs.schema import (
    EntryTest,
    GuidePart,
    PackHeader,
    ProcedureSpec,
    RequiredSpec,
    SeatSpec,
    StepSpec,
)
from qingdan.policy.packs.yaml_lines import Place

FILE = "pack.yaml"
OF_CERTIFICATES = frozenset((*get_args(EntryTest), *get_args(GuidePart)))


def check_procedures(book: Notebook) -> None:
    """Everything in ``procedures``."""
    specs = book.pack.header.procedures
    book.once(FILE, [(("procedures", n, "id"), spec.id) for n, spec in enumerate(specs)], "程序编号")
    for number, spec in enumerate(specs):
        _procedure(book, spec, ("procedures", number))
    _one_for_each(book, specs)


def cited_by_procedures(head: PackHeader) -> Iterator[tuple[Place, str | None]]:
    """Every clause that a procedure cites, with its place."""
    for number, spec in enumerate(head.procedures):
        for place, clause in enumerate(spec.clauses):
            yield ("procedures", number, "clauses", place), clause
        for place, required in enumerate(spec.requires):
            yield ("procedures", number, "requires", place, "clause"), required.clause
        for step, part in enumerate(spec.steps):
            for place, clause in enumerate(part.clauses):
                yield ("procedures", number, "steps", step, "clauses", place), clause


def clauses_of(spec: ProcedureSpec) -> set[str]:
    """The clauses that a procedure and its steps cite."""
    own = {*spec.clauses, *(required.clause for required in spec.requires)}
    return own | {clause for step in spec.steps for clause in step.clauses}


def _procedure(book: Notebook, spec: ProcedureSpec, at: Place) -> None:
    if spec.stated != bool(spec.steps):
        book.add(FILE, (*at, "steps"), "写明步骤的程序要有 steps；文件没有写步骤的，写 stated: false，不写 steps。")
    if not clauses_of(spec):
        book.add(FILE, (*at, "clauses"), "程序要写明按哪一条。")
    acts = [step.act for step in spec.steps]
    if spec.becomes == "edition" and acts and acts[-1] != "list":
        book.add(FILE, (*at, "becomes"), "结果是清单新版的程序，最后一步要是 list（纳入清单）。")
    if "list" in acts[:-1] or ("list" in acts and spec.becomes != "edition"):
        book.add(FILE, (*at, "steps"), "list（纳入清单）只能是最后一步，而且 becomes 要是 edition。")
    if spec.becomes == "temporary" and spec.durations != ["temporary"]:
        book.add(FILE, (*at, "durations"), "结果是临时事项的程序，durations 只写 temporary。")
    for number, required in enumerate(spec.requires):
        _required(book, required, spec, (*at, "requires", number))
    for number, step in enumerate(spec.steps):
        _step(book, step, (*at, "steps", number), first=number == 0)


def _required(book: Notebook, required: RequiredSpec, spec: ProcedureSpec, at: Place) -> None:
    """What only a certificate has is asked of certificates only."""
    if required.part in OF_CERTIFICATES and set(required.kinds or spec.kinds) != {Kind.CERTIFICATE}:
        book.add(FILE, (*at, "part"), f"{required.part} 只对证明（certificate）有意义，要写 kinds: [certificate]。")


def _step(book: Notebook, step: StepSpec, at: Place, *, first: bool) -> None:
    if first and step.handed_by != "applicant":
        book.add(FILE, (*at, "handed_by"), "第一步由申请单位报送（applicant）。")
    if (step.act == "list") == bool(step.by):
        book.add(FILE, (*at, "by"), "除了 list，每一步都要写由谁办（by）；list 不写。")
    if step.asks and step.act != "review":
        book.add(FILE, (*at, "asks"), "只有 review（审核）这一步征求意见。")
    if (step.asks or step.act == "file") and _bodies(book, step.by) > 1:
        book.add(FILE, (*at, "by"), "征求意见的初审和备案，只由一个单位牵头办。")
    if step.days is None and step.days_source == "product":
        book.add(FILE, (*at, "days"), "没有写天数，不用写 days_source。")
    for name in ("by", "asks"):
        for number, seat in enumerate(getattr(step, name)):
            _seat(book, seat, (*at, name, number))
    for number, authority in enumerate(step.consent):
        if authority not in book.authorities:
            book.add(FILE, (*at, "consent", number), f"没有编号为 {authority} 的机关。")


def _seat(book: Notebook, seat: SeatSpec, at: Place) -> None:
    if (seat.role is None) == (seat.body is None):
        book.add(FILE, at, "写角色（role）或者单位名称（body），二选一。")
    elif seat.body is not None and seat.level is None:
        book.add(FILE, at, f"要写“{seat.body}”是哪一级的（level）。")
    elif seat.role is not None and not _holders(book, seat):
        book.add(FILE, at, f"bodies 里没有哪个单位是 {seat.role}{f'（{seat.level}）' if seat.level else ''}。")


def _holders(book: Notebook, seat: SeatSpec) -> list[str]:
    """The bodies that ever hold the role."""
    for part in book.chain:
        named = [entry for entry in part.header.bodies if entry.role == seat.role]
        if named:
            return [entry.body for entry in named if seat.level in (None, entry.level)]
    return []


def _bodies(book: Notebook, seats: list[SeatSpec]) -> int:
    return sum(1 if seat.body else len(_holders(book, seat)) for seat in seats)


def _one_for_each(book: Notebook, specs: list[ProcedureSpec]) -> None:
    """An applicant of a level and sort finds one procedure for a kind, not two."""
    seen: dict[tuple[str, str, str], str] = {}
    for number, spec in enumerate(specs):
        for kind in spec.kinds:
            for level in [str(each) for each in spec.issuer_levels] or [""]:
                for sort in [str(each) for each in spec.issuer_types] or [""]:
                    other = seen.setdefault((kind, level, sort), spec.id)
                    if other != spec.id:
                        message = f"“{kind}”已经由程序 {other} 管了，同样的申请单位不能有两个程序。"
                        book.add(FILE, ("procedures", number, "kinds"), message)
