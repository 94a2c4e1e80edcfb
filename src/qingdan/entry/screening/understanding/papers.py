"""A paper read through: what its addressees, headings and tables say about whom each sentence asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from qingdan.entry.screening.model import Block, BlockKind, Cell, Ground, Level, NotDemand, Paper, Understood
from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.details import details
from qingdan.entry.screening.understanding.judging import clauses_for_kinds, judge
from qingdan.entry.screening.understanding.kinds import kinds_of
from qingdan.entry.screening.understanding.lexicon import lexicon
from qingdan.entry.screening.understanding.readings import Actor, Around, head_actor
from qingdan.entry.screening.understanding.revising import ALONE, IN_PAPER, IN_TABLE, Limits, Second
from qingdan.entry.screening.understanding.roles import Role, parts
from qingdan.entry.screening.understanding.rows import cell_details, line_rows, names, row_actor, says_when
from qingdan.entry.screening.understanding.tokens import Clause, Sentence, alike, sentences
from qingdan.entry.screening.understanding.wholes import Judged
from qingdan.policy.gate.model import Kind

_mask = lexicon().mask
_TAIL = _mask("heading_tail")
_WHOM = _mask("whom_head")
_PREFACE = _mask("preface")
_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ROW})
_RUN_IN = 40
"""Characters of a paragraph that only names whom the following ones are for (各村职责：)."""


@dataclass(slots=True)
class _Section:
    level: int
    actor: Actor
    preface: bool


@dataclass(slots=True)
class _Walk:
    """Where the reading stands in the paper."""

    text: str
    addressed: Actor
    who: str
    sections: list[_Section] = field(default_factory=list)
    run_in: Actor = Actor.NOBODY

    def around(self, level: int = 0) -> Around:
        """What stands around a block of ``level`` here."""
        heading = self.run_in
        if heading is Actor.NOBODY and self.sections:
            heading = self.sections[-1].actor
        preface = bool(self.sections) and self.sections[-1].preface
        villages = self.addressed is Actor.VILLAGE
        addressed = Actor.NOBODY if preface and villages else self.addressed
        listed = heading is Actor.VILLAGE and level > 0
        return Around(addressed, villages, heading, listed=listed, assumed=heading is Actor.NOBODY)


def understand(paper: Paper) -> tuple[Understood, ...]:
    """Every sentence and table row of ``paper``, in order, with positions in ``paper.text``."""
    text = alike(paper.text)
    addressed, who = _addressed(paper)
    walk = _Walk(text, addressed, who)
    found: list[Understood] = []
    for block in paper.blocks:
        if block.kind not in _READ:
            if block.kind is BlockKind.ATTACHMENT:
                walk.sections, walk.run_in = [], Actor.NOBODY
            continue
        if block.kind is BlockKind.ROW:
            found.append(_row(walk, block))
            continue
        if block.kind is BlockKind.HEADING:
            _enter(walk, block)
        elif _runs_in(walk, block):
            continue
        around = walk.around(block.level)
        start = _numbered(text, block.start, block.end)
        around.title = block.kind is BlockKind.HEADING and not _says(text, start, block.end)
        for sentence in sentences(text, start, block.end):
            found.append(_one(text, sentence, around, walk.who, IN_PAPER))
    return tuple(found)


def understand_text(text: str, villages_addressed: bool = False, limits: Limits = ALONE) -> Understood:
    """A clause or a few sentences standing alone as one answer: the union over its sentences.

    ``villages_addressed``: the notice that it is from is sent to villages. Total on any text; linear in its length.
    """
    plain = alike(text)
    around = Around(
        Actor.VILLAGE if villages_addressed else Actor.NOBODY, villages_addressed, assumed=villages_addressed
    )
    each: list[Understood] = []
    for start, end, row in line_rows(plain):
        if row is not None:
            each.append(_row(_Walk(plain, around.actor, ""), row))
        else:
            each.extend(_one(plain, sentence, around, "", limits) for sentence in sentences(plain, start, end))
    asked = [understood for understood in each if understood.demand]
    if not asked:
        first = each[0].not_demand if each else NotDemand.BACKGROUND
        return Understood(0, len(text), False, not_demand=first, grounds=tuple(g for u in each for g in u.grounds))
    return _union(0, len(text), asked)


def _one(text: str, sentence: Sentence, around: Around, addressed: str, limits: Limits) -> Understood:
    judged = judge(text, sentence, around)
    return _answer(text, sentence.start, sentence.end, judged, addressed, limits)


def _answer(text: str, start: int, end: int, judged: Judged, addressed: str, limits: Limits) -> Understood:
    second = Second(text[start:end], limits)
    if not second.demand(judged.demand, judged.unsure):
        return Understood(start, end, False, not_demand=judged.not_demand or NotDemand.BACKGROUND)
    kinds = second.kinds(kinds_of(text, *clauses_for_kinds(judged)) if judged.demand else ())
    more = details(text, start, end, judged, kinds, addressed)
    grounds = more.grounds
    if not judged.demand:
        grounds = (*grounds, Ground(f"和已标注的要求用词相近（统计模型，{second.percent()}%）", start, end))
    return Understood(
        start, end, True, kinds, judged.level or _level(text, start, end), None, more.who, more.what, more.frequency,
        more.deadline, more.quantity, more.evidence, more.sanction, grounds,
    )  # fmt: skip


def _level(text: str, start: int, end: int) -> Level:
    """Whether a sentence that the weights alone hold for a demand names a village organisation."""
    return Level.EXPLICIT if names(text, start, end) is Actor.VILLAGE else Level.IMPLICIT


def _union(start: int, end: int, asked: list[Understood]) -> Understood:
    """Several sentences as one answer: all kinds, and the first that each detail is found in."""
    kinds = {kind for understood in asked for kind in understood.kinds}
    explicit = any(understood.level is Level.EXPLICIT for understood in asked)
    return Understood(
        start, end, True,
        tuple(kind for kind in Kind if kind in kinds),
        Level.EXPLICIT if explicit else Level.IMPLICIT,
        None,
        who=next((u.who for u in asked if u.who), ""),
        what=next((u.what for u in asked if u.what), ""),
        frequency=next((u.frequency for u in asked if u.frequency), None),
        deadline=next((u.deadline for u in asked if u.deadline), ""),
        quantity=next((u.quantity for u in asked if u.quantity), ""),
        evidence=tuple(dict.fromkeys(word for u in asked for word in u.evidence)),
        sanction=next((u.sanction for u in asked if u.sanction), ""),
        grounds=tuple(ground for u in asked for ground in u.grounds),
    )  # fmt: skip


_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零0-9]{1,5}[条章节款]|（[一二三四五六七八九十0-9]{1,3}）|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.．、](?![0-9])|[①-⑳])\s*"
)


def _numbered(text: str, start: int, end: int) -> int:
    """Where the words of a block begin after its number (第三条, （二）, 1.)."""
    found = _NUMBER.match(text, start, end)
    return found.end() if found else start


def _says(text: str, start: int, end: int) -> bool:
    """Whether a numbered line says something (1.今天下午5点前把照片发到群里！) rather than names a subject."""
    return any(
        clause.ends_with in ("，", "！") or clause.mask & bits.ORDER
        for s in sentences(text, start, end)
        for c in (s.clauses,)
        for clause in c
    )


def _addressed(paper: Paper) -> tuple[Actor, str]:
    """Whom the paper is sent to: villages (with how it calls them), others only, or nobody named.

    Rules for assessing villages (乡对村考核办法) without addressees speak to those that they assess.
    """
    for name in paper.addressees:
        if names(alike(name)) is Actor.VILLAGE:
            return Actor.VILLAGE, name
    if paper.addressees:
        return Actor.OTHER, ""
    title = alike(paper.title)
    mask = 0
    for sentence in sentences(title):
        for clause in sentence.clauses:
            mask |= clause.mask
    assessed = mask & bits.SANCTION and mask & (bits.VILLAGE | bits.BARE) and not mask & (bits.NOT | bits.REFORM)
    return (Actor.VILLAGE, "") if assessed else (Actor.NOBODY, "")


def _enter(walk: _Walk, block: Block) -> None:
    """A heading closes those of its level and below; it may say whom what follows is for."""
    level = block.level or 9
    while walk.sections and walk.sections[-1].level >= level:
        walk.sections.pop()
    walk.run_in = Actor.NOBODY
    above = walk.sections[-1] if walk.sections else _Section(0, Actor.NOBODY, False)
    mask = 0
    clauses: list[Clause] = []
    for sentence in sentences(walk.text, _numbered(walk.text, block.start, block.end), block.end):
        clauses.extend(sentence.clauses)
    for clause in clauses:
        mask |= clause.mask
    actor = _titled(walk.text, clauses)
    walk.sections.append(
        _Section(level, above.actor if actor is Actor.NOBODY else actor, above.preface or bool(mask & _PREFACE))
    )


def _titled(text: str, clauses: list[Clause]) -> Actor:
    """Whom a heading like （二）各村（社区）职责 is about: it starts with an actor and says nothing else."""
    clause = next((c for c in clauses if c.tokens and c.mask & bits.ACTOR), None)
    if clause is None or any(token.mask & (bits.MUST | bits.NOT) for token in clause.tokens):
        return Actor.NOBODY
    found = parts(text, clause)
    if not found or found[0].role is not Role.SUBJECT or found[0].token is not _first(clause):
        return Actor.NOBODY
    last = clause.tokens[-1]
    bare = last.mask & bits.ACTOR or last.mask & _TAIL
    rest = text[last.end : clause.end].strip(" ：）。（")
    if (
        not bare
        or len(rest) > 2
        or any(t.mask & bits.VERB and not t.mask & (_TAIL | bits.ACTOR) for t in clause.tokens)
    ):
        return Actor.NOBODY
    if any(part.village for part in found):
        return Actor.VILLAGE
    return Actor.OTHER if any(part.token.mask & bits.OTHER for part in found) else Actor.NOBODY


def _first(clause: Clause) -> object:
    return next((token for token in clause.tokens if token.start - clause.start <= 6), None)


def _runs_in(walk: _Walk, block: Block) -> bool:
    """Whether a paragraph only opens a list for somebody (各村职责：); 各社区要立即行动： opens one and is read as well."""
    if _says_whom(walk.text, block):
        walk.run_in = Actor.VILLAGE
        return True
    if not walk.text[block.start : block.end].rstrip().endswith("："):
        return False
    clauses = [c for s in sentences(walk.text, block.start, block.end) for c in s.clauses]
    actor = _titled(walk.text, clauses) if block.end - block.start <= _RUN_IN else Actor.NOBODY
    if actor is not Actor.NOBODY:
        walk.run_in = actor
        return True
    last = [clause for clause in clauses if clause.tokens][-1:]
    if last and head_actor(parts(walk.text, last[0])) is Actor.VILLAGE:
        walk.run_in = Actor.VILLAGE
    return False


def _says_whom(text: str, block: Block) -> bool:
    """考核对象：各村（社区）: a line that only says whom the table or the list below is for."""
    if block.end - block.start > _RUN_IN or "：" not in text[block.start : block.end]:
        return False
    clauses = [c for s in sentences(text, block.start, block.end) for c in s.clauses]
    if len(clauses) < 2 or clauses[0].ends_with != "：" or not clauses[0].mask & _WHOM:
        return False
    return names(text, clauses[1].start, block.end) is Actor.VILLAGE and not any(
        c.mask & bits.VERB for c in clauses[1:]
    )


def _row(walk: _Walk, block: Block) -> Understood:
    """A row of a duty table: who in one cell, what in the others, when and how often in cells of their own."""
    text = walk.text
    base = walk.around()
    actor, who, whose = row_actor(text, block)
    meant = actor if actor is not Actor.NOBODY else base.heading
    answers: list[Understood] = []
    first: Cell | None = None
    for cell in block.cells or (Cell("", block.start, block.end),):
        if cell is whose or (meant is Actor.VILLAGE and says_when(text, cell)):
            continue
        doing = first is None and actor is Actor.VILLAGE
        first = first or cell
        around = Around(
            actor if actor is not Actor.NOBODY else base.actor, base.villages_addressed, meant, listed=doing
        )
        answers.extend(
            _one(text, sentence, around, who, IN_TABLE) for sentence in sentences(text, cell.start, cell.end)
        )
    asked = [answer for answer in answers if answer.demand]
    if not asked:
        return Understood(block.start, block.end, False, not_demand=_reason(answers, actor))
    return _row_answer(text, block, asked, actor, whose)


def _row_answer(text: str, block: Block, asked: list[Understood], actor: Actor, whose: Cell | None) -> Understood:
    row = _union(block.start, block.end, asked)
    more = cell_details(text, block, whose)
    row = replace(
        row,
        frequency=row.frequency if row.frequency not in (None, "once") else more.frequency or row.frequency,
        deadline=row.deadline or more.deadline,
        quantity=row.quantity or more.quantity,
    )
    if row.frequency is None and row.deadline:
        row = replace(row, frequency="once")
    if whose is None or actor is not Actor.VILLAGE:
        return row
    ground = Ground(f"表中“{whose.head or '责任单位'}”一栏写的是村级", whose.start, whose.end)
    return replace(row, who=text[whose.start : whose.end].strip(), grounds=(ground, *row.grounds))


def _reason(answers: list[Understood], actor: Actor) -> NotDemand:
    if actor is Actor.OTHER:
        return NotDemand.DEPT
    return next((answer.not_demand for answer in answers if answer.not_demand), NotDemand.BACKGROUND)
