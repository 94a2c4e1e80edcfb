"""Whether a clause by itself asks something of the village: it acts, it is set to work, or a burden falls on it."""

from __future__ import annotations

from qingdan.entry.screening.understanding import bits
from qingdan.entry.screening.understanding.kinds import names_a_thing
from qingdan.entry.screening.understanding.lexicon import lexicon
from qingdan.entry.screening.understanding.readings import Actor, Around, Force, Reading, acts_itself
from qingdan.entry.screening.understanding.roles import Part, Role
from qingdan.entry.screening.understanding.tokens import Token

_ON = frozenset({"对", "将", "针对"})
_TOWARDS = frozenset({"向", "在", "到", "从", "至", "面向", "走进", "深入"})
"""Words after which something comes to the village or is there; no burden unless it is a quota (向各村下达任务)."""
_SETS_TO_WORK = frozenset(
    {"由", "督促", "督导", "责成", "责令", "要求", "安排", "发动", "动员", "通知", "委托", "指派", "敦促"}
)
"""Words after which the village is asked, whatever the verb."""
_ORDINALS = frozenset({"", *(entry for entry, e in lexicon().entries.items() if e.mask & bits.ORDINAL)})
_BEGINS = bits.VERB | bits.TO | bits.ADVERB | bits.CAUSE | bits.OFTEN
_EACH = "各每所"
_STATES = ("有", "拥有", "达到", "达", "具备", "现有", "辖", "是")
_BRINGS = frozenset({Force.PLAIN, Force.GIVEN})
_SAYS = 4
"""Characters that say at least what somebody does."""
_STATES_ALSO = (
    "有",
    "是",
    "为",
    "共",
    "达",
    "能",
    "的",
    "都是",
    "分为",
    "由",
    "均为",
    "没有",
    "不同",
    "情况",
    "之间",
    "普遍",
    "负担",
    "、",
    "和",
    "与",
    "及",
)
_SOON = 12
"""Characters after a deontic word within which the verb stands."""


def weigh(text: str, reading: Reading, around: Around, targeted: bool, assumed: bool) -> None:
    """Set ``positive`` (and ``explicit``) of ``reading``.

    ``targeted``: the clause before named the village as whom this falls on (对……的村，). ``assumed``: that it is the
    village's act is only assumed from the addressees. ``around``: what the paper says of whom it addresses.
    """
    if reading.force in _BRINGS and _must_be_brought(reading):
        reading.force, reading.positive = Force.PLAIN, True
    if reading.force is not Force.PLAIN:
        return
    _village_by_place(reading)
    if reading.actor is Actor.VILLAGE:
        reading.positive = _asked(text, reading, around, assumed)
    mask = reading.clause.mask
    strikes = mask & (bits.SANCTION | bits.HARD_SANCTION) or (mask & bits.HONOUR and mask & bits.CANCEL)
    quota = mask & bits.QUOTA and mask & bits.QUOTA_NOUN
    their_own = reading.who is not None and reading.who.token.mask & (bits.RESIDENT | bits.ENTERPRISE)
    if their_own and not strikes and not quota:
        mask &= ~bits.PAPER_OF_TWO  # 商户与社区签订责任书: the shop's duty
    falls = (quota or mask & (bits.BURDEN | bits.CERTIFICATE) or strikes) and _touches_village(reading)
    carried = reading.actor is Actor.VILLAGE and mask & bits.HONOUR and mask & bits.CANCEL
    if not reading.positive and (falls or carried or (targeted and strikes)):
        reading.positive = reading.explicit = True


def _must_be_brought(reading: Reading) -> bool:
    """村委会出具的证明: whoever must bring it, the village has to write it."""
    mask = reading.clause.mask
    if not mask & bits.CERTIFICATE:
        return False
    tokens = reading.clause.tokens
    for part in reading.parts:
        if part.village and _on_its_paper(tokens, part):
            return True
        if not part.village or part.relates_to < 0:
            continue
        within = [t.mask for t in tokens if part.token.end <= t.start <= part.relates_to]
        behind = any(t.mask & bits.CERTIFICATE and t.start > part.relates_to for t in tokens)
        if any(m & bits.STAMPS for m in within) or (behind and any(m & bits.GIVES_PAPER for m in within)):
            return True
    return False


