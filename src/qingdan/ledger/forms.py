"""Forms of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web.widgets import MOST_FILES, DayInput, ManyFilesField
from qingdan.ledger.choices import DismissedAs, FindingKind, FindingState, LeadState
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.models.leads import KINDS
from qingdan.ledger.queries import ALL_STATES
from qingdan.ledger.services.mending import LONGEST_WORDS
from qingdan.ledger.sources import OWN, source_choices

_EVERY = ("", "全部")


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def _words(label: str, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=LONGEST_WORDS, widget=widget, **more)


def _files(label: str) -> ManyFilesField:
    return ManyFilesField(label=label, help_text=f"最多 {MOST_FILES} 个。涉密、工作秘密、内部资料不得上传。")


class _Filter(forms.Form):
    """Filters live in the address: what makes no sense there is as if it were not said."""

    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def as_sent(self) -> dict[str, str]:
        """The same as it stands in the address."""
        return {name: str(self.data.get(name, "")) for name in self.chosen()}


class FindingFilter(_Filter):
    """What to find in the ledger."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "没销号的"), *FindingState.choices, (ALL_STATES, "全部")]
    )
    body = forms.ChoiceField(label="责任单位", required=False)
    place = forms.ChoiceField(label="地方", required=False)
    finding_kind = forms.ChoiceField(label="问题类型", required=False, choices=[_EVERY, *FindingKind.choices])
    kind = forms.ChoiceField(label="类别", required=False, choices=[_EVERY, *KINDS])
    source = forms.ChoiceField(label="来源", required=False)
    since = _day("确认日期从", required=False)
    until = _day("到", required=False)
    q = forms.CharField(label="编号或问题里的字", required=False, max_length=60)
    overdue = forms.BooleanField(label="只看逾期的", required=False)
    before_filing = forms.BooleanField(label="只看先派后批", required=False)

    def __init__(self, data: Any, *, bodies: Iterable[Body], places: Iterable[Division]) -> None:
        super().__init__(data or {})
        self.fields["body"].choices = [_EVERY, *((str(body.pk), body.name) for body in bodies)]  # type: ignore[attr-defined]
        self.fields["place"].choices = [_EVERY, *((place.pk, place.name) for place in places)]  # type: ignore[attr-defined]
        self.fields["source"].choices = [_EVERY, *source_choices()]  # type: ignore[attr-defined]

    @property
    def uses_more(self) -> bool:
        """Whether one of the rarer filters narrows the list."""
        return bool(self.chosen().keys() & {"finding_kind", "kind", "source", "since", "until", "before_filing"})


