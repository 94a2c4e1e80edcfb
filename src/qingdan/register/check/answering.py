"""From a question to what the answer page shows; reads only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from qingdan.foundation.web.components import Choice, Link, Question, ReasonLine, Stamp, Tone, VerdictCard
from qingdan.policy.gate.facts import FACTS, FactSpec
from qingdan.policy.gate.labels import KIND_LABELS, LIST_KIND_LABELS, STRENGTH_LABELS
from qingdan.policy.gate.model import Kind, Match, Outcome, Reason, Strength, Verdict
from qingdan.policy.packs.queries import pack_by_id
from qingdan.register.check.asking import FACT_PREFIX, MOST_KINDS, Asked, fact_in_words, matter
from qingdan.register.check.services import Sources, ask_document, demand_of, kinds_on_record

EMERGENCY_STAMP = "急"
DRAFT = "draft"
_DRAFT_BANNER = "所依据的文件还是征求意见稿：结论只供参考，不据此认定问题。"
_EXACT = 0.9995


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one kind of the question."""

    kind: Kind
    verdict: Verdict

    @property
    def label(self) -> str:
        """The kind as a word."""
        return KIND_LABELS[self.kind]

    @property
    def stamp(self) -> Stamp:
        """The verdict's seal."""
        return stamp_of(self.verdict)


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact of the question; ``remove`` is empty for one that was derived."""

    label: str
    value: str
    remove: str = ""


def answers(asked: Asked) -> list[Answer]:
    """The verdicts on every kind of the question, what to read first at the head. Raises ``BadQuestion``.

    A red line comes first. Else the order of the kinds holds: a kind that was only guessed from a word must not
    push a plain answer aside because nothing is on record for it. What is on record under just this name comes before
    what words point to.
    """
    sources = Sources.kept()
    found = [Answer(kind, ask_document(asked.document(kind.value), sources)) for kind in _known_kinds(asked, sources)]
    return sorted(found, key=lambda answer: answer.verdict.outcome is not Outcome.FORBIDDEN)


def _known_kinds(asked: Asked, sources: Sources) -> list[Kind]:
    """The kinds to ask; an unknown one raises ``BadQuestion`` as every other field does."""
    guessed = [demand_of(asked.document(kind), sources).kind for kind in asked.kinds]
    if asked.kind:
        return guessed
    titles = {kind: matter(asked.words, kind) for kind in Kind}
    named = kinds_on_record(asked.document(guessed[0]), titles, sources)
    return list(dict.fromkeys([*named, *guessed]))[:MOST_KINDS]


def stamp_of(verdict: Verdict) -> Stamp:
    """The seal of a verdict: its character, coloured by its outcome."""
    return Stamp(verdict.stamp, "emergency" if verdict.stamp == EMERGENCY_STAMP else _tone(verdict.outcome))


def _tone(outcome: Outcome) -> Tone:
    return _TONES[outcome]


_TONES: Mapping[Outcome, Tone] = {
    Outcome.LISTED: "listed",
    Outcome.CONDITIONAL: "conditional",
    Outcome.UNLISTED: "unlisted",
    Outcome.UNDECIDED: "undecided",
    Outcome.FORBIDDEN: "forbidden",
}


def card_of(verdict: Verdict, *, links: Sequence[Link] = ()) -> VerdictCard:
    """The card: word, one sentence, citation with the clause's text, next step, buttons."""
    first = next((reason for reason in verdict.reasons if not reason.note), verdict.reasons[0])
    clause = clause_link(first)
    return VerdictCard(
        stamp=stamp_of(verdict),
        word=verdict.word,
        sentence=_sentence(verdict),
        source=source_of(first, references(verdict)),
        quote=first.quote,
        source_link=clause,
        next_step=verdict.next_step,
        banner=_DRAFT_BANNER if verdict.pack_status == DRAFT else "",
        links=[*([Link("看依据原文", clause.url, main=True)] if clause else []), *links],
    )