def _on_its_paper(tokens: list[Token], part: Part) -> bool:
    """凭村委会证明领取: the paper stands right behind whose it is, and something is done with it."""
    brought = any(t.mask & bits.GIVES_PAPER and t.end <= part.token.start for t in tokens)
    return brought and any(t.mask & bits.CERTIFICATE and t.start == part.token.end for t in tokens)


def targets(reading: Reading) -> bool:
    """对……的村干部，: what follows over the comma falls on the village."""
    tokens = reading.clause.tokens
    if reading.force is Force.CONDITION and any(p.village and p.role is Role.SUBJECT for p in reading.parts):
        return True  # 村级档案不齐全的，
    opens = tokens[0] if tokens and tokens[0].entry.word in _ON else None
    return any(
        part.village
        and ((part.role is Role.TARGET and part.cause in _ON) or (opens is not None and part.token.start == opens.end))
        for part in reading.parts
    )


def _village_by_place(reading: Reading) -> None:
    """公开栏, a village's chat group, work at the doors: without another subject it falls to the village."""
    mask = reading.clause.mask
    nobody = reading.actor is Actor.NOBODY
    if nobody and _set_up_there(reading):
        reading.actor = Actor.VILLAGE
        return
    must = mask & bits.MUST
    board = mask & bits.BOARD and mask & bits.ACTS and (reading.who is None or nobody)
    sends = reading.clause.tokens and reading.clause.tokens[0].mask & bits.SENDS
    group = mask & bits.GROUP and (must or sends) and nobody
    doors = mask & bits.DOORS and must and nobody and all(part.role is Role.TARGET for part in reading.parts)
    shown = (
        mask & bits.IN_VILLAGE
        and ((mask & bits.PUBLISH and must) or (mask & bits.HANGS and mask & bits.SIGN))
        and nobody
    )
    if board or group or doors or shown:
        reading.actor = Actor.VILLAGE


def _set_up_there(reading: Reading) -> bool:
    """选优配强村级监督小组: nobody is named, but what is set up is the village's."""
    if not reading.clause.mask & bits.BODY:
        return False
    ends = [t.end for t in reading.clause.tokens if t.mask & bits.SETS_UP]
    return any(part.token.mask & bits.LEVEL and part.token.start in ends for part in reading.parts)


def _asked(text: str, reading: Reading, around: Around, assumed: bool) -> bool:
    mask = reading.clause.mask
    who = reading.who
    if who is None and around.listed:
        return True
    if who is None:
        if assumed:
            return _bidden(text, reading)
        # Whoever was named asks here too: with a word of ours, or with one that we do not know after 请, 须, 要.
        return bool(mask & bits.CUE) or any(t.mask & bits.ORDER for t in reading.clause.tokens)
    if _stands(text, reading, who):
        return False
    ordered = any(t.mask & bits.ORDER and t.start >= who.token.end for t in reading.clause.tokens)
    if not acts_itself(who):
        by = who.role is Role.PIVOT and who.cause in _SETS_TO_WORK
        if by and not who.token.mask & bits.ORGANISATION and mask & bits.CUE:
            return True
        general = ordered and not mask & bits.RATE and (who.headed or mask & bits.CUE)
        return bool(mask & bits.HARD_CUE or general) or _told(reading)
    if who.named and not around.villages_addressed and not ordered:
        return False  # 青山村发动群众……: a report on one village
    by = who.role is Role.PIVOT and who.cause in _SETS_TO_WORK
    return bool(mask & bits.CUE) or by or ordered or _must(reading, who) or _simply_told(text, reading, who)


def _simply_told(text: str, reading: Reading, who: Part) -> bool:
    """各村备足三天的饮用水: a village organisation and what it does, in words that no list holds; not how things are."""
    clause = reading.clause
    rest = text[who.token.end : clause.end]
    return (
        who.role is Role.SUBJECT
        and not who.relative
        and (who.token.entry.word[0] in "各每所请" or (who.headed and not who.named))
        and len(rest) >= _SAYS
        and not clause.mask & (bits.AMOUNT | bits.RATE | bits.COUNT | bits.SUM)
        and not rest.startswith(_STATES_ALSO)
    )


