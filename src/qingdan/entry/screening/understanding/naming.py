"""Names of offices that no list can hold: 村 + 计生 + 专干, 村部 + 值班室, 县 + 人民 + 医院 are read as one actor each.

The words that open such a name and those that close it are data (``opens_village``, ``opens_dept`` and ``office`` in
``lexicon/actors.yaml``). What stands between must be no verb, deontic word or actor of its own (社区 + 组织 + 网格员).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qingdan.entry.screening.understanding.lexicon import Entry, lexicon

if TYPE_CHECKING:
    from qingdan.entry.screening.understanding.tokens import Clause, Token

_WORDS = lexicon()
_mask = _WORDS.mask
_OPENS_VILLAGE = _mask("opens_village")
_OPENS_DEPT = _mask("opens_dept")
OPENS = _OPENS_VILLAGE | _OPENS_DEPT
_VILLAGE, _DEPT, _CADRE = _mask("village"), _mask("dept"), _mask("cadre")
_BREAKS = _mask(
    "must", "please", "not", "done", "can", "cause", "adverb", "mech_verb", "form_verb", "village", "dept",
    "cert_verb", "quota_verb", "score_verb", "give",
)  # fmt: skip
_SETS_UP = _mask("mech_verb", "mech_fix")
_ACTS = _mask("act", "act_mid", "act_weak")
_LOOKS = re.compile("[^，。；：、“”《》（）\\s0-9的在由须将与及每按并已请把被给不各了是为有对从向以系]{0,10}")
_SENT = frozenset(
    [
        "下派",
        "派驻",
        "挂职",
        "包片",
        "包联",
        "帮扶",
        "结对",
        "驻村",
        "驻点",
        "选派",
        "挂点",
        "挂包",
        "帮包",
        "包抓",
        "包村",
    ]
)
"""Words that open the name of somebody whom town or county sent down."""
_KEEPS = frozenset("防护禁保反消综治调包")
"""First characters of verbs that name an office's field (防火, 护林) and may stand before its last word."""
_REACH = 12


def name_actors(text: str, clause: Clause) -> None:
    """Put one token for every open name of an office into ``clause``, in place of the words that it is made of."""
    tokens = clause.tokens
    place = 0
    while place < len(tokens):
        if tokens[place].mask & OPENS:
            _name(text, clause, place)
        place += 1


def _name(text: str, clause: Clause, place: int) -> None:
    token = clause.tokens[place]
    before = clause.tokens[place - 1] if place else None
    if before is not None and before.end == token.start and before.mask & _SETS_UP:
        return  # 成立村级监督小组: what is set up, not who acts
    end = _closes(text, token, clause)
    if end < 0 or _broken(clause, place, end):
        return
    last = place + 1
    while last < len(clause.tokens) and clause.tokens[last].start < end:
        last += 1
    end = max(end, clause.tokens[last - 1].end)
    village = token.mask & _OPENS_VILLAGE
    mask = _VILLAGE if village else _CADRE if token.entry.word in _SENT or "包" in text[token.end : end] else _DEPT
    token.entry = Entry(text[token.start : end], mask, 0)
    token.end, token.mask = end, mask
    del clause.tokens[place + 1 : last]
    clause.mask |= mask


def _closes(text: str, token: Token, clause: Clause) -> int:
    """Where the name ends that ``token`` opens, or -1."""
    offices = _WORDS.offices if token.mask & _OPENS_VILLAGE else _WORDS.bodies
    found = _LOOKS.match(text, token.end, min(clause.end, token.end + _REACH))
    if found is None:
        return -1
    end = -1
    for match in offices.finditer(text, token.end, found.end()):
        end = match.end()
        break
    return end


def _broken(clause: Clause, place: int, end: int) -> bool:
    """Whether a word between tells that this is no name: a verb (社区 + 培训 + 信息员), must, another actor."""
    opened = clause.tokens[place].end
    for token in clause.tokens[place + 1 :]:
        if token.start >= end:
            return False
        if token.end >= end:
            continue
        if token.mask & _BREAKS and not (token.mask & _DEPT and len(token.entry.word) == 1):
            return True
        first = token.start == opened and token.mask & _ACTS
        if first and token.entry.word[0] not in _KEEPS and end - token.end > 1:
            return True  # 巡查 + 员 is a name, 培训 + 信息员 is none
    return False
