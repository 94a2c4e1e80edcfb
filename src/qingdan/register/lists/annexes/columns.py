"""The columns of a list as a table: their names in our template, and the many names that real annexes give them.

Data with tests: a name that is not here is an unknown column, whose content goes into the remarks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingdan.foundation.web.grids import heading_key
from qingdan.policy.gate.model import ListKind


@dataclass(frozen=True, slots=True)
class Column:
    """One field as a column: our heading, what to write in it, and other headings that mean it."""

    field: str
    heading: str
    help: str
    others: tuple[str, ...] = ()
    width: int = 14


COLUMNS = (
    Column("number", "序号", "从 1 数起，可以不填。", ("编号顺序", "顺序", "序"), 6),
    Column("code", "编号", "本系统给的事项编号；新事项不填，改动原有事项照抄。", ("事项编号", "事项编码", "编码", "代码"), 14),
    Column(
        "title", "事项名称", "必填。照文件上的叫法写，最多 200 字。",
        ("事项", "工作事项", "工作事务", "事务名称", "具体事项", "工作内容", "主要内容", "职责", "职责事项", "工作职责", "工作任务", "任务", "内容",
         "项目", "项目名称", "证明事项", "证明名称", "证明事项名称", "证明材料名称", "牌子名称", "牌子", "标牌名称", "挂牌名称", "报表名称", "表格名称",
         "表格", "机制名称", "工作机制", "机构名称", "名称", "微信群名称", "平台名称", "系统名称", "负面事项", "禁止事项", "服务事项", "考核项目",
         "协助事项", "清单内容", "事项内容"), 36,
    ),
    Column("aliases", "别名", "别的叫法，几个之间用“、”隔开；名称里自己有顿号的，用“”括起来。", ("也叫", "又称", "其他名称", "俗称"), 20),
    Column("category", "类别", "清单自己的分类，例如“组织建设”。", ("类型", "事项类别", "事项类型", "分类", "一级分类", "领域", "大类"), 14),
    Column("units", "适用", "村、社区、农村社区、村改居社区；几个用“、”隔开，不填就是都适用。", ("适用对象", "适用范围", "实施对象", "适用主体", "范围"), 14),
    Column(
        "basis", "依据", "一条一行，或者用“；”隔开，例如《中华人民共和国村民委员会组织法》第八条。",
        ("设定依据", "法律依据", "政策依据", "法规依据", "法律法规依据", "工作依据", "实施依据", "主要依据", "法律法规和政策依据", "文件依据", "依据文件"), 40,
    ),
    Column(
        "lead_body", "牵头单位", "",
        ("责任单位", "主管部门", "指导单位", "牵头部门", "责任部门", "指导部门", "业务主管部门", "主责单位", "主责部门", "报送单位", "报送部门", "提出部门",
         "要求部门", "主管单位", "部门", "单位"), 18,
    ),
    Column("supporting_bodies", "配合单位", "几个用“、”隔开。", ("协助单位", "配合部门", "协同部门", "协办单位", "参与单位", "会同单位"), 18),
    Column("frequency", "频次", "每天、每周、每月、每季度、每半年、每年、一次、有事才报。", ("报送周期", "报送频次", "填报频次", "周期", "填报周期", "频率", "时限周期"), 10),
    Column("funding", "经费标准", "", ("经费保障", "经费", "资金", "工作经费", "经费来源", "经费渠道", "保障措施"), 16),
    Column("flow_chart", "办理流程", "", ("流程", "流程图", "工作流程", "办理程序", "操作流程"), 20),
    Column("training", "培训指导", "", ("培训", "业务培训", "指导培训"), 14),
    Column("minutes", "每次用时（分钟）", "整数。一个村做一次大约多久。", ("每次用时", "用时", "耗时", "用时（分钟）", "所需时间"), 10),
    Column("location", "内外", "只对牌子：外部或内部。", ("挂牌位置", "悬挂位置", "位置", "挂在哪里"), 8),
    Column("party", "组织", "村组织或街镇，可以不填。", ("挂牌主体",), 8),
    Column("valid_from", "起", "日期，例如 2026-01-01。", ("开始日期", "起始日期", "施行日期", "启用日期"), 12),
    Column("valid_to", "止", "日期。", ("截止日期", "结束日期", "终止日期", "有效期至", "有效期限"), 12),
    Column("review_on", "复核日期", "到这一天要重新说明理由。", ("复审日期", "评估日期"), 12),
    Column(
        "handled_by", "改由谁办", "不开证明时由谁办、怎么办。",
        ("由谁办", "办理单位", "替代方式", "替代办法", "办理部门", "出具单位", "出具部门", "处理方式", "解决办法", "取消后的办理方式", "核查部门", "指引"), 24,
    ),
    Column("conflict", "与之不一致的规定", "", (), 20),
    Column("note", "说明", "", ("备注", "注", "备考", "其他", "有关说明"), 24),
    Column("reason", "增改理由", "这一项为什么新增或修改，随新版公布。", ("理由", "修订理由", "调整理由", "修改说明"), 20),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}

UNIT_WORDS = {
    "village": ("村", "村委会", "村民委员会", "行政村", "村级组织"),
    "community": ("社区", "居委会", "居民委员会", "城市社区", "城镇社区", "居"),
    "rural_community": ("农村社区",),
    "converted": ("村改居", "村改居社区", "涉农社区"),
}
"""What a column with marks, or a cell, calls each sort of unit."""
BOTH_WORDS = ("村（社区）", "村和社区", "村社区", "村居", "村、社区", "均适用", "都适用", "全部", "通用")
MARKS = frozenset("√✓✔○●◯Yy是有☑vV1")
NO_MARKS = frozenset("×✗✘否无-—–/N")

FREQUENCY_WORDS = {
    "daily": ("每天", "每日", "日报", "一日一次"),
    "weekly": ("每周", "周报", "每星期"),
    "monthly": ("每月", "月报", "每月一次", "按月"),
    "quarterly": ("每季度", "每季", "季报", "按季", "每季度一次"),
    "half_yearly": ("每半年", "半年报", "半年一次", "半年"),
    "yearly": ("每年", "年报", "一年一次", "年度", "每年一次", "按年"),
    "once": ("一次", "一次性", "只报一次"),
    "on_event": ("有事才报", "随时", "不定期", "按需", "即时", "动态", "实时"),
}
LOCATION_WORDS = {"outside": ("外部", "室外", "外墙", "门口", "外"), "inside": ("内部", "室内", "屋里", "内")}
PARTY_WORDS = {"village": ("村", "村组织", "村（社区）", "社区"), "street": ("街镇", "街道", "乡镇", "镇街")}

KIND_WORDS = (
    (ListKind.CERTIFICATE_BARRED, ("不应出具", "不应由", "不得出具", "不再出具")),
    (ListKind.CERTIFICATE_CANCELLED, ("取消",)),
    (ListKind.CERTIFICATE_RETAINED, ("出具证明", "证明事项", "保留的证明", "证明")),
    (ListKind.NEGATIVE, ("负面", "禁止", "红线", "不得")),
    (ListKind.STREET_PLAQUE, ("街道（乡镇）挂牌", "街道挂牌", "乡镇挂牌")),
    (ListKind.PLAQUE, ("牌子", "挂牌", "标牌")),
    (ListKind.MECHANISM, ("工作机制", "机制")),
    (ListKind.PURCHASE, ("购买服务",)),
    (ListKind.SERVICE, ("公共服务", "服务事项", "代办")),
    (ListKind.FORM, ("报表", "表格", "填报")),
    (ListKind.CHANNEL, ("微信", "APP", "平台", "系统")),
    (ListKind.APPRAISAL, ("考核", "评比", "创建")),
    (ListKind.ASSIST, ("协助",)),
    (ListKind.DUTY, ("履职", "职责", "依法履行")),
)
"""Words of a title that say of which kind a list is; the first that fits."""


_NAMED = {
    heading_key(name): column.field for column in reversed(COLUMNS) for name in (*column.others, column.heading)
} | {heading_key(column.heading): column.field for column in COLUMNS}
_UNIT_NAMED = {heading_key(word): unit for unit, words in UNIT_WORDS.items() for word in words}


def field_of(heading: str) -> str | None:
    """The field that a heading names, or None; a heading with a remark in brackets counts without it."""
    words = heading_key(heading)
    return _NAMED.get(words) or _NAMED.get(re.sub(r"（[^（）]*）$", "", words))


def unit_of(heading: str) -> str | None:
    """The sort of unit that a column with marks is for, or None."""
    return _UNIT_NAMED.get(heading_key(heading))


def kind_of(title: str) -> str | None:
    """The kind of list that a title speaks of, or None."""
    return next((kind.value for kind, words in KIND_WORDS if any(word in title for word in words)), None)