def _sentence(verdict: Verdict) -> str:
    """The summary without the word that stands above it."""
    sentence = verdict.summary.removeprefix(f"{verdict.word}：")
    return sentence.removesuffix("（依据为征求意见稿）")


def clause_link(reason: Reason) -> Link | None:
    """Where the clause of a reason is shown."""
    if not reason.clause:
        return None
    return Link(reason.clause, reverse("packs:clause", args=[reason.clause]))


def source_of(reason: Reason, references: Mapping[str, str]) -> str:
    """The citation in small: document and clause, or the item."""
    where = references.get(reason.clause or "", reason.clause or "")
    document = "" if reason.document in where else reason.document
    return " ".join(part for part in (document, where, reason.item) if part)


def references(verdict: Verdict) -> dict[str, str]:
    """Clause id → its place in the document as people cite it (三（一）5)."""
    clauses = pack_by_id(verdict.pack, verdict.on).clauses
    return {reason.clause: clauses[reason.clause].ref for reason in verdict.reasons if reason.clause in clauses}


def reason_lines(verdict: Verdict) -> list[ReasonLine]:
    """All reasons in order; each links its clause, else its item."""
    known = references(verdict)
    codes = {found.code for found in verdict.matched}
    return [_line(reason, known, codes) for reason in verdict.reasons]


def _line(reason: Reason, known: Mapping[str, str], codes: Collection[str]) -> ReasonLine:
    link = clause_link(reason)
    code = reason.item or ""
    if link is None and code in codes:  # a code that was only claimed is no item that could be shown
        link = Link(code, reverse("lists:item", args=[code]))
    strength = STRENGTH_LABELS.get(Strength(reason.strength)) if reason.strength else None
    return ReasonLine(
        text=reason.text,
        stamp=None if reason.note else Stamp(reason.outcome.stamp, _tone(reason.outcome)),
        source=source_of(reason, known),
        quote=reason.quote,
        link=link,
        remark=f"（{strength}）" if strength else "",
    )


def matched_rows(verdict: Verdict) -> list[dict[str, object]]:
    """The items that the matter is, or may be, with how alike they are."""
    return [_matched(found) for found in verdict.matched]


def _matched(found: Match) -> dict[str, object]:
    return {
        "title": found.title,
        "url": reverse("lists:item", args=[found.code]),
        "code": found.code,
        "list_kind": LIST_KIND_LABELS[found.list_kind],
        "alike": "一样" if found.score >= _EXACT else f"像 {found.score:.0%}",
    }


def next_question(asked: Asked, verdict: Verdict) -> Question | None:
    """The first fact that is missing, asked by itself; None when nothing is."""
    spec = next((FACTS[name] for name in verdict.missing_facts if name in FACTS), None)
    if spec is None:
        return None
    name = spec.name if spec.name == "frequency" else f"{FACT_PREFIX}{spec.name}"
    kept = [(part, value) for part, value in asked.parts() if part != name]
    return Question(
        name, spec.question, reverse("check:check"), _choices(spec), kept, free=not _choices(spec, "closed")
    )


def _choices(spec: FactSpec, sort: str = "all") -> tuple[Choice, ...]:
    if spec.boolean:
        return (Choice("是", "true"), Choice("否", "false"))
    closed = tuple(Choice(label, value) for value, label in spec.choices)
    if closed or sort == "closed":
        return closed
    return (Choice("没有", "无"),) if "没有就填“无”" in spec.question else ()


def known_facts(asked: Asked, kind: Kind, page: Callable[[str], str]) -> list[KnownFact]:
    """What the answer took for known: said by the asker (each can be taken back), and derived from code and name."""
    said = [
        KnownFact(*fact_in_words(name, value), remove=page(asked.without_fact(name)))
        for name, value in sorted(asked.facts.items())
    ]
    derived = demand_of(asked.document(kind)).facts
    return said + [
        KnownFact(*fact_in_words(name, value)) for name, value in sorted(derived.items()) if name not in asked.facts
    ]
