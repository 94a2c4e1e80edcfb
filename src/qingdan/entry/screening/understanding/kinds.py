"""Which kinds a demand is of: the rules of ``rules.yaml`` over the clauses that speak of the village's part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.lexicon import KindRule, lexicon
from qingdan.entry.screening.understanding.tokens import Clause, Token
from qingdan.policy.gate.model import Kind

_ORDER = {kind: place for place, kind in enumerate(Kind)}
_WORDS = lexicon()
_SILENCED = _WORDS.veto_silences
_RULES = _WORDS.rules
_SETS_UP = _WORDS.mask("mech_verb", "mech_fix")
_OTHER_VERBS = _WORDS.mask("plaque_verb", "channel_verb", "form_verb", "mech_verb")
"""Verbs whose object makes another kind (悬挂 + 铜牌)."""
_BRINGS_TO = frozenset({"动员", "发动", "引导", "指导", "督促", "逐户指导", "组织", "推广"})
"""Verbs that only bring others to use an app or a group: the channel says it all."""
_CHANNEL = _WORDS.mask("channel_sure", "channel_weak")
_BODIES = _WORDS.mask("mech_noun") & ~_WORDS.mask("mech_verb")
_APPOINTED = 16
"""Characters after 明确一名信息员 that say what the appointed does."""
_ACROSS = tuple(rule for rule in _RULES if rule.across)
_BY_REACH = tuple(
    tuple((rule.cue | rule.first, rule) for rule in _RULES if rule.everywhere is everywhere)
    for everywhere in (False, True)
)
"""The rules of the village's own clauses and those of every clause, each behind the mask that it starts from."""


@dataclass(frozen=True, slots=True)
class OwnClause:
    """A clause that is the village's to do. ``named``: the village is named in it, then even a weak verb (配置) is an
    affair; ``acts``: its verbs are asked for (not so in a condition); ``since``: where what is asked begins (after the 村 of ……的村)."""

    clause: Clause
    named: bool
    acts: bool
    since: int


def kinds_of(text: str, own: Iterable[OwnClause], everywhere: Iterable[Clause]) -> tuple[Kind, ...]:
    """The kinds in the order of ``Kind``: ``own`` clauses are the village's to do, ``everywhere`` those not negated.

    ``affair`` is what remains where nothing else is found.
    """
    found: set[Kind] = set()
    silent: set[Kind] = set()
    for part in own:
        clause = part.clause
        here: set[Kind] = set()
        _apply(clause, here, silent, everywhere_only=False)
        found |= here
        _apply(clause, here, here, everywhere_only=True)
        here.discard(Kind.LIABILITY)
        if part.acts and Kind.AFFAIR not in found and clause.mask & bits.ACTS and _acts(text, part, alone=not here):
            found.add(Kind.AFFAIR)
    joined: list[Token] = []
    for clause in everywhere:
        _apply(clause, found, silent, everywhere_only=True)
        joined.extend(clause.tokens)
    for rule in _ACROSS:
        if rule.kind not in found and _near(joined, rule):
            found.add(rule.kind)
    if Kind.VETO not in found:
        found |= silent
    return tuple(sorted(found or {Kind.AFFAIR}, key=_ORDER.__getitem__))


def _apply(clause: Clause, found: set[Kind], silent: set[Kind], *, everywhere_only: bool) -> None:
    mask = clause.mask
    for start, rule in _BY_REACH[everywhere_only]:
        if not mask & start or rule.kind in found or mask & rule.unless or (rule.needs and not mask & rule.needs):
            continue
        if rule.cue:
            strong = any(token.mask & rule.cue and not token.mask & _SILENCED for token in clause.tokens)
            (found if strong else silent).add(rule.kind)
        elif mask & rule.then and _near(clause.tokens, rule):
            found.add(rule.kind)


