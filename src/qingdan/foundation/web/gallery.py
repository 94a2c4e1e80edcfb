"""Sample data of the component gallery; nothing else uses it."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.foundation.documents.papers import Cell, FormPaper, SignatureCell
from qingdan.foundation.web.charts import BarChart, ColumnChart, Row
from qingdan.foundation.web.components import Choice, Crumb, Link, Pair, Question, ReasonLine, Stamp, Step, VerdictCard

_STAMPS = (
    ("清单内", Stamp("在", "listed")),
    ("清单内（编号有效）", Stamp("准", "listed")),
    ("待补条件", Stamp("补", "conditional")),
    ("需先准入", Stamp("待", "unlisted")),
    ("依据待录", Stamp("缺", "undecided")),
    ("清单不允许", Stamp("禁", "forbidden")),
    ("紧急情况", Stamp("急", "emergency")),
)


class SampleForm(forms.Form):
    """A form with an error in each field."""

    name = forms.CharField(label="名称", help_text="写全称。", max_length=5)
    place = forms.ChoiceField(label="地方", choices=[("", "请选择"), ("1", "甲村"), ("2", "乙村")])
    agree = forms.BooleanField(label="已经核对")


def context() -> dict[str, Any]:
    """The context of ``web/gallery.html``."""
    return {
        "stamps": _STAMPS,
        "card": VerdictCard(
            stamp=Stamp("禁", "forbidden"),
            word="清单不允许",
            sentence="不得用照片来证明工作干过没有。",
            source="示例文件 三（一）5",
            quote="不得简单以上传工作场景截图或录制视频，作为评价村（社区）是否落实工作的依据。",
            next_step="可以不报。需要时请镇街向提出要求的单位反映。",
            banner="示例：所依据的文件还是征求意见稿。",
            links=(Link("看依据原文", "#", main=True), Link("打印", "#")),
        ),
        "reasons": (
            ReasonLine("台账不在报表清单内。", Stamp("待", "unlisted"), "示例文件 三（二）", "清单之外不得要求填报。"),
            ReasonLine("还不知道多久一次。", Stamp("补", "conditional")),
        ),
        "steps": (
            Step("申请", "11月16日", "done"),
            Step("预检通过", "相近 2 项", "done"),
            Step("联合初审", "1 / 3", "now"),
            Step("审批"),
            Step("备案"),
        ),
        "bars": BarChart(("没有依据",), [Row("示例局", [12], "#"), Row("示例中心", [5]), Row("示例银行", [0])], "次"),
        "columns": ColumnChart(
            ("出具", "不出具"), [Row(f"{month}月", [month * 2, 12 - month]) for month in range(1, 13)], "件"
        ),
        "paper": FormPaper(
            title="示例表",
            rows=[(Cell("名称", "某事"),), (Cell("单位", "某单位"), Cell("日期", "2026年1月1日"))],
            signature_cells=[SignatureCell("意见", words="同意")],
            note="纸上和页面上是同一张表。",
        ),
        "pairs": (Pair("发文单位", "某某单位"), Pair("成文日期", "2026年1月1日"), Pair("文件", "示例文件", "#")),
        "crumbs": (Crumb("首页", "/"), Crumb("列表", "#"), Crumb("这一页")),
        "question": Question(
            "location", "牌子挂在哪里？", "#", (Choice("外墙、门口", "outside"), Choice("屋里", "inside"))
        ),
        "form": SampleForm({"name": "太长的名称不行"}),
    }
