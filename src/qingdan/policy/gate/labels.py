"""The Chinese words for the gate's closed vocabularies (the pairs of ``docs/glossary.md``)."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.policy.gate.model import Completeness, Effect, Kind, ListKind, Strength

KIND_LABELS: Mapping[Kind, str] = {
    Kind.AFFAIR: "工作事务",
    Kind.FORM: "报表台账",
    Kind.MECHANISM: "工作机制",
    Kind.PLAQUE: "牌子",
    Kind.CHANNEL: "微信群和APP",
    Kind.APPRAISAL: "考核评比",
    Kind.CERTIFICATE: "证明",
    Kind.PLEDGE: "责任书和指标",
    Kind.TRACE: "留痕",
    Kind.VETO: "一票否决",
    Kind.LIABILITY: "责任主体",
}

KIND_HINTS: Mapping[Kind, str] = {
    Kind.AFFAIR: "要村里办一件事、跑一项工作",
    Kind.FORM: "要填表、报台账、交材料",
    Kind.MECHANISM: "要成立小组、站点、专班，或者设专人、专岗",
    Kind.PLAQUE: "要挂牌子、上墙制度",
    Kind.CHANNEL: "要建群、装APP、开账号、用系统",
    Kind.APPRAISAL: "要考核、评比、创建、达标",
    Kind.CERTIFICATE: "要村里开一张证明",
    Kind.PLEDGE: "要签责任书、定指标、领任务数",
    Kind.TRACE: "要截图、拍照、录视频来证明干过",
    Kind.VETO: "说做不好就一票否决",
    Kind.LIABILITY: "把村里列为责任主体、第一责任人",
}

LIST_KIND_LABELS: Mapping[ListKind, str] = {
    ListKind.DUTY: "履职事项",
    ListKind.ASSIST: "协助事项",
    ListKind.NEGATIVE: "负面事项",
    ListKind.SERVICE: "公共服务",
    ListKind.PURCHASE: "购买服务",
    ListKind.MECHANISM: "工作机制",
    ListKind.PLAQUE: "牌子",
    ListKind.FORM: "报表",
    ListKind.CHANNEL: "微信群和APP",
    ListKind.APPRAISAL: "考核评比",
    ListKind.CERTIFICATE_RETAINED: "保留证明",
    ListKind.CERTIFICATE_CANCELLED: "取消证明",
    ListKind.CERTIFICATE_BARRED: "不应出具的证明",
    ListKind.STREET_PLAQUE: "街道牌子",
}

EFFECT_LABELS: Mapping[Effect, str] = {Effect.FORBID: "不允许", Effect.PERMIT: "允许", Effect.REQUIRE: "要有"}

STRENGTH_LABELS: Mapping[Strength, str] = {
    Strength.STRICT: "一律、不得",
    Strength.IN_PRINCIPLE: "原则上",
    Strength.GENERALLY: "一般",
    Strength.GRADUALLY: "逐步",
    Strength.EXPLORING: "探索",
}

COMPLETENESS_LABELS: Mapping[Completeness, str] = {
    Completeness.COMPLETE: "已完整录入",
    Completeness.INCOMPLETE: "只录入了一部分",
    Completeness.MISSING: "还没有录入",
}
