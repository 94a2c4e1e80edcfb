"""Forms of those who send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from qingdan.entry.dispatch.matters import KINDS_OF_LISTS, Matter
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Emergency, Via
from qingdan.entry.dispatch.places import Places, resolve
from qingdan.entry.dispatch.recurrence import ONCE, more_often
from qingdan.entry.dispatch.services.drafting import MOST_WORDS, MOST_WORKDAYS, Wish
from qingdan.entry.dispatch.targets import UNITS
from qingdan.entry.dispatch.words_form import WordsForm
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.web.widgets import MOST_FILES, DayInput, ManyFilesField
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.register.obligations.models import State

_EVERY = ("", "全部")
_KINDS = [(kind.value, KIND_LABELS[kind]) for kind in dict.fromkeys(KINDS_OF_LISTS.values())]
NOT_SENT = "not_sent"


def frequencies_within(limit: str) -> list[tuple[str, str]]:
    """The frequencies that are at most as often as the record says; all where it says nothing."""
    return [
        (value, label) for value, label in FREQUENCIES if not limit or value == limit or not more_often(value, limit)
    ]


class SendForm(WordsForm):
    """What an officer adds to what stands on record: what to do, when, how often, where."""

    what = forms.CharField(
        label="要村里做什么", required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写清楚做什么、交什么、找谁问。这里写的不能代替清单上的流程图、经费和培训。",
    )  # fmt: skip
    frequency = forms.ChoiceField(label="多久一次", choices=FREQUENCIES)
    begins = forms.DateField(label="从哪天起", widget=DayInput())
    until = forms.DateField(label="到哪天止", required=False, widget=DayInput(), help_text="只办一次的不用填。")
    due_on = forms.DateField(
        label="哪天前办完", required=False, widget=DayInput(), help_text="只办一次的要填；按周期来的看下一格。"
    )
    due_workdays = forms.IntegerField(
        label="周期结束后几个工作日内办完",
        min_value=0,
        max_value=MOST_WORKDAYS,
        initial=5,
        help_text="按周期来的才用。",
    )
    units = forms.MultipleChoiceField(
        label="派给哪一类", required=False, choices=[(unit.value, unit.label) for unit in UNITS],
        widget=forms.CheckboxSelectMultiple, help_text="不选就是都派。没有组织的单位从来不派。",
    )  # fmt: skip
    places = forms.MultipleChoiceField(label="整个地方", required=False, widget=forms.CheckboxSelectMultiple)
    picked = forms.MultipleChoiceField(label="只派个别村（社区）", required=False, widget=forms.CheckboxSelectMultiple)
    named = forms.CharField(
        label="写村名、镇名也可以", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个，或者用顿号隔开；重名的写 12 位代码。",
    )  # fmt: skip
    kept = forms.ModelMultipleChoiceField(
        label="已有的附件（不要的去掉勾）",
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    enclosed = ManyFilesField(
        label="附件", help_text=f"一次最多 {MOST_FILES} 个，保存以后还可以再传。涉密、工作秘密、内部资料不得上传。"
    )

    LEADING: Sequence[str] = ()

    def __init__(
        self, *args: Any, offered: Places, limit: str = "", kept: QuerySet[Attachment] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.offered = offered
        choose(self, "places", offered.wholes)
        choose(self, "picked", [choice for town in offered.towns for choice in town.villages])
        choose(self, "frequency", frequencies_within(limit))
        if kept is not None:
            self.fields["kept"].queryset = kept  # type: ignore[attr-defined]  # as declared above
        else:
            del self.fields["kept"]

    @property
    def towns(self) -> list[tuple[str, list[Any], int]]:
        """The villages as boxes by town, and how many of them are picked."""
        boxes = {str(box.data["value"]): box for box in self["picked"]}
        rows = []
        for town in self.offered.towns:
            own = [boxes[code] for code, _name in town.villages]
            rows.append((town.name, own, sum(bool(box.data["selected"]) for box in own)))
        return rows

    @property
    def content_fields(self) -> list[forms.BoundField]:
        """What it is and what comes with it."""
        return [self[name] for name in (*self.LEADING, "what", "kept", "enclosed") if name in self.fields]

    @property
    def time_fields(self) -> list[forms.BoundField]:
        """When and how often."""
        return [
            self[name] for name in ("frequency", "begins", "until", "due_on", "due_workdays") if name in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        """The places that were ticked and typed, together."""
        said = super().clean()
        found = resolve(said.get("named", ""), self.offered.reach)
        for problem in found.problems:
            self.add_error("named", problem)
        said["divisions"] = [*said.get("places", ()), *said.get("picked", ()), *found.codes]
        if not said["divisions"] and not self.errors.keys() & {"places", "picked", "named"}:
            self.add_error("places", "请选派到哪里：勾整个地方、勾个别村，或者写名称。")
        return said

    def wish(self, attachments: Sequence[Attachment], code: str) -> Wish:
        """What was chosen; ``code`` is the matter's."""
        said = self.cleaned_data
        names = ("what", "frequency", "begins", "until", "due_on", "due_workdays", "units", "divisions")
        return Wish(code=code, attachments=attachments, **{name: said[name] for name in names})


