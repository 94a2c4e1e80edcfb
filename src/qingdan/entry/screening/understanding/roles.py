"""Who does what in a clause: subject, pivot (由村, 督促各村), target (对各村), object, modifier (村卫生室的牌子)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.tokens import Clause, Token

_JOINS = frozenset("、和及与或")
_NEAR = 8
"""Characters that may stand between 由, 督促 and the like and whom they set to work (由所在的村委会)."""
_QUANTITIES = frozenset("每各全一本某该此其多若两几第首")
_MANY = 80
"""Words of a clause that are looked at: no clause of prose has more, and the work for a hostile one stays small."""
_NAME = 11
"""Characters within which “” close where they hold a name; longer ones hold words that are said."""
_GOES_ON = frozenset("先于在每按0123456789也均都再还已就、和及与或（分共则只仅亦又才各即若如逢限凭据未")
_GOES_ON_WITH = (
    "所有", "全体", "独立", "单独", "一并", "无偿", "当月", "当日", "当天", "当周", "今年", "今后", "年底", "月底", "本周", "本月", "下周", "下月",
    "全年", "遇到", "遇有", "凡是", "发现", "负责", "具体", "另行", "先期", "先行", "当场", "现场", "当面", "就地", "随时", "立刻", "马上", "不定期", "不断", "力争", "继续", "开始",
)  # fmt: skip
"""What shows that a noun phrase has ended before it: times, adverbs and pairs of words like 则."""
_TIME = re.compile("[一二三四五六七八九十两几半]{1,3}个?(?:天|日|周|月|小时|工作日|年|次|遍)")
_AFTER_WHEN = frozenset("时后")
"""What ends a time that no comma follows (专家验收时各村……)."""
_ORDERED = frozenset({"要", "须", "应", "将", "可", "需"})
_NUMERALS = frozenset("一二三四五六七八九十两几多若干0123456789")
_LEADS = frozenset("的由对请让令经")
"""What a bare 村 or 社区 must follow to be an actor for certain (未完成的村, 由社区牵头)."""
_CLOSERS = frozenset("）”’》")


class Role(IntEnum):
    """What part an actor plays in its clause."""

    SUBJECT = 1
    PIVOT = 2
    TARGET = 3
    OBJECT = 4
    MODIFIER = 5


@dataclass(slots=True)
class Part:
    """An actor of a clause in its role. ``headed``: nothing hangs on it as on a modifier (各村 + 要, not 各村 + 服务大厅)."""

    token: Token
    role: Role
    headed: bool
    cause: str = ""
    relates_to: int = -1
    """Where the 的 of the relative clause stands that it is in (村委会开具的证明)."""
    named: bool = False
    """A single village by its name (青石村), not villages in general."""
    ensured: bool = False
    """确保 stands right before it: an outcome that another answers for."""
    measure: bool = False
    """It is how much another does (每村至少抽查两项), where another was spoken of."""
    relative: bool = False
    """It is the head of a relative clause (未完成的村): what stands before says which, not what to do."""

    @property
    def village(self) -> bool:
        """Whether it is a village organisation, or someone who acts for one."""
        return bool(self.token.mask & (bits.VILLAGE | bits.BARE))


@dataclass(slots=True)
class Scan:
    """What has been read of the clause so far."""

    cause: Token | None = None
    to: Token | None = None
    verb: bool = False
    parts: list[Part] = field(default_factory=list)


def parts(text: str, clause: Clause) -> list[Part]:
    """The actors of ``clause`` in their roles, in order."""
    if not clause.mask & bits.ACTOR:
        return []
    seen = Scan()
    tokens = clause.tokens
    for place, token in enumerate(tokens[:_MANY]):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        mask = token.mask
        if mask & bits.ACTOR and not _in_title(text, clause, token):
            _actor(text, clause, seen, token, after)
            continue
        if mask & bits.CAUSE:
            seen.cause = token
        if mask & (bits.TO | bits.GIVE):
            seen.to = token
        if mask & bits.MUST and seen.parts:
            seen.verb = True
        if mask & bits.VERB:
            seen.verb = True
    return seen.parts


def _actor(text: str, clause: Clause, seen: Scan, token: Token, after: Token | None) -> None:
    headed = heads(text, clause, token, after)
    if token.mask & bits.BARE and not token.mask & bits.VILLAGE and not (headed and _stands_alone(text, clause, token)):
        return
    if after is not None and after.mask & bits.ACTOR and not after.mask & bits.BARE and _hangs(text, token, after):
        seen.parts.append(Part(token, Role.MODIFIER, False))
        return
    if _embedded(text, clause, token):
        seen.parts.append(Part(token, Role.MODIFIER, headed, relates_to=text.find("的", token.end)))
        return
    role, cause = _role(text, clause, seen, token, after, headed)
    seen.parts.append(
        Part(
            token,
            role,
            headed,
            cause,
            relative=_after_of(text, token),
            named=_by_name(text, clause, token),
            measure=token.entry.word[0] == "每" and after is not None and bool(after.mask & bits.MEASURES),
            ensured=text[token.start - 2 : token.start] in ("确保", "保证"),
        )
    )


def _stands_alone(text: str, clause: Clause, token: Token) -> bool:
    """体检组, 领导小组的组 are no groups of villagers: 组 stands at the head of the clause or behind such as 各, 村, 由."""
    return (
        token.entry.word != "组" or token.start == clause.start or text[token.start - 1] in "各每村社由让请到、到至的"
    )


def _after_of(text: str, token: Token) -> bool:
    """未完成的村, 排名靠后的三个社区: the head of a relative clause."""
    place = token.start - 1
    if text[place : place + 1] == "个":
        place -= 1
        while place > token.start - 5 and text[place] in _NUMERALS:
            place -= 1
    return text[place : place + 1] == "的"


def _by_name(text: str, clause: Clause, token: Token) -> bool:
    """青石 + 村: up to three characters that are no word of ours stand before it at the head of the clause."""
    if token.entry.word[0] not in "村社":
        return False
    if clause.tokens[0] is not token:
        return False
    lead = text[clause.start : token.start]
    return (
        lead[:1] not in _QUANTITIES
        and 2 <= len(lead.strip()) <= 3
        and lead[-1] not in bits.WHEN_ENDS
        and lead.strip() not in bits.LEADS_IN
    )


def _role(text: str, clause: Clause, seen: Scan, token: Token, after: Token | None, headed: bool) -> tuple[Role, str]:
    joined = seen.parts[-1] if seen.parts and _joined(text, seen.parts[-1].token, token) else None
    if joined is not None and joined.role is not Role.MODIFIER and _may_join(text, clause, seen, token, joined):
        return joined.role, joined.cause
    if token.entry.word[0] == "以":  # 以村为单位
        return Role.SUBJECT, ""
    relative = _after_of(text, token)
    if seen.cause is not None and _set_to_work(seen, seen.cause, token, relative):
        return Role.PIVOT, seen.cause.entry.word
    if seen.to is not None:
        role = _fallen_on(seen, seen.to, token, after, relative, headed)
        if role is not None:
            return role, seen.to.entry.word if role is Role.TARGET else ""
    if not token.mask & bits.GROUP and _is_subject(text, clause, seen, token, after, relative, headed):
        return Role.SUBJECT, ""
    return Role.OBJECT, ""


def _set_to_work(seen: Scan, cause: Token, token: Token, relative: bool) -> bool:
    """由所在的村委会, 督促各村; not 组织代表对各村, where 对 stands nearer."""
    if seen.to is not None and seen.to.start > cause.start:
        return False
    return (token.start - cause.end <= _NEAR or relative) and not _between(seen, cause, token)


def _fallen_on(seen: Scan, to: Token, token: Token, after: Token | None, relative: bool, headed: bool) -> Role | None:
    """The role of a word after 对, 向, 在 and the like; nothing where the preposition does not reach it."""
    if relative and headed and to.entry.word not in _FALLS_ON and not to.mask & bits.GIVE:
        return Role.SUBJECT
    far = token.start - to.end > 2 and not (headed or relative or _each(token))
    if (far and not seen.verb) or not _target(to, token, after, headed):
        return Role.OBJECT
    if (token.start - to.end <= _NEAR or relative) and not _between(seen, to, token):
        return Role.TARGET
    return None


def _is_subject(
    text: str, clause: Clause, seen: Scan, token: Token, after: Token | None, relative: bool, headed: bool
) -> bool:
    """The head of a relative clause, a word right before a deontic one, or one that opens the clause."""
    soon = any(0 <= t.start - token.end <= 6 and t.mask & bits.MUST for t in clause.tokens)
    if relative and (soon or token.end >= clause.end or not token.mask & (bits.LEVEL | bits.ORGANISATION)):
        return True
    if clause.mask & bits.INTO and any(verb.mask & bits.INTO and verb.end == token.start for verb in clause.tokens):
        return False  # 纳入街道考核
    if _each(token) and text[token.start - 1 : token.start] in _AFTER_WHEN and token.start > clause.start:
        return True
    if token.mask & bits.RESIDENT and _done_to(clause, token):
        return False
    if after is not None and after.mask & bits.MUST and after.start - token.end <= 4:
        return True
    if seen.verb or any(part.role in (Role.SUBJECT, Role.PIVOT) for part in seen.parts):
        return False
    if (
        token.mask & (bits.RESIDENT | bits.ENTERPRISE)
        and token.end >= clause.end
        and text[clause.start : token.start].strip()
    ):
        return False
    if token.mask & bits.RESIDENT and not headed and text[clause.start : token.start].strip():
        return False
    since = max([clause.start, *(part.token.end for part in seen.parts if part.role is Role.MODIFIER)])
    return _opens(text, since, token)


def _done_to(clause: Clause, token: Token) -> bool:
    """走访群众须……, 每月走访住户……: the residents are whom the act is done to."""
    return any(verb.mask & bits.ACTS and verb.end == token.start for verb in clause.tokens)


_FALLS_ON = frozenset({"对", "将", "把", "给", "向", "针对", "给予"})


def _target(to: Token, token: Token, after: Token | None, headed: bool) -> bool:
    """对村级组织 + 工作 + 考核 falls on the village, 将村级组织 + 减负 + 纳入考核 does not."""
    if headed or _each(token) or not token.mask & (bits.LEVEL | bits.ORGANISATION):
        return True
    return (
        to.entry.word in ("对", "针对")
        and after is not None
        and after.start == token.end
        and bool(after.mask & bits.THEIR_DOING)
    )


def _opens(text: str, since: int, token: Token) -> bool:
    """Whether the word can be the clause's subject by its place: near the beginning, or the head of its noun phrase."""
    if token.mask & (bits.OTHER | bits.GENERIC):
        return True
    lead = text[since : token.start].strip(" \u3000“（）、.．0123456789一二三四五六七八九十")
    if lead in bits.LEADS_IN or (lead and lead[-1] in bits.WHEN_ENDS):
        return True
    if token.mask & bits.BARE and not token.mask & bits.VILLAGE:
        return len(lead) <= 3  # its name: 青石村
    sure = _each(token) or not token.mask & (bits.LEVEL | bits.ORGANISATION | bits.BARE | bits.THING)
    return sure and len(lead) <= 12


