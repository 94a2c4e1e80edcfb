"""Forms of emergencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from qingdan.entry.dispatch.models import EmergencyBasis
from qingdan.entry.dispatch.places import Choice, resolve
from qingdan.entry.dispatch.sending_forms import choose
from qingdan.entry.dispatch.services.emergencies import LONGEST_DAYS, Declaration
from qingdan.entry.dispatch.words_form import WordsForm
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.web.widgets import DayInput

USUAL_DAYS = 7
"""A product setting: how long an emergency runs when nobody says otherwise."""


class EmergencyFilter(forms.Form):
    """Which emergencies."""

    standing = forms.ChoiceField(
        label="哪些",
        required=False,
        choices=[("", "全部"), ("running", "现在有效的"), ("to_check", "等第二人核对的"), ("closed", "已结束的")],
    )
    q = forms.CharField(label="名称", required=False, max_length=60)


class DeclareForm(WordsForm):
    """An emergency as it is put on record; ``basis`` is given by the page."""

    title = forms.CharField(label="什么紧急情况", max_length=120, help_text="例如：7月强降雨防汛。")
    level = forms.CharField(label="级别", max_length=40, help_text="例如：防汛Ⅲ级响应。")
    places = forms.MultipleChoiceField(label="哪些地方", required=False, widget=forms.CheckboxSelectMultiple)
    named = forms.CharField(
        label="写村名、镇名也可以", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个；重名的写 12 位代码。",
    )  # fmt: skip
    starts = forms.DateField(label="从哪天起", widget=DayInput())
    ends = forms.DateField(
        label="到哪天止",
        widget=DayInput(),
        help_text=f"最长 {LONGEST_DAYS} 天，没有过去再续录；提前过去的，录入处置结果就结束。",
    )
    declared_by = forms.CharField(label="谁宣布的", max_length=120, help_text="单位或者指挥部的全称。")
    decided_on = forms.DateField(label="宣布日期", widget=DayInput())
    document = forms.CharField(label="文件名称", max_length=200)
    document_number = forms.CharField(label="文号", max_length=100, required=False)
    scan = forms.FileField(label="扫描件", required=False, help_text="涉密、工作秘密、内部资料不得上传。")
    kept_at = forms.CharField(
        label="原件存放处", max_length=200, required=False, help_text="没有扫描件的，写原件存放在哪里。"
    )

    basis = EmergencyBasis.DECLARED

    def __init__(self, *args: Any, district: str, wholes: Sequence[Choice], **more: Any) -> None:
        day = today()
        first = {"starts": day, "ends": day + timedelta(days=USUAL_DAYS), "decided_on": day}
        more["initial"] = first
        super().__init__(*args, **more)
        self.district = district
        choose(self, "places", wholes)

    def clean(self) -> dict[str, Any]:
        """The places that were ticked and typed, together."""
        said = super().clean()
        found = resolve(said.get("named", ""), [self.district])
        for problem in found.problems:
            self.add_error("named", problem)
        said["divisions"] = [*said.get("places", ()), *found.codes]
        if not said["divisions"] and not self.errors.keys() & {"places", "named"}:
            self.add_error("places", "请选哪些地方。")
        return said

    def declaration(self, scan: Attachment | None) -> Declaration:
        """What was typed."""
        said = self.cleaned_data
        names = set(Declaration.__slots__) & said.keys() - {"scan"}
        return Declaration(basis=self.basis.value, scan=scan, **{name: said[name] for name in names})


class ImminentForm(DeclareForm):
    """Imminent danger that a duty officer decided on: no paper yet, but what the danger is."""

    danger = forms.CharField(label="眼前有什么危险", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    document = None  # type: ignore[assignment]  # there is none yet
    document_number = None  # type: ignore[assignment]  # as above
    scan = None  # type: ignore[assignment]  # as above
    kept_at = forms.CharField(label="值班记录存放处", max_length=200, required=False)

    basis = EmergencyBasis.IMMINENT
    field_order = (
        "danger",
        "title",
        "level",
        "places",
        "named",
        "starts",
        "ends",
        "declared_by",
        "decided_on",
        "kept_at",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["declared_by"].label = "值班负责人"
        self.fields["declared_by"].help_text = "姓名和职务。"
        self.fields["decided_on"].label = "决定日期"


class CloseForm(WordsForm):
    """What was done."""

    response = forms.CharField(label="处置结果", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class FilingForm(WordsForm):
    """The filing afterwards."""

    filing = forms.CharField(
        label="备案情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="备案号、备案单位和处置结果。",
    )
