"""The columns of the sheet of guides: what goes out, and what of it is read when it comes back. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.foundation.web.grids import heading_key

CODE, TITLE, BASE = "编号", "证明", "底稿"
"""What a row is about, and which state of it was taken out."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is filled in. ``field``: of ``GuideContent`` or of the draft; ``others``: what people call it too."""

    heading: str
    field: str
    help: str
    others: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


YES, NO = "是", "否"
SIMPLE, COMPLEX = "当场办结", "限时办结"
OWN, OURS = "部门提供", "系统建议范本"
FILLED = (
    Column("办理用途", "purpose", "证明拿去做什么用。", ("用途",)),
    Column("开具单位", "issuing_body", "由谁开，例如：居住地的村（居）民委员会。", ("出具单位",)),
    Column(
        "有效天数", "validity_days", "写数字，例如 90。没有天数的空着，在“有效期说明”里写明。", ("有效时限", "有效期")
    ),
    Column("有效期说明", "validity_note", "例如：说明已经发生的事，长期有效。"),
    Column(
        "政策法规依据",
        "legal_basis",
        "一行一件（同一格里按 Alt+Enter 换行），写到条款。顿号不分行。",
        ("依据", "法规依据"),
    ),
    Column(
        "证明内容范本",
        "model_text",
        "要填的空写成 {代号}，例如：兹证明：{name}（{id_number}）住在{address}。",
        ("范本", "样表"),
    ),
    Column(
        "范本里的空",
        "fields",
        "一行一个：代号｜名称｜类型｜必填｜可选的值。类型：文字、长文字、日期、数字、选择。例如：address｜住址｜文字｜必填",
        ("范本栏目",),
    ),
    Column("办理程序", "procedure", "一行一步，可以写序号。", ("具体流程", "办理流程", "流程")),
    Column("操作规范", "operating_rule", "经办人要看什么、不能做什么。"),
    Column("材料", "materials", "一行一件，例如：居民身份证。顿号不分行。", ("要带的材料", "申请材料")),
    Column("办得多快", "simple", f"{SIMPLE}，或者{COMPLEX}。", (), (SIMPLE, COMPLEX)),
    Column("工作日", "workdays", f"{COMPLEX}的几个工作日，写数字；{SIMPLE}的空着。", ("办理时限", "出具时限")),
    Column("公共利益", "public_interest", f"涉及村（社区）公共利益或者多数居民的写{YES}。", (), (YES, NO)),
    Column("法律风险", "legal_risk", f"可能有法律风险的写{YES}。", (), (YES, NO)),
    Column("收费", "fee", "不收费就写不收费。"),
    Column("范本来源", "source", f"{OWN}，或者{OURS}。", (), (OWN, OURS)),
    Column("提供部门", "provided_by", "范本是哪个部门提供的。"),
    Column("依据文件", "document", "文件名、文号、日期。"),
    Column("修订理由", "reason", "环节、时限、材料比上一版多的，必须写为什么。", ("为什么修订",)),
)
"""What import reads; an empty cell empties the field, a column that is not there leaves it as it is."""
SHOWN = ("类别", "清单", "清单上的依据", "改由谁办", "牵头单位", "指南", "已公布渠道", "还缺什么", "正在清理")
"""For reading only."""
HEADER = (CODE, TITLE, SHOWN[0], *(column.heading for column in FILLED), BASE, *SHOWN[1:])
BY_HEADING = {column.heading: column for column in FILLED}
BY_FIELD = {column.field: column for column in FILLED}
CHOICES = {column.heading: column.choices for column in FILLED if column.choices}
EXPLANATION = (
    (CODE, "清单上的编号，不要改。自己的表可以没有这一列，按证明名称对。"),
    (TITLE, "清单上的名称。要和清单上的一样，空格、括号不要紧。"),
    *((column.heading, column.help) for column in FILLED),
    (BASE, "系统用它看导出以后有没有人改过，不要改。自己的表可以没有这一列。"),
    ("其他各列", "只供查看，改了不算：" + "、".join(SHOWN) + "。"),
    ("导入以后", "先给您看每一行会怎么样，您确认以后才保存成草稿。导入不会发布，草稿照常提交、由另一位同志审查发布。"),
    ("没有改的行", "和现在的一样，不会生成草稿。不用改的行可以删去，也可以留着。"),
)
"""What the second sheet of the template says."""
KNOWN = {
    heading_key(name): heading
    for heading, names in (
        *((column.heading, (column.heading, *column.others)) for column in reversed(FILLED)),
        (CODE, (CODE, "事项编号")),
        (TITLE, (TITLE, "证明名称", "事项名称", "证明事项", "证明事项名称")),
        (BASE, (BASE,)),
    )
    for name in names
}
UNREAD = frozenset(map(heading_key, (*SHOWN, "序号")))