def _each(token: Token) -> bool:
    """各村, 每个社区: spoken to one by one, never a mere modifier."""
    return token.entry.word[0] in "各每所"


def _embedded(text: str, clause: Clause, token: Token) -> bool:
    """Within a relative clause (要求村级组织填报的表格, 村级组织难以承担的事项): it says which thing, not who must act."""
    if not token.mask & (bits.VILLAGE | bits.BARE):
        return _owns(text, clause, token)
    place = clause.tokens.index(token)
    at_head = token.start - clause.start <= 2 or (_each(token) and text[token.start - 1] in _AFTER_WHEN)
    reach = (4 if _each(token) else 10) if at_head else 26
    of = text.find("的", token.end, min(clause.end - 1, token.end + reach))
    if of < 0 or of == token.end or text[of + 1 : of + 2] in "村社":
        return False
    verb = text[of + 1 : of + 3] in _DEEDS
    for after in clause.tokens[place + 1 :]:
        if after.start >= of:
            break
        if after.mask & (bits.MUST | bits.TO | bits.ADVERB | bits.NOT) and not after.mask & bits.VERB:
            return False
        verb = verb or bool(after.mask & (bits.VERB | bits.CUE | bits.CAN)) or after.end <= of
    later = any(after.start > of and after.mask & bits.MUST for after in clause.tokens)
    return (verb or text[token.end : of] in _UNKNOWN_VERBS) and not later


