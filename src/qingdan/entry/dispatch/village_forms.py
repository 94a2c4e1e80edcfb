"""Forms of the village's side: 反馈核实, what came by other ways, and the filter of their list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingdan.entry.dispatch.models import FeedbackReason, FeedbackState, Way
from qingdan.entry.dispatch.services.feedback import LONGEST, Told
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.rules import TAKEN
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.widgets import MOST_FILES, DayInput, ManyFilesField, choice_field
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS

WAYS = [(way.value, way.label) for way in Way if way is not Way.DISPATCH]
_PICTURES = f"照片、截图、Word、PDF，最多 {MOST_FILES} 个，可以不传。照片里的拍摄地点、时间会去掉；对方看不到。"

_TAKEN = ",".join(f".{kind.suffix}" for kind in TAKEN) + ",image/jpeg"
"""Phones offer the camera for it, and hand over photos as JPEG."""


class FeedbackForm(forms.Form):
    """What is wrong with a dispatched matter."""

    reason = forms.ChoiceField(
        label="哪里不对", choices=FeedbackReason.choices, widget=forms.RadioSelect(),
        error_messages={"required": "请选一项：哪里不对。"},
    )  # fmt: skip
    text = forms.CharField(
        label="想说的话", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="例如：清单写的每季度一次，现在要成每月。",
    )  # fmt: skip
    evidence = ManyFilesField(label="图片、文件", help_text=_PICTURES, accept=_TAKEN)


class ReportForm(forms.Form):
    """What came by a call, a group, a paper: only what was asked has to be said."""

    division = forms.ChoiceField(label="哪个村（社区）")
    text = forms.CharField(
        label="要村里做什么", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="照对方的话写，不要写本村和人的名字。例如：明天下班前把入户照片发到群里。",
        error_messages={"required": "请写要村里做什么；有图片的，也写一句图片里是什么事。"},
    )  # fmt: skip
    issuer_name = forms.CharField(
        label="谁要的", max_length=100, help_text="哪个单位，例如：区残联。不用写人名。",
        error_messages={"required": "请写是哪个单位要的；不清楚就写“不清楚”。"},
    )  # fmt: skip
    way = forms.ChoiceField(
        label="怎么来的", choices=WAYS, widget=forms.RadioSelect(), error_messages={"required": "请选是怎么来的。"}
    )
    came_on = forms.DateField(label="哪天来的", widget=DayInput())
    due = forms.CharField(label="什么时候要", required=False, max_length=60, help_text="例如：明天下班前。")
    evidence = ManyFilesField(label="图片、文件", help_text=_PICTURES, accept=_TAKEN)
    reason = forms.ChoiceField(label="哪里不对", choices=FeedbackReason.choices, initial=FeedbackReason.OUTSIDE)
    frequency = forms.ChoiceField(label="多久一次", required=False, choices=[("", "没有说"), *FREQUENCIES])
    kind = forms.ChoiceField(
        label="是哪一类", required=False,
        choices=[("", "由系统按文字认"), *((kind.value, label) for kind, label in KIND_LABELS.items())],
    )  # fmt: skip
    code = forms.CharField(label="对方给的编号", required=False, max_length=64)

    FOLDED = ("reason", "frequency", "kind", "code")

    def __init__(self, *more: Any, places: Iterable[Division] = (), **options: Any) -> None:
        options["initial"] = {"came_on": today()} | options.get("initial", {})
        super().__init__(*more, **options)
        field = choice_field(self, "division")
        found = [(place.code, place.name) for place in places]
        field.choices = found if len(found) == 1 else [("", "请选"), *found]
        if len(found) == 1:
            field.widget, self.initial["division"] = forms.HiddenInput(), found[0][0]

    @property
    def first(self) -> list[Any]:
        """The fields that stand open."""
        return [bound for bound in self.visible_fields() if bound.name not in self.FOLDED]

    @property
    def folded(self) -> list[Any]:
        """The fields that need not be looked at."""
        return [self[name] for name in self.FOLDED]

    @property
    def folded_wrong(self) -> bool:
        """Whether one of those has an error, so that they stand open."""
        return any(name in self.errors for name in self.FOLDED)

    def told(self) -> Told:
        """What was said, as the service takes it; an empty kind is read from the words."""
        said = self.cleaned_data
        return Told(
            way=said["way"], title="", issuer_name=said["issuer_name"], text=said["text"], kind=said["kind"],
            reason=said["reason"], frequency=said["frequency"], code=said["code"], due=said["due"], came_on=said["came_on"],
        )  # fmt: skip


class FeedbackFilter(forms.Form):
    """What to find in the list."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *FeedbackState.choices])
    way = forms.ChoiceField(label="怎么来的", required=False, choices=[("", "全部"), *Way.choices])
    q = forms.CharField(label="名称、单位或村", required=False, max_length=60)