def _touches_village(reading: Reading) -> bool:
    """对各村打分, 约谈村党组织书记, 村委会出具的证明: the village is not who acts, yet bears it."""
    other_target = any(
        part.role is Role.TARGET and part.cause != "按" and part.token.mask & bits.OTHER for part in reading.parts
    )
    if other_target:
        return False
    into = [token.end for token in reading.clause.tokens if token.mask & bits.INTO]
    certificate = reading.clause.mask & bits.CERTIFICATE and reading.clause.mask & (bits.MUST | bits.GIVES_PAPER)
    for part in reading.parts:
        if not part.village:
            continue
        if part.role is Role.TARGET and part.cause in _TOWARDS and not reading.clause.mask & bits.QUOTA:
            continue
        if part.role in (Role.SUBJECT, Role.PIVOT, Role.TARGET) and (acts_itself(part) or part.role is Role.TARGET):
            return True
        if part.role is Role.MODIFIER and part.token.entry.word[0] in _EACH and reading.clause.mask & bits.SANCTION:
            return True
        if part.token.start in into or (part.role is Role.OBJECT and _struck(reading, part)):
            return True
        if (
            certificate
            and part.relates_to >= 0
            and any(t.mask & bits.CERTIFICATE and t.start > part.relates_to for t in reading.clause.tokens)
        ):
            return True
    return False


def _struck(reading: Reading, part: Part) -> bool:
    """约谈村党组织书记: the sanction stands before whom it strikes. 村级组织 + 考核机制 only names a thing."""
    mask = part.token.mask
    if any(t.mask & bits.SCORES and t.end == part.token.start for t in reading.clause.tokens):  # 扣村级考核分
        return True
    if part.token.entry.word[0] in _EACH or not mask & (bits.LEVEL | bits.ORGANISATION | bits.BARE | bits.THING):
        return True
    return part.headed and any(
        t.mask & bits.BURDEN and 0 <= part.token.start - t.end <= 4 for t in reading.clause.tokens
    )


def _stands(text: str, reading: Reading, who: Part) -> bool:
    """每村拥有……平方米, 村应有……场所: how things are to stand, not what to do; unless a burden is named (应有台账)."""
    mask = reading.clause.mask
    if mask & bits.RATIO and mask & bits.PERCENT:
        return False  # 参保率要达到98%
    if mask & bits.FORM_NOUN and mask & bits.ORDER and mask & bits.HAVE:
        return False  # 要有一份清单
    if mask & bits.HARD_CUE & ~bits.RATE or (mask & bits.SETS_UP and mask & bits.BODY):
        return False
    ends = [who.token.end, *(token.end for token in reading.clause.tokens if token.mask & bits.ORDER)]
    return any(text[end : end + 4].lstrip("应须要一般都均").startswith(_STATES) for end in ends)


def _bidden(text: str, reading: Reading) -> bool:
    """A sentence without anybody named, in a paper to villages: it must say must, name a burden, or begin with the act.

    秸秆焚烧污染大气 and 排查范围为…… do not, and 请认真贯彻执行 is said in every notice.
    """
    clause = reading.clause
    if clause.mask & bits.CLICHE and not clause.mask & bits.HARD_CUE:
        return False
    if clause.mask & bits.MUST:
        return bool(clause.mask & bits.CUE)
    if clause.mask & bits.HARD_CUE & bits.ASSUMED:
        return True
    tokens = [token for token in clause.tokens if not token.mask & bits.ORDINAL]
    before = text[clause.start : tokens[0].start].strip() if tokens else ""
    if not tokens or before not in _ORDINALS or not tokens[0].mask & _BEGINS:
        return False
    return bool(clause.mask & (bits.ACT | bits.ACT_MID)) and not names_a_thing(text, tokens, 0, opened=False)


def _told(reading: Reading) -> bool:
    """党群服务中心应在显著位置悬挂……: a verb soon after the deontic word."""
    musts = [t.end for t in reading.clause.tokens if t.mask & bits.MUST]
    return any(0 <= t.start - must <= _SOON for must in musts for t in reading.clause.tokens if t.mask & bits.ACTS)


def _must(reading: Reading, who: Part) -> bool:
    """各村要高度重视, 每周至少……: asked without a word for what; not so 不低于5万元, which is what somebody pays."""
    clause = reading.clause
    each = who.token.entry.word[0] in "各每所全"
    if (clause.mask & bits.AMOUNT and not clause.mask & bits.INVEST) or not (
        each or not who.token.mask & (bits.LEVEL | bits.ORGANISATION | bits.BARE)
    ):
        return False
    often = each or clause.mask & bits.OFTEN
    return any(
        token.start >= who.token.end
        and token.mask & (bits.MUST | bits.OFTEN)
        and (often or not token.mask & bits.AT_LEAST)
        for token in clause.tokens
    )