def _owns(text: str, clause: Clause, token: Token) -> bool:
    """户主签名后的承诺书请于……: residents or firms that only say which thing, before somebody is asked."""
    if not token.mask & (bits.RESIDENT | bits.ENTERPRISE) or not clause.mask & bits.PLEASE:
        return False
    of = text.find("的", token.end, min(clause.end - 1, token.end + 10))
    if of < 0:
        return False
    asked = [other.start for other in clause.tokens if other.mask & bits.MUST and other.start >= token.end]
    return bool(asked) and asked[0] > of


_DEEDS = frozenset({"行为", "问题", "做法", "现象", "单位", "部门", "倾向", "负担"})
_UNKNOWN_VERBS = frozenset({"承担", "难以承担", "承接", "能够承接", "获得"})


def _may_join(text: str, clause: Clause, seen: Scan, token: Token, joined: Part) -> bool:
    """充分发挥街道、社区党组织的作用: beside a subject that is none by its place, a village organisation is none either."""
    if joined.role is not Role.SUBJECT or not token.mask & (bits.LEVEL | bits.ORGANISATION):
        return True
    first = seen.parts[0].token.start
    return bool(
        not text[clause.start : first].strip()
        or _each(seen.parts[0].token)
        or text[clause.start : first].strip() in bits.LEADS_IN
    )