class UrgentForm(SendForm):
    """What an emergency needs at once: no item of a list, but an emergency on record."""

    emergency = forms.ModelChoiceField(label="哪一起紧急情况", queryset=Emergency.objects.none(), empty_label=None)
    title = forms.CharField(label="要村里做什么事", max_length=200, help_text="一句话，例如：转移低洼处住户。")

    LEADING = ("emergency", "title")

    def __init__(self, *args: Any, running: QuerySet[Emergency], **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["until"], self.fields["due_workdays"]  # what passes as an emergency comes once
        self.fields["what"].label, self.fields["what"].help_text = "具体怎么办", "写清楚做到什么程度、找谁问。"
        self.fields["due_on"].help_text = "有事才报的不用填。"
        self.fields["emergency"].queryset = running  # type: ignore[attr-defined]  # as declared above
        choose(self, "frequency", [(value, label) for value, label in FREQUENCIES if value in ONCE])

    def wish(self, attachments: Sequence[Attachment], code: str = "") -> Wish:
        """What was chosen, under the emergency; what is told when it happens lasts as long as the emergency."""
        said = self.cleaned_data
        names = ("what", "frequency", "begins", "due_on", "units", "divisions", "emergency", "title")
        until = said["emergency"].ends if said["frequency"] == "on_event" else None
        return Wish(code="", until=until, attachments=attachments, **{name: said[name] for name in names})


def choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a choice field its choices."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # the field is one of choices


def initial_of(dispatch: Dispatch, offered: Places) -> dict[str, Any]:
    """The form's values of a draft on record; what no box offers is typed."""
    names = ("what", "frequency", "begins", "until", "due_on", "due_workdays", "units", "title", "emergency")
    boxes = {code for code, _name in offered.wholes}
    single = {code for town in offered.towns for code, _name in town.villages}
    return {name: getattr(dispatch, name) for name in names} | {
        "places": [code for code in dispatch.divisions if code in boxes],
        "picked": [code for code in dispatch.divisions if code in single and code not in boxes],
        "named": "\n".join(code for code in dispatch.divisions if code not in boxes | single),
        "kept": list(dispatch.attachments.all()),
    }  # fmt: skip


def initial_for(matter: Matter | None) -> dict[str, Any]:
    """The first values of a new dispatch: as often as the record says, from today."""
    limit = matter.frequency if matter else ""
    return {
        "frequency": limit or "once",
        "begins": today(),
        "due_workdays": 5,
        "until": matter.valid_to if matter else None,
    }


class MatterFilter(forms.Form):
    """Which matters."""

    q = forms.CharField(label="名称或编号", required=False, max_length=60)
    kind = forms.ChoiceField(label="类型", required=False, choices=[_EVERY, *_KINDS])


class DispatchFilter(forms.Form):
    """Which dispatches."""

    q = forms.CharField(label="名称、编号或单位", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[_EVERY, *DispatchState.choices])
    kind = forms.ChoiceField(label="类型", required=False, choices=[_EVERY, *_KINDS])
    via = forms.ChoiceField(
        label="办法",
        required=False,
        choices=[_EVERY, *Via.choices, ("emergency", "紧急派发"), ("unfiled", "紧急、没有备案的")],
    )


class VillageFilter(forms.Form):
    """Which villages of a dispatch."""

    q = forms.CharField(label="村（社区）", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[_EVERY, *State.choices, (NOT_SENT, "没有派")])
    occasion = forms.ChoiceField(label="哪一次", required=False, choices=[_EVERY])


class ReasonForm(WordsForm):
    """Why."""

    reason = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
