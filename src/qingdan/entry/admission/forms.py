"""Forms of the acts in a case, and of what happens to an admitted item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.entry.admission.models import PaperKind
from qingdan.entry.admission.rules import STANCE_LABELS, STATE_LABELS
from qingdan.foundation.web.widgets import DayInput, choice_field
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.register.lists.models import Openness

LONGEST_WORDS = 5000
_EVERY = ("", "全部")
_STANCES = [(stance.value, label) for stance, label in STANCE_LABELS.items()]


def _words(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4}), **more)


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


class CaseFilter(forms.Form):
    """Which cases."""

    whose = forms.ChoiceField(
        label="哪些", required=False, choices=[("", "我能看的"), ("waiting", "等我办的"), ("own", "本单位申请的")]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[_EVERY, *((state.value, label) for state, label in STATE_LABELS.items())]
    )
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[_EVERY, *((kind.value, label) for kind, label in KIND_LABELS.items())]
    )
    q = forms.CharField(label="名称或申请号", required=False, max_length=60)


class ItemFilter(forms.Form):
    """Which admitted items."""

    standing = forms.ChoiceField(
        label="效力", required=False, choices=[("", "有效的"), ("ended", "过期和终止的"), ("all", "全部")]
    )
    kind = CaseFilter.base_fields["kind"]
    q = forms.CharField(label="名称、编号或单位", required=False, max_length=60)


class UpwardFilter(forms.Form):
    """Which reports upwards."""

    answered = forms.ChoiceField(
        label="答复", required=False, choices=[_EVERY, ("no", "还没有答复"), ("yes", "已经答复")]
    )
    q = forms.CharField(label="上级文件或单位", required=False, max_length=60)


class SeatForm(forms.Form):
    """An act of a seat: who acts may have more than one."""

    seat = forms.ChoiceField(label="以哪个单位的名义", choices=[])
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *more: Any, seats: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*more, **options)
        field = choice_field(self, "seat")
        field.choices = [(seat, seat or "申请单位") for seat in seats]
        if len(seats) == 1:
            field.widget, field.initial = forms.HiddenInput(), seats[0]


class AnswerForm(SeatForm):
    """An opinion, an initial review or a decision."""

    stance = forms.ChoiceField(label="意见", choices=_STANCES, widget=forms.RadioSelect())
    text = _words("说明", required=False, help_text="不同意的要写理由。")
    conditions = _words("条件", required=False, help_text="有条件同意的，逐条写明。")


class ReviewForm(AnswerForm):
    """The one initial review."""

    text = _words("初审意见", help_text="写一份，几个单位的意见汇总在里面。")


class ReturnForm(SeatForm):
    """What is to be completed."""

    reason = _words("要补正什么", help_text="逐条写清楚。补正期间时限暂停计算。")


class CoordinateForm(SeatForm):
    """A coordination that is called."""

    about = _words("协调什么")
    meets_on = _day("哪天协调")


class MinuteForm(SeatForm):
    """What came of a coordination."""

    present = _words("参加的单位和人")
    minutes = _words("协调结果")


class HandOnForm(forms.Form):
    """Handing a case on to the next step."""

    text = _words("说明", required=False, help_text="可以不写。")


class FileForm(SeatForm):
    """The filing: number, 公开属性 and its review."""

    openness = forms.ChoiceField(label="公开属性", choices=Openness.choices, initial=Openness.INTERNAL)
    openness_review = _words("公开属性按什么定的", required=False)
    not_secret = forms.BooleanField(label="已审查：内容不涉密，也不是工作秘密、内部资料", required=False)
    text = _words("备案意见", required=False)


class SignForm(forms.Form):
    """Signing within the body."""

    text = _words("审签意见", required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = _words("理由")


class ConfirmForm(forms.Form):
    """Nothing more to say: the paper is as the original."""


class SubmitForm(forms.Form):
    """Handing in; where the body's chain has more than one step, the stamped scan stands for it."""

    scan = forms.FileField(
        label="盖章扫描件", required=False, help_text="本单位审签在纸上走完的，传盖章的申请表；否则不用传。"
    )


class PaperForm(forms.Form):
    """A decision on paper. ``seats``: whose it is; several only where the procedure lets one document carry them."""

    seats = forms.MultipleChoiceField(label="是谁的决定", choices=[], widget=forms.CheckboxSelectMultiple())
    kind = forms.ChoiceField(label="什么文件", choices=PaperKind.choices)
    number = forms.CharField(label="文号", required=False, max_length=100, help_text="批示可以没有文号。")
    day = _day("文件日期")
    stance = forms.ChoiceField(label="决定", choices=_STANCES, widget=forms.RadioSelect())
    conditions = _words("条件", required=False)
    text = _words("原话", required=False, help_text="照抄文件里的话。")
    scan = forms.FileField(label="扫描件", required=False)
    kept_at = forms.CharField(
        label="原件存放处", required=False, max_length=200, help_text="没有扫描件的，写原件存放在哪里。"
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *more: Any, seats: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*more, **options)
        field = choice_field(self, "seats")
        field.choices = [(seat, seat) for seat in seats]
        if len(seats) == 1:
            field.initial = list(seats)


class EndItemForm(forms.Form):
    """The end of an admitted item."""

    reason = _words("理由")
    handover = _words("衔接安排", help_text="以后由谁接、从哪天起、群众找谁办；没有要接的也写明。")
    on = _day("从哪天起", required=False, help_text="不填就从今天起。")


class OpennessForm(forms.Form):
    """Another 公开属性 of an admitted item."""

    openness = forms.ChoiceField(label="公开属性", choices=Openness.choices)
    openness_review = _words("按什么定的", required=False)
    not_secret = forms.BooleanField(label="已审查：内容不涉密，也不是工作秘密、内部资料", required=False)