def _between(seen: Scan, word: Token, token: Token) -> bool:
    """Whether another actor stands between ``word`` and this one (由镇政府…各村)."""
    return any(word.end <= p.token.start < token.start and p.role is not Role.MODIFIER for p in seen.parts)


def heads(text: str, clause: Clause, token: Token, after: Token | None) -> bool:
    """Whether the word heads its noun phrase: the clause ends, or a verb, a deontic word or a time follows at once."""
    end = token.end
    while end < clause.end and text[end] in _CLOSERS:
        end += 1
    if end >= clause.end:
        return True
    if token.mask & bits.BARE and text[token.start - 1 : token.start] in _LEADS:
        return True
    if (
        token.mask & bits.BARE
        and text[token.start - 1 : token.start] == "个"
        and "的" not in text[max(clause.start, token.start - 5) : token.start]
        and not (after is not None and after.mask & bits.MUST)
    ):
        return False
    following = text[end]
    if following in _GOES_ON or text.startswith(_GOES_ON_WITH, end) or _TIME.match(text, end):
        return True
    if after is not None and after.mask & bits.PERSON and token.mask & bits.LEVEL and after.start - end <= 10:
        return True
    if after is None or after.start != end:
        return False
    return bool(
        after.mask
        & (
            bits.MUST
            | bits.NOT
            | bits.CAN
            | bits.DONE
            | bits.CAUSE
            | bits.TO
            | bits.VERB
            | bits.BASIS
            | bits.SANCTION
            | bits.STAMPS
            | bits.ADVERB
        )
    )


def _hangs(text: str, token: Token, after: Token) -> bool:
    """各村 + 种植户, 社区 + 民警: the first only modifies the second."""
    gap = text[token.end : after.start]
    return gap in ("", "的", "）", "内", "内的", "辖区内") and not (
        token.mask & bits.DEPT and after.mask & bits.VILLAGE
    )


def _joined(text: str, before: Token, token: Token) -> bool:
    gap = text[before.end : token.start]
    if gap[:1] in _ORDERED:
        return False  # 商户应与社区签订……
    return 0 < len(gap) <= 5 and (gap[0] in _JOINS or (gap[0] in _CLOSERS and gap[1:2] in _JOINS) or gap[-1] in _JOINS)


def _in_title(text: str, clause: Clause, token: Token) -> bool:
    """Whether the word stands within 《》 or “”: a title or a name tells nobody to act."""
    for mark, closing in (("《", "》"), ("“", "”")):
        opened = text.rfind(mark, clause.start, token.start)
        if opened < 0 or text.find(closing, opened, token.start) >= 0:
            continue
        if mark == "《" or text.find(closing, token.end, opened + _NAME) >= 0:
            return True
    return False