def _near(tokens: list[Token], rule: KindRule) -> bool:
    last = -1
    last_then = -1
    for token in tokens:
        if token.mask & rule.then:
            if last >= 0 and token.start - last <= rule.within:
                return True
            last_then = token.end
        if token.mask & rule.first:
            if rule.either and last_then >= 0 and token.start - last_then <= rule.within:
                return True
            last = token.end
    return False


def _acts(text: str, part: OwnClause, *, alone: bool) -> bool:
    """Whether a verb names something to do (巡查), not a thing (巡查记录); ``alone``: no other kind is in the clause."""
    counts = bits.ACT
    if alone:
        counts = bits.ACTS if part.named else bits.ACT | bits.ACT_MID
    clause = part.clause
    tokens = clause.tokens
    appointed = setting_up = -_APPOINTED
    opened = False
    for place, token in enumerate(tokens):
        if token.mask & _SETS_UP:
            setting_up = token.end
        if token.mask & bits.HAVE_THEM or (token.mask & _WORDS.appoints and token.start - setting_up <= 8):
            appointed = token.end
        if token.start - appointed < _APPOINTED and "并" not in text[appointed : token.start] and not alone:
            continue
        if _of_another(tokens, place) or (not alone and token.entry.word in _BRINGS_TO and clause.mask & _CHANNEL):
            continue
        if (
            token.start < part.since
            or text[token.start - 1 : token.start] == "未"
            or text[token.end : token.end + 1] == "的"
        ):
            continue
        leading = (
            token.mask & bits.ACT_MID
            and not token.mask & _OTHER_VERBS
            and (text[token.end : token.end + 1] in ("后", "并") or "并" in text[token.start - 3 : token.start])
        )
        if (
            (token.mask & counts or leading)
            and not names_a_thing(text, tokens, place, opened)
            and not _quoted(text, clause, token)
        ):
            return True
        opened = opened or bool(token.mask & bits.OPENS)
    return False


def _of_another(tokens: list[Token], place: int) -> bool:
    """发组织办核验, 报镇政府审核: the verb right behind an office is that office's."""
    before = tokens[place - 1] if place > 1 else None
    return before is not None and bool(before.mask & bits.DEPT) and before.end == tokens[place].start


def names_a_thing(text: str, tokens: list[Token], place: int, opened: bool) -> bool:
    """Whether a chain of words without gap runs from the verb to a thing or to a tail (值守 + 巡查 + 记录)."""
    while True:
        end = tokens[place].end
        if opened and text[end : end + 2] == "活动":
            return False
        if _tailed(text, end):
            return True
        place += 1
        if place >= len(tokens):
            return False
        if text[end : end + 1] == "、" and tokens[place].start == end + 1:
            return bool(tokens[place].mask & _WORDS.appoints) or bool(tokens[place].mask & _BODIES)
        if tokens[place].start != end:
            return False
        if tokens[place].mask & _WORDS.things and not tokens[place].mask & _WORDS.done_things:
            return True
        if not tokens[place].mask & (bits.ACTS | bits.THEIR_DOING):
            return False


def _tailed(text: str, end: int) -> bool:
    if text[end : end + 2] in _WORDS.not_tails:
        return False
    return text[end : end + 1] in _WORDS.tails or text[end : end + 2] in _WORDS.tails


def _quoted(text: str, clause: Clause, token: Token) -> bool:
    opened = text.rfind("“", clause.start, token.start)
    return opened >= 0 and text.find("”", opened, token.start) < 0


def words_for(clauses: Iterable[Clause], kinds: tuple[Kind, ...]) -> list[tuple[Kind, Token]]:
    """For each of ``kinds`` a word that it rests on, where one can be shown."""
    tokens = [token for clause in clauses for token in clause.tokens]
    shown = []
    for kind in kinds:
        mask = bits.ACTS if kind is Kind.AFFAIR else 0
        for rule in _RULES:
            mask |= rule.cue | rule.then if rule.kind is kind else 0
        word = next((token for token in tokens if token.mask & mask), None)
        if word is not None:
            shown.append((kind, word))
    return shown
