"""The facts a demand may carry: names, allowed values, and the question that asks a person for each.

Names and values are the contract of the command line and the API (``--set KEY=VALUE``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.policy.gate.model import FactValue
from qingdan.policy.gate.normalise import plain


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact. ``choices`` pairs value and Chinese label; empty for yes/no (``boolean``) and free text."""

    name: str
    label: str
    question: str
    choices: tuple[tuple[str, str], ...] = ()
    boolean: bool = False


OPEN_FACTS = frozenset({"topic", "transferred_from"})
"""Facts whose choices are the usual ones only: a pack may name others."""
_STATED = frozenset({"declared", "imminent", "已宣布", "有危险"})
"""Ways of stating an emergency besides yes."""


class UnknownFact(ValueError):
    """A fact name that the vocabulary does not have, or a value that it does not allow."""


LEVELS = (
    ("central", "中央和国家"),
    ("province", "省级（直辖市的市级）"),
    ("city", "地市级"),
    ("county", "区县级"),
    ("town", "镇街级"),
)

FREQUENCIES = (
    ("daily", "每天"),
    ("weekly", "每周"),
    ("monthly", "每月"),
    ("quarterly", "每季度"),
    ("half_yearly", "每半年"),
    ("yearly", "每年"),
    ("once", "一次"),
    ("on_event", "有事才报"),
)

BASES = (
    ("none", "没有说依据"),
    ("law", "法律"),
    ("regulation", "行政法规或地方性法规"),
    ("rule", "部门规章或政府规章"),
    ("state_council", "国务院决定"),
    ("central", "党中央、国务院文件"),
    ("province", "省（直辖市）文件"),
    ("city", "市文件"),
)

_SPECS = (
    FactSpec("village_type", "村还是社区", "您这里是村，还是社区？", (("village", "村"), ("community", "社区"))),
    FactSpec(
        "unit_kind",
        "哪一类村（社区）",
        "您这里是哪一类村（社区）？",
        (
            ("village", "村"),
            ("rural_community", "农村社区"),
            ("farm", "农场等类似村的单位"),
            ("community", "城镇社区"),
            ("converted", "村改居社区"),
        ),
    ),
    FactSpec(
        "location", "挂在哪里", "这块牌子挂在外墙、门口，还是屋里？", (("outside", "外墙、门口"), ("inside", "屋里"))
    ),
    FactSpec("temporary", "临时", "是为一项重大任务临时挂的、办完就摘吗？", boolean=True),
    FactSpec("issuer_level", "哪一级要求的", "是哪一级提出来的？", LEVELS),
    FactSpec(
        "issuer_type",
        "什么单位要求的",
        "提出要求的是什么单位？",
        (
            ("party_government", "党委、政府"),
            ("two_offices", "党委办、政府办"),
            ("leading_group", "领导小组、专班"),
            ("department", "部门"),
            ("town", "镇街"),
            ("mass_org", "群团组织"),
            ("public_institution", "事业单位"),
        ),
    ),
    FactSpec(
        "demander",
        "谁要这份证明",
        "这份证明是谁要的？",
        (
            ("party_government", "党政机关、群团和它们的窗口"),
            ("enterprise", "银行、企业等单位"),
            ("court", "法院、仲裁机构"),
            ("individual", "个人之间要用"),
        ),
    ),
    FactSpec(
        "topic",
        "哪方面的事",
        "这件事属于哪个方面？",
        (("agriculture", "农业农村"), ("rural_revitalisation", "乡村振兴调度"), ("other", "其他")),
    ),
    FactSpec(
        "transferred_from",
        "本来该谁做",
        "这件事本来该由谁做？",
        (
            ("none", "本来就是村里的事"),
            ("cooperative", "合作社、家庭农场、农业企业"),
            ("town", "镇街"),
            ("department", "部门"),
        ),
    ),
    FactSpec("basis", "依据", "对方说的依据是哪一类？", BASES),
    FactSpec("basis_text", "依据名称", "依据叫什么、第几条？"),
    FactSpec("consent_of", "谁同意的", "经哪个机关书面同意？没有就填“无”。"),
    FactSpec("deployed_by", "谁统一部署的", "是哪一级党委和政府统一部署的？没有就填“无”。"),
    FactSpec("own_authority", "对方自己的权责", "这本来是对方单位自己的权责事项吗？", boolean=True),
    FactSpec(
        "within_duty", "属于村里职责", "这件事属于村（社区）组织自己的职责范围、村里现有组织就能承担吗？", boolean=True
    ),
    FactSpec("verifiable", "能够核实", "要证明的事，村里能核实清楚吗？", boolean=True),
    FactSpec("public_interest", "涉及公共利益", "涉及村（社区）公共利益或多数居民切身利益吗？", boolean=True),
    FactSpec("funding", "有经费", "对方给经费、说明经费从哪里来了吗？", boolean=True),
    FactSpec("flow_chart", "有流程图", "对方给了运行流程图吗？", boolean=True),
    FactSpec("training", "有指导培训", "对方安排了业务指导和培训吗？", boolean=True),
    FactSpec("emergency", "紧急情况", "是已经宣布的突发事件、或者眼前就有危险吗？", boolean=True),
    FactSpec(
        "party",
        "谁的地方",
        "是村（社区）的，还是街道（乡镇）的？",
        (("village", "村（社区）"), ("street", "街道（乡镇）")),
    ),
    FactSpec("frequency", "多久一次", "多久要一次？", FREQUENCIES),
)

FACTS: Mapping[str, FactSpec] = {spec.name: spec for spec in _SPECS}
"""The vocabulary by name; ``frequency`` is carried by the demand itself but may be tested like a fact."""


def parse_fact(name: str, value: object) -> FactValue:
    """The typed value of a fact as it came from outside; raises :class:`UnknownFact` in plain Chinese."""
    spec = FACTS.get(name)
    if spec is None or name == "frequency":
        raise UnknownFact(f"不认识的事实“{name}”。可以用的有：{'、'.join(n for n in FACTS if n != 'frequency')}")
    if spec.boolean:
        return _parse_boolean(spec, value)
    text = "" if value is None else plain(str(value)).strip()
    if not text or len(text) > 500:
        raise UnknownFact(f"{name} 的值不能为空，也不能超过500个字")
    if spec.choices and name not in OPEN_FACTS and text not in dict(spec.choices):
        allowed = "、".join(choice for choice, _ in spec.choices)
        raise UnknownFact(f"{name} 没有“{text}”这个值。可以用的有：{allowed}")
    return text


def _parse_boolean(spec: FactSpec, value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in {"true", "yes", "1", "是", "有"} or (spec.name == "emergency" and text in _STATED):
        return True
    if text in {"false", "no", "0", "否", "无", "没有"}:
        return False
    raise UnknownFact(f"{spec.name} 只能填 true 或 false（是或否），不能填“{value}”")