class LeadFilter(_Filter):
    """Which leads to show."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", LeadState.NEW.label), *LeadState.choices[1:], (ALL_STATES, "全部")],
    )
    source = forms.ChoiceField(label="来源", required=False)
    finding_kind = forms.ChoiceField(label="问题类型", required=False, choices=[_EVERY, *FindingKind.choices])
    kind = forms.ChoiceField(label="类别", required=False, choices=[_EVERY, *KINDS])
    place = forms.ChoiceField(label="地方", required=False)
    q = forms.CharField(label="标题或单位里的字", required=False, max_length=60)

    def chosen(self) -> dict[str, Any]:
        """What was chosen; where no state was, the usual one."""
        chosen = super().chosen()
        return chosen if "state" in chosen or not self._usual else {**chosen, "state": self._usual}

    def as_sent(self) -> dict[str, str]:
        """What stands in the address."""
        return {name: words for name, words in super().as_sent().items() if words}

    def __init__(self, data: Any, *, places: Iterable[Division], waiting_first: bool) -> None:
        super().__init__(data or {})
        if not waiting_first:
            self.fields["state"].choices = [_EVERY, *LeadState.choices]  # type: ignore[attr-defined]
        self._usual = "" if waiting_first else ALL_STATES
        self.fields["source"].choices = [_EVERY, *source_choices()]  # type: ignore[attr-defined]
        self.fields["place"].choices = [_EVERY, *((place.pk, place.name) for place in places)]  # type: ignore[attr-defined]


class LeadForm(forms.Form):
    """A lead that somebody writes down."""

    place = forms.CharField(label="哪个村（社区）或镇街", max_length=60, help_text="写名称或者区划代码。")
    title = forms.CharField(label="什么问题", max_length=200)
    source = forms.ChoiceField(label="怎么知道的", choices=OWN)
    about_name = forms.CharField(label="哪个单位要求的", max_length=100, required=False)
    finding_kind = forms.ChoiceField(label="问题类型", choices=[("", "请选"), *FindingKind.choices])
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "说不准"), *KINDS])
    text = _words("具体情况", required=False)
    measure = _words("打算怎么改", required=False)
    due = _day("打算什么时候改好", required=False)
    evidence = _files("材料")


class ConfirmForm(forms.Form):
    """What is said of a finding when leads are confirmed."""

    body = forms.ModelChoiceField(label="责任单位", queryset=Body.objects.none(), empty_label="请选")
    title = forms.CharField(label="问题", max_length=200)
    finding_kind = forms.ChoiceField(label="问题类型", choices=[("", "请选"), *FindingKind.choices])
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "说不准"), *KINDS])
    due = _day("整改时限")
    measure = _words(
        "整改措施", required=False, help_text="可以留给责任单位自己写；没有措施的问题会一直挂着“待定措施”。"
    )
    text = _words("查实的情况", required=False)
    others = forms.ModelMultipleChoiceField(
        label="同一件事的其他线索，一起确认",
        queryset=Lead.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], others: QuerySet[Lead], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["others"].queryset = others  # type: ignore[attr-defined]
        if not others.exists():
            del self.fields["others"]


class DismissForm(forms.Form):
    """Why a lead is no finding."""

    dismissed_as = forms.ChoiceField(label="为什么不成立", choices=DismissedAs.choices, widget=forms.RadioSelect)
    reason = _words("理由", help_text="反映的人会看到。")


class JoinForm(forms.Form):
    """Into which finding a lead goes."""

    finding = forms.ModelChoiceField(label="并入哪件问题", queryset=Finding.objects.none(), empty_label="请选")
    reason = _words("说明", required=False)

    def __init__(self, *args: Any, findings: QuerySet[Finding], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["finding"].queryset = findings  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """The measure."""

    measure = _words("整改措施", help_text="做什么、谁来做。")
    due = _day("什么时候改好", help_text="可以提前，不能晚于原来的时限。")


class ReportForm(forms.Form):
    """What was mended."""

    result = _words("整改情况", help_text="做了什么、现在怎样。")
    evidence = _files("整改后的材料")


class VerifyForm(forms.Form):
    """That the mending holds."""

    words = _words("怎么核验的", required=False, help_text="看了什么、问了谁。")
    evidence = _files("核验材料")


class ReasonForm(forms.Form):
    """A reason."""

    reason = _words("理由")


class SendBackForm(forms.Form):
    """What is not yet mended."""

    reason = _words("哪里还没有改好")
    due = _day("新的时限", required=False, help_text="原来的时限没过可以不填。")
    evidence = _files("材料")


class ExtensionForm(forms.Form):
    """A request for more time."""

    until = _day("延到哪天")
    reason = _words("为什么要延期")


class DecideForm(forms.Form):
    """Whether more time is granted."""

    granted = forms.ChoiceField(label="同意吗", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect)
    reason = _words("理由", required=False, help_text="不同意的要写。")


class ReopenForm(forms.Form):
    """Why a closed finding is opened again."""

    reason = _words("为什么要重新整改")
    due = _day("新的时限")
    evidence = _files("材料")


class ReassignForm(forms.Form):
    """To which body a finding goes."""

    body = forms.ModelChoiceField(label="改由哪个单位整改", queryset=Body.objects.none(), empty_label="请选")
    reason = _words("理由")
    due = _day("新的时限", required=False, help_text="原来的时限没过可以不填。")


class MergeForm(forms.Form):
    """Into which finding another goes."""

    into = forms.ModelChoiceField(label="并入哪件问题", queryset=Finding.objects.none(), empty_label="请选")
    reason = _words("理由")


class PeriodForm(forms.Form):
    """Whose ledger is frozen, and for which period."""

    unit = forms.ChoiceField(label="哪个单位或地方的台账")
    first = _day("从")
    last = _day("到")
    zero = forms.BooleanField(
        label="这段时间没有问题（零报告）", required=False, help_text="一条也没有的时候勾上；有问题的不能报零。"
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, nor in the future."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", "最后一天不能早于第一天。")
        return said


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label="文件", help_text="涉密、工作秘密、内部资料不得上传。")
