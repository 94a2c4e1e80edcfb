"""The tags of the lexicon as the masks that the grammar asks for, worked out once."""

from __future__ import annotations

from qingdan.entry.screening.understanding.lexicon import lexicon

_mask = lexicon().mask

VILLAGE = _mask("village")
BARE = _mask("bare")
THING = _mask("thing")
GENERIC = _mask("generic")
DEPT = _mask("dept")
CADRE = _mask("cadre")
RESIDENT = _mask("resident")
ENTERPRISE = _mask("enterprise")
OTHER = DEPT | CADRE | RESIDENT | ENTERPRISE
ACTOR = _mask("group") | VILLAGE | BARE | THING | GENERIC | OTHER

MUST = _mask("must", "please", "atleast")
ORDER = _mask("order")
PLEASE = _mask("please")
AT_LEAST = _mask("atleast")
NOT = _mask("not", "refuse")
REFUSE = _mask("refuse")
DONE = _mask("done")
CAN = _mask("can")
DEFINE = _mask("define")
BASIS = _mask("basis")
QUOTE = _mask("quote")
ADVERB = _mask("adverb")
FRAME = _mask("frame")
WEAK_CAUSE = frozenset({"指导", "引导", "帮助", "帮助指导", "推动", "支持"})
GIVE = _mask("give")
CAUSE = _mask("cause")
TO = _mask("to")
ACT = _mask("act")
ACT_MID = _mask("act_mid")
ACTS = _mask("act", "act_mid", "act_weak")
FREE = _mask("free")
HONOUR = _mask("veto_honour")
OFTEN = _mask("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly")
OPENS = _mask("act_mid")
LEVEL = _mask("level")
REFORM = _mask("reform")
DOORS = _mask("doors")
INTO = _mask("into")
ORGANISATION = _mask("organisation")
STAMPS = _mask("cert_sure")
SENDS = _mask("channel_verb")
HANGS, SIGN = _mask("plaque_verb"), _mask("plaque_sure", "plaque_noun")
FORM_NOUN, HAVE = _mask("form_noun"), _mask("have")
PAPER_OF_TWO = _mask("pledge_doc", "pledge_sure")
GIVES_PAPER = _mask("cert_verb")
PERSON = _mask("mech_person")
THEIR_DOING = _mask("their_doing")
WHEN_ENDS = frozenset("前后起日月年内底期间中时上")
LEADS_IN = frozenset(
    {
        "",
        "但",
        "并",
        "且",
        "同时",
        "请",
        "如",
        "若",
        "则",
        "故",
        "而",
        "其中",
        "今后",
        "现",
        "凡",
        "即",
        "各",
        "因",
        "一是",
        "二是",
        "三是",
        "四是",
        "五是",
        "要",
        "需",
        "须",
    }
)
RATE = _mask("rate", "percent")
AMOUNT = _mask("amount")
BOARD = _mask("board")
CANCEL = _mask("veto_cancel")
RELIEF = _mask("relief")
QUOTA = _mask("quota_verb")
INVEST = _mask("invest")
SETS_UP = _mask("mech_fix", "mech_verb")
BODY = _mask("mech_noun")
SCORES = _mask("score_verb")
ANNOUNCE = _mask("announce")
AS_FOLLOWS = _mask("as_follows")
RATIO = _mask("rate")
PERCENT = _mask("percent")
STRONG = _mask("strong")
PAST = _mask("past")
BYGONE = _mask("bygone")
MEASURES = _mask("measures")
SUM = _mask("sum")
COUNT = _mask("count")
FIGURE = _mask("figure")
MAY_REFUSE = _mask("may_refuse")
DUTY_BAN = _mask("duty_ban")
BAN = _mask("ban")
IN_VILLAGE = _mask("in_village")
PUBLISH = _mask("publish")
HAVE_THEM = _mask("mech_have")
QUOTA_NOUN = _mask("quota_noun")
CLICHE = _mask("cliche")
ORDINAL = _mask("ordinal")
GROUP = _mask("group")

SANCTION = _mask("app_sure", "veto_sure", "liab_sure")
HARD_SANCTION = _mask("veto_sure", "liab_sure", "score_strong")
BURDEN = SANCTION | _mask("pledge_sure", "pledge_doc")
CERTIFICATE = _mask("cert_sure", "cert_noun")
CUE = (
    BURDEN
    | CERTIFICATE
    | ACTS
    | _mask(
        "duty_ban",
        "form_sure",
        "form_verb",
        "mech_verb",
        "mech_have",
        "plaque_sure",
        "channel_sure",
        "channel_verb",
        "trace_sure",
        "liab_act",
        "rate",
        "pledge_verb",
        "quota_verb",
        "score_strong",
        "cert_verb",
    )
)
VERB = ACTS | _mask(
    "verb_only",
    "form_verb",
    "mech_verb",
    "channel_verb",
    "pledge_verb",
    "cert_verb",
    "liab_act",
    "form_enter",
    "score_strong",
)
REFORMED = (
    SANCTION
    | CERTIFICATE
    | _mask("form_sure", "plaque_sure", "channel_sure", "channel_weak", "mech_noun", "trace_sure")
)
ASSUMED = (
    CUE & ~_mask("act_weak", "act_mid", "mech_verb", "channel_verb", "pledge_verb", "cert_verb", "form_verb")
) | ACT
HARD_CUE = CUE & ~(ACTS | _mask("mech_verb", "channel_verb", "pledge_verb", "cert_verb", "form_verb"))
"""Cues that name a burden outright (台账, 牌子, 一票否决), not merely a verb."""
