"""Forms of the registration."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.foundation.orgs.finding import find_divisions
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.web.widgets import DayInput
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.register.existing.models import DECIDED, State
from qingdan.register.existing.services import Burden
from qingdan.register.lists.fields import UNIT_LABELS
from qingdan.register.lists.forms.items import split_lines

_KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]


class RoundForm(forms.Form):
    """A round that begins."""

    title = forms.CharField(label="名称", max_length=100)
    register_by = forms.DateField(label="登记期限", widget=DayInput())
    grace_ends = forms.DateField(label="宽限到", widget=DayInput(), help_text="到这一天，还没有决定的存量不再照旧。")
    bodies = forms.ModelMultipleChoiceField(
        label="请哪些单位登记", queryset=Body.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = bodies  # type: ignore[attr-defined]  # it is a model choice field


class DatesForm(forms.Form):
    """Other dates for a round."""

    register_by = forms.DateField(label="登记期限", widget=DayInput())
    grace_ends = forms.DateField(label="宽限到", widget=DayInput())
    reason = forms.CharField(label="为什么改期", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class EntryForm(forms.Form):
    """One existing burden."""

    body = forms.ModelChoiceField(label="单位", queryset=Body.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="类型", choices=_KINDS)
    title = forms.CharField(
        label="名称", max_length=200, help_text="例如：残疾人需求调查表、平安建设领导小组、某某工作群。"
    )
    text = forms.CharField(
        label="要村里做什么", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    frequency = forms.ChoiceField(label="多久一次", required=False, choices=[("", "没有固定"), *FREQUENCIES])
    divisions = forms.CharField(
        label="要哪些镇街、村做", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个，写名称或区划代码。不填就是全部。",
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label="村还是社区", required=False, choices=tuple(UNIT_LABELS.items()), widget=forms.CheckboxSelectMultiple,
        help_text="不选就是都要。",
    )  # fmt: skip
    basis = forms.CharField(
        label="依据",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个，写文件名称和第几条。",
    )
    since = forms.DateField(label="从何时起", required=False, widget=DayInput())
    columns = forms.CharField(
        label="报表的栏目", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只对报表。一行一个栏目，用来找和别的单位重复的表。",
    )  # fmt: skip
    minutes = forms.IntegerField(label="每次用时（分钟）", required=False, min_value=1, max_value=100000)
    system = forms.CharField(label="用什么系统、群", required=False, max_length=100)
    note = forms.CharField(label="备注", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    late_for = forms.CharField(label="逾期的理由", required=False, max_length=500)

    def __init__(self, *args: Any, bodies: Any, late: bool, division: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._division = division
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]  # it is a model choice field
        if not late:
            del self.fields["late_for"]

    def clean_divisions(self) -> tuple[str, ...]:
        """The codes of the places that were named, all within the round's division."""
        return tuple(dict.fromkeys(self._code_of(words) for words in split_lines(self.cleaned_data["divisions"])))

    def _code_of(self, words: str) -> str:
        found = find_divisions(words, within=self._division).divisions
        exact = [division for division in found if words in (division.name, division.code)]
        meant = exact or found
        if len(meant) != 1:
            why = "这里没有" if not meant else f"这里有 {len(meant)} 个，请写区划代码"
            raise forms.ValidationError(f"“{words}”：{why}。")
        return meant[0].code

    def burden(self) -> Burden:
        """What was typed."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"body", "late_for"}}
        lines = {name: split_lines(said[name]) for name in ("basis", "columns")}
        return Burden(**(said | lines))


class DecisionForm(forms.Form):
    """What becomes of entries."""

    state = forms.ChoiceField(
        label="怎么处理", choices=[(state.value, state.label) for state in DECIDED], widget=forms.RadioSelect
    )
    into = forms.IntegerField(label="并入哪一项（登记号的最后几位）", required=False, min_value=1)
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class EntryFilter(forms.Form):
    """Narrows the entries."""

    q = forms.CharField(label="名称或单位", required=False, max_length=60)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部"), *_KINDS])
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *((s.value, s.label) for s in State if s is not State.WITHDRAWN)],
    )


class FileForm(forms.Form):
    """A filled template."""

    body = forms.ModelChoiceField(label="单位", queryset=Body.objects.none(), empty_label=None)
    file = forms.FileField(label="填好的模板", help_text="Excel（.xlsx），最多 2 万行。")

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]  # it is a model choice field
