"""A pack's data as Chinese words: conditions, areas and classes. Pure; pages, reports and commands use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.policy.packs.rule_specs import ConditionSpec, RuleSpec, TermsSpec
from qingdan.policy.packs.schema import Authority

AREA_LABELS: Mapping[str, str] = {
    "orgs": "组织机构",
    "lists": "清单目录",
    "admission": "准入",
    "dispatch": "派发",
    "screening": "文件筛查",
    "campaign": "专项清理",
    "ledger": "问题台账",
    "inspection": "检查督查",
    "oversight": "监督问责",
    "plaques": "牌子",
    "facilities": "阵地设施",
    "forms": "报表",
    "channels": "微信群和APP",
    "apps": "微信群和APP",
    "seals": "用印",
    "appraisals": "评比创建",
    "evaluation": "考核评价",
    "certificates": "证明",
    "services": "公共服务",
    "public_services": "公共服务",
    "staffing": "人员经费",
    "funding": "经费保障",
    "publicity": "公开宣传",
    "reporting": "报告总结",
    "complaints": "监督举报",
    "training": "培训",
    "burden": "负担测算",
}

CLASS_LABELS: Mapping[str, str] = {
    "decision": "判定",
    "workflow": "办理流程",
    "record": "记录",
    "organisational": "组织工作",
}

CLASS_HINTS: Mapping[str, str] = {
    "decision": "闸门据此回答“能不能”",
    "workflow": "要有人一步步办",
    "record": "要记下来、查得到",
    "organisational": "由机关自己做，软件只提醒和留存",
}

ROLE_LABELS: Mapping[str, str] = {
    "lead": "牵头",
    "joint": "会同",
    "reviewer": "初审",
    "approver": "审批",
    "filing": "备案",
    "publisher": "公布",
    "supervisor": "监督",
    "discipline": "执纪",
    "coordinator": "统筹",
    "issuer": "印发",
    "competent": "主管",
    "steward": "清单管理",
}


PART_LABELS: Mapping[str, str] = {
    "basis": "依据",
    "frequency": "多久一次",
    "funding_source": "经费来源渠道",
    "funding_standard": "经费补助标准",
    "flow_chart": "运行流程图",
    "training": "业务指导和培训安排",
    "minutes": "每次用时",
    "ends_on": "截止日期",
    "unregulated": "省、市没有统一规范",
    "useful": "方便村民工作、学习、生活",
    "verifiable": "村（社区）能够核实",
    "model_text": "具体式样",
    "procedure": "办理程序",
    "operating_rule": "操作规范",
}
"""What an application must have, as people call it."""


IMPLEMENTATION_LABELS: Mapping[str, str] = {
    "pack routes": "办理路径",
    "pack procedures": "准入程序",
    "pack guides": "办事指南要写什么、在哪里公布",
    "guides publishing": "办事指南的编写、审查和公布",
    "guides reviews": "证明事项清理",
    "guides offices": "部门的负面清单和材料清单",
    "pack lists": "点名的清单",
    "pack kinds": "各类要求看哪些清单",
    "pack bodies": "各单位的角色",
    "pack document": "文件本身的登记",
    "pack statutes": "在册的法律",
    "pack authorities": "有权同意的机关",
    "gate": "闸门的判定",
    "gate undecided": "闸门：没录全就答“依据待录”",
    "gate reds": "闸门：各级红线叠加",
    "lists editions": "清单的版本",
    "packs": "政策包的安装和版本",
}
"""What a clause names as its implementation, beside rules (rule ID) and lists (list ID)."""


def area_label(area: str) -> str:
    """The word for an area; an area without one is shown as it is written."""
    return AREA_LABELS.get(area, area)


def condition_in_words(spec: ConditionSpec, authorities: Mapping[str, Authority]) -> str:
    """A conjunction as one phrase; empty for a condition that always holds."""
    parts = [_test(fact, given, authorities) for fact, given in spec.facts.items()]
    if spec.on_list:
        parts.append(f"正好在{'、'.join(LIST_KIND_LABELS[kind] for kind in spec.on_list)}清单上")
    return "，并且".join(parts)


def _test(fact: str, given: object, authorities: Mapping[str, Authority]) -> str:
    label = FACTS[fact].label if fact in FACTS else fact
    denied = isinstance(given, dict)
    values = given["not"] if isinstance(given, dict) else given
    every = values if isinstance(values, list) else [values]
    if FACTS[fact].boolean:
        return f"{label}：{'是' if every[0] is not denied else '否'}"
    words = "、".join(_value(fact, value, authorities) for value in every)
    return f"{label}：{'不是' if denied else ''}{words}"


def _value(fact: str, value: object, authorities: Mapping[str, Authority]) -> str:
    if isinstance(value, str) and value.startswith("@"):
        found = authorities.get(value[1:])
        return found.title if found else value
    return dict(FACTS[fact].choices).get(str(value), str(value))


def terms_in_words(terms: TermsSpec | None) -> str:
    """Phrases as one sentence; empty where there are none."""
    if terms is None:
        return ""
    parts = []
    if terms.any_of:
        parts.append(f"写有{_quoted(terms.any_of, '或')}")
    if terms.all_of:
        parts.append(f"同时写有{_quoted(terms.all_of, '和')}")
    if terms.none_of:
        parts.append(f"没有写{_quoted(terms.none_of, '、')}")
    return f"{'名称里' if terms.title_only else ''}{'，'.join(parts)}"


def _quoted(words: Iterable[str], joint: str) -> str:
    return joint.join(f"“{word}”" for word in words)


def rule_when_in_words(rule: RuleSpec, authorities: Mapping[str, Authority]) -> list[str]:
    """When a row applies, as phrases that must all hold; empty for a row that always applies."""
    lists = "、".join(LIST_KIND_LABELS[kind] for kind in rule.absent_from)
    phrases = [
        f"叫{_quoted(rule.titles, '或')}" if rule.titles else "",
        terms_in_words(rule.terms),
        condition_in_words(rule.when, authorities),
        f"不在{lists}清单上" if lists else "",
    ]
    return [phrase for phrase in phrases if phrase]
