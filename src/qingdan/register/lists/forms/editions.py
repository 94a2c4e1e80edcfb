"""Forms of a list and of its editions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.foundation.web.widgets import DayInput, choice_field
from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.policy.gate.model import ListKind
from qingdan.register.lists.models import Openness
from qingdan.register.lists.services.drafting import Heading


class NewListForm(forms.Form):
    """A list that begins."""

    kind = forms.ChoiceField(label="类别", choices=[(kind.value, label) for kind, label in LIST_KIND_LABELS.items()])
    title = forms.CharField(label="名称", max_length=300, help_text="和文件上写的一样，不用写书名号。")
    publisher = forms.CharField(label="发布单位", max_length=200)
    document = forms.CharField(label="由哪份文件公布", required=False, max_length=300, help_text="还没有定可以先空着。")

    def __init__(self, *args: Any, kinds: Sequence[ListKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [(kind.value, LIST_KIND_LABELS[kind]) for kind in kinds]


class HeadingForm(forms.Form):
    """What an edition says of itself."""

    document = forms.CharField(label="由哪份文件公布", max_length=300)
    document_number = forms.CharField(label="文号", required=False, max_length=200)
    decided_on = forms.DateField(label="决定日期", required=False, widget=DayInput())
    published_on = forms.DateField(
        label="发布日期", widget=DayInput(), help_text="文件上的公布日期；在系统里发布就填发布那天。"
    )
    effective_on = forms.DateField(
        label="生效日期", widget=DayInput(), help_text="不能早于发布日期。现行版管到这一天的前一天。"
    )
    ends_on = forms.DateField(label="终止日期", required=False, widget=DayInput())
    complete = forms.BooleanField(
        label="整张清单都在这里",
        required=False,
        help_text="勾上以后，没有列出的就是不在清单上；不勾，没有列出的回答“依据待录”。",
    )
    openness = forms.ChoiceField(
        label="建议的公开属性", choices=Openness.choices, widget=forms.RadioSelect, help_text="发布时由审查的人定。"
    )
    source_url = forms.URLField(label="来源网址", required=False, max_length=500, assume_scheme="https")
    note = forms.CharField(label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(
        label="为什么修订",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随新版一起公布。第一版可以不填。",
    )

    def clean(self) -> dict[str, Any]:
        """Nothing takes effect before it is published."""
        cleaned = super().clean() or {}
        published, effective = cleaned.get("published_on"), cleaned.get("effective_on")
        if published and effective and effective < published:
            self.add_error("effective_on", "生效日期不能早于发布日期：清单不能管发布以前的事。")
        return cleaned

    def heading(self) -> Heading:
        """The heading that was typed."""
        return Heading(**self.cleaned_data)


class PublishForm(forms.Form):
    """The review before publication, and after it for another 公开属性."""

    openness = forms.ChoiceField(label="公开属性", choices=Openness.choices, widget=forms.RadioSelect)
    openness_review = forms.CharField(
        label="按什么定的",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：文件第几条写明主动公开；或者只印发各镇街，未公开。",
    )
    not_secret = forms.BooleanField(
        label="我审查过：不涉密，不是工作秘密和内部资料",
        error_messages={"required": "请先审查，再勾上。内容涉密或者是内部资料的，请退回删去。"},
    )

    def openness_chosen(self) -> Openness:
        """The 公开属性 as its own type."""
        return Openness(self.cleaned_data["openness"])


class PublishWithScanForm(PublishForm):
    """Publication, with the scan of the decision where there is one."""

    scan = forms.FileField(
        label="盖章件或批复的扫描件", required=False, help_text="PDF 或图片，最多 20 MB。没有就不传。"
    )


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class EndOfBasisForm(forms.Form):
    """That a document is no longer valid."""

    valid_to = forms.DateField(label="有效到哪天", widget=DayInput(), help_text="废止前的最后一天。")
    ended_by = forms.CharField(label="由哪份文件废止", max_length=300)
    replaced_by = forms.CharField(label="由哪份文件替代", required=False, max_length=200)


class SettleForm(forms.Form):
    """The answer on a red line in conflict."""

    holds = forms.TypedChoiceField(
        label="这条红线",
        choices=[("0", "无效，以上级清单或法律为准"), ("1", "有效，说的不是同一件事")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    document = forms.CharField(label="依据", max_length=300, help_text="哪份批复、纪要或解释。")
    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class UploadForm(forms.Form):
    """A file with items."""

    file = forms.FileField(
        label="文件", help_text="Excel（.xlsx）、Word（.docx）、CSV 或本系统导出的 JSON，最多 20 MB、2 万行。"
    )
    whole = forms.BooleanField(
        label="文件里是整张清单",
        required=False,
        help_text="勾上：草稿里有、文件里没有的事项会删去。不勾：只新增和修改。",
    )


class PickForm(forms.Form):
    """Which items of a model are copied."""

    codes = forms.MultipleChoiceField(label="事项", widget=forms.CheckboxSelectMultiple)
