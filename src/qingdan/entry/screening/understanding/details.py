"""What else a demand says: how often, by when, how much, with what proof, on pain of what, and a short title for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qingdan.entry.screening.model import Ground
from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.kinds import words_for
from qingdan.entry.screening.understanding.lexicon import lexicon
from qingdan.entry.screening.understanding.readings import Reading
from qingdan.entry.screening.understanding.roles import Part, Role
from qingdan.entry.screening.understanding.tokens import LONGEST, Clause, Token
from qingdan.entry.screening.understanding.wholes import Judged
from qingdan.policy.gate.model import Kind

TITLE = 30
"""Characters of a title at most."""
_mask = lexicon().mask
_OFTEN = tuple((name, _mask(name)) for name in ("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"))
_ON_EVENT = _mask("on_event")
_EVIDENCE = _mask("trace_sure", "trace_sign")
_OBJECTS = {
    Kind.FORM: _mask("form_sure"),
    Kind.MECHANISM: _mask("mech_noun", "mech_person"),
    Kind.PLAQUE: _mask("plaque_sure"),
    Kind.CHANNEL: _mask("channel_sure", "channel_weak"),
    Kind.CERTIFICATE: _mask("cert_noun"),
    Kind.PLEDGE: _mask("pledge_doc"),
    Kind.TRACE: _mask("trace_sure"),
}
_OPENS = (
    bits.MUST
    | bits.TO
    | bits.CAUSE
    | bits.VILLAGE
    | _mask(
        "form_verb",
        "mech_verb",
        "mech_fix",
        "plaque_verb",
        "channel_verb",
        "pledge_verb",
        "cert_verb",
        "form_enter",
        "daily",
        "weekly",
        "monthly",
        "quarterly",
        "half_yearly",
        "yearly",
    )
)
_NUMBER = "[0-9一二三四五六七八九十百千万两]{1,8}"
# Short sentences only (at most `tokens.LONGEST`), each alternative of bounded length: the time stays linear.
_DEADLINE = re.compile(
    rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日(?:[上下]午)?(?:\d{{1,2}}[时点])?(?:[之以]?前|内)|(?:\d{{4}}年)?\d{{1,2}}月(?:上旬|中旬|下旬|底|末)(?:[之以]?前)?"
    rf"|(?:每月|每季度|每年|每周|次月|当月|本月|月|年|季度|季)[底末](?:[之以]?前)?|每[周月年日][一二三四五六日末0-9]{{0,3}}[日号]?(?:上午|下午)?(?:\d{{1,2}}[时点])?前"
    rf"|{_NUMBER}个?(?:工作日|日|天|小时|个月)(?:之|以)?内|\d{{1,2}}[时点](?:\d{{1,2}}分)?(?:之|以)?前|[上下]班前|即日起|当[日天](?:[前内])?|今晚\d{{1,2}}点前"
)
_QUANTITY = re.compile(
    rf"(?:不少于|不低于|不得少于|不得低于|至少|达到|不超过|不高于){_NUMBER}?\.?\d{{0,3}}(?:[%％]|名|人|次|个|份|户|条|篇|平方米|小时|学时|天|万元|元|块|处|支|场)?(?:以上)?|{_NUMBER}(?:名|份|次|条|篇|块|万元|场)(?:以上)?|100%|全覆盖"
)
_WHEN = 24
"""Characters of a cell that only says when."""
_ANY_TIME = re.compile(
    r"频次|完成时限|时限|长期|常年|全年|随时|及时|实时|持续|每?(?:[0-9一二两三四五六七八九十半双]{0,3}个?)(?:[日天周旬月年]|季度|小时|星期)(?:[一二三四五六日末底初前]|[0-9]{1,2}[次日]|[一二两三]次|上旬|中旬|下旬|上午|下午)*"
    r"|[0-9.]+(?:分|%|次)?|不定期|定期|按[日周月季年]|一次性|底|前|上旬|中旬|下旬|汛期|节假日|春节|国庆|起"
)
_KIND_SAYS = {
    Kind.AFFAIR: "是要做的事",
    Kind.FORM: "是表格、台账或材料",
    Kind.MECHANISM: "是设立工作机制或专门人员",
    Kind.PLAQUE: "是挂牌或上墙",
    Kind.CHANNEL: "是工作群、APP 或系统",
    Kind.APPRAISAL: "是考核、评比或创建",
    Kind.CERTIFICATE: "是出具证明或盖章",
    Kind.PLEDGE: "是责任书、承诺书或指标",
    Kind.TRACE: "是要求留痕",
    Kind.VETO: "是“一票否决”",
    Kind.LIABILITY: "是定责任、追责或由村承担执法等",
}
_ROLE_SAYS = {
    Role.SUBJECT: "这句话说的是村级做的事",
    Role.PIVOT: "这句话让村级去做",
    Role.TARGET: "这句话落在村级身上",
    Role.OBJECT: "这句话落在村级身上",
    Role.MODIFIER: "这句话落在村级身上",
}


@dataclass(frozen=True, slots=True)
class Details:
    """See the fields of the same names of ``Understood``; positions of the text that was scanned."""

    who: str
    what: str
    frequency: str | None
    deadline: str
    quantity: str
    evidence: tuple[str, ...]
    sanction: str
    grounds: tuple[Ground, ...]


def details(text: str, start: int, end: int, judged: Judged, kinds: tuple[Kind, ...], addressed: str) -> Details:
    """What the sentence ``text[start:end]`` says beside that it asks; ``addressed``: whom the paper asks where it does not say."""
    sentence = text[start:end]
    deadline = _DEADLINE.search(sentence)
    named = _named(judged)
    return Details(
        who=_who(text, named) or addressed,
        what=_title(text, judged, kinds),
        frequency=_frequency(judged, bool(deadline)),
        deadline=deadline.group() if deadline else "",
        quantity="、".join(dict.fromkeys(found.group() for found in _QUANTITY.finditer(sentence))),
        evidence=tuple(dict.fromkeys(token.entry.word for token in _tokens(judged) if token.mask & _EVIDENCE)),
        sanction=_sanction(text, judged),
        grounds=_grounds(named, judged, kinds, start, end),
    )


def _tokens(judged: Judged) -> list[Token]:
    return [token for reading in judged.readings for token in reading.clause.tokens]


def _named(judged: Judged) -> Part | None:
    parts = [
        part
        for reading in judged.readings
        if reading.positive
        for part in ([reading.who] if reading.who else reading.parts)
    ]
    villages = [part for part in parts if part.village]
    return villages[0] if villages else next((part for r in judged.readings for part in r.parts if part.village), None)


def _who(text: str, part: Part | None) -> str:
    return text[part.token.start : part.token.end] if part is not None else ""


def _frequency(judged: Judged, has_deadline: bool) -> str | None:
    found = frequency_of(reading.clause.mask for reading in judged.readings)
    return found or ("once" if has_deadline else None)


def frequency_of(masks: Iterable[int]) -> str | None:
    """How often, by the tags of words; None where they do not say."""
    mask = 0
    for one in masks:
        mask |= one
    for name, bit in _OFTEN:
        if mask & bit:
            return name
    return "on_event" if mask & _ON_EVENT else None


def deadline_in(words: str) -> str:
    """The first deadline that short ``words`` name, or nothing."""
    found = _DEADLINE.search(words[:LONGEST])
    return found.group() if found else ""


def quantity_in(words: str) -> str:
    """The quantities that short ``words`` name, joined."""
    return "、".join(dict.fromkeys(found.group() for found in _QUANTITY.finditer(words[:LONGEST])))


def only_when(words: str) -> bool:
    """Whether short ``words`` say nothing but when, how often or how much (每周, 11月30日前, 长期, 20分)."""
    plain = words.strip()
    if not plain or len(plain) > _WHEN:
        return not plain
    left = _ANY_TIME.sub("", _QUANTITY.sub("", _DEADLINE.sub("", plain)))
    return not left.strip(" ，、（）：至-—~.。/")


def _sanction(text: str, judged: Judged) -> str:
    for reading in judged.readings:
        if reading.clause.mask & (bits.SANCTION | bits.HONOUR | bits.HARD_SANCTION):
            return text[reading.clause.start : reading.clause.end].strip()
    return ""


def _title(text: str, judged: Judged, kinds: tuple[Kind, ...]) -> str:
    mask = 0
    for kind in kinds:
        mask |= _OBJECTS.get(kind, 0)
    positive = [reading for reading in judged.readings if reading.positive] or judged.readings
    for reading in positive:
        if reading.clause.mask & mask:
            named = _object(text, reading.clause, mask)
            if len(named) >= 3:
                return named
    return _doing(text, positive[0]) if positive else ""


def _object(text: str, clause: Clause, mask: int) -> str:
    """The noun phrase that ends in what is asked: 人居环境整治工作台账 of 建立人居环境整治工作台账."""
    start = clause.start
    for token in clause.tokens:
        if token.mask & mask and not token.mask & bits.VILLAGE:
            return text[start : token.end].strip("“”的了并 一个名项各\u3000")[-TITLE:]
        if token.mask & _OPENS:
            start = token.end
    return ""


def _doing(text: str, reading: Reading) -> str:
    """What is to be done, from after who and must to the end of the clause."""
    clause = reading.clause
    start = clause.start
    if reading.who is not None and reading.who.token.end < clause.end:
        start = reading.who.token.end
    for token in clause.tokens:
        if token.start >= start and token.mask & bits.MUST and token.end < clause.end and token.start - start <= 4:
            start = token.end
    return text[start : min(clause.end, start + TITLE)].strip("“”，、的 \u3000")


def _grounds(named: Part | None, judged: Judged, kinds: tuple[Kind, ...], start: int, end: int) -> tuple[Ground, ...]:
    found = []
    if named is not None:
        token = named.token
        found.append(
            Ground(f"“{token.entry.word}”是村级组织或村级人员，{_ROLE_SAYS[named.role]}", token.start, token.end)
        )
    else:
        found.append(Ground("句中没有写明由谁做，按主送单位、标题或上文落到村级", start, end))
    clauses = [reading.clause for reading in judged.readings]
    must = next((t for c in clauses for t in c.tokens if t.mask & bits.MUST), None)
    if must is not None:
        found.append(Ground(f"“{must.entry.word}”是要求的口气", must.start, must.end))
    for kind, token in words_for(clauses, kinds):
        found.append(Ground(f"“{token.entry.word}”{_KIND_SAYS[kind]}", token.start, token.end))
    return tuple(found)
