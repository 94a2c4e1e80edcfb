"""The forms of reviews and of what offices put on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.web.widgets import DayInput, choice_field, model_choice_field
from qingdan.policy.packs.village_specs import ChannelSpec
from qingdan.register.lists.models import Edition
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.models import ReviewOutcome, ReviewReason, StepKind


def _area(label: str, *, required: bool = True, longest: int = 1000, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, help_text=help_text)


class ReviewForm(forms.Form):
    """Flagging a kind."""

    code = forms.ChoiceField(label="哪一种证明")
    reason = forms.ChoiceField(label="为什么要清理", choices=ReviewReason.choices, widget=forms.RadioSelect)
    text = _area("什么情况")
    owner = forms.ModelChoiceField(label="由哪个部门承办", queryset=Body.objects.none())

    def __init__(self, *args: Any, kinds: Iterable[Kind], bodies: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice_field(self, "code").choices = [(kind.code, f"{kind.title}（{kind.regime_label}）") for kind in kinds]
        model_choice_field(self, "owner").queryset = bodies


class StepForm(forms.Form):
    """A step of a review."""

    kind = forms.ChoiceField(label="做了什么", choices=StepKind.choices, widget=forms.RadioSelect)
    done_on = forms.DateField(label="哪天", widget=DayInput(), initial=today)
    text = _area("情况", help_text="征求了谁的意见、怎么论证的、报给了谁、公布了什么。不写居民的个人信息。")
    document = forms.CharField(label="文件（文号）", required=False, max_length=300)
    channel = forms.ChoiceField(label="公布的渠道", required=False, help_text="登记“向社会公布”时选，其他步骤不选。")
    place = forms.CharField(
        label="网址或者公布的地点", required=False, max_length=300, help_text="登记“向社会公布”时写，其他步骤不写。"
    )

    def __init__(self, *args: Any, channels: Iterable[ChannelSpec] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(each.id, each.title) for each in channels]
        choice_field(self, "channel").choices = [("", "没有公布"), *named]


class CloseForm(forms.Form):
    """How a review ends."""

    outcome = forms.ChoiceField(label="结果", choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    reason = _area("理由")
    document = forms.CharField(label="依据文件", required=False, max_length=300)
    replaced_by = _area("取消以后改由谁办、怎么办", required=False, help_text="取消的必须写。")


class _OfBody(forms.Form):
    """A form of one of the person's bodies."""

    body = forms.ModelChoiceField(label="单位", queryset=Body.objects.none())

    def __init__(self, *args: Any, bodies: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        model_choice_field(self, "body").queryset = bodies
        self.fields["body"].initial = bodies.first()


class ConfirmForm(_OfBody):
    """Taking a barred or cancelled list over into the body's own negative list."""

    edition = forms.ChoiceField(label="哪份清单", widget=forms.RadioSelect)
    on = forms.DateField(label="哪天列入的", widget=DayInput(), initial=today)
    document = forms.CharField(label="列入了本单位的哪份清单", required=False, max_length=300)

    def __init__(self, *args: Any, editions: Iterable[Edition], **more: Any) -> None:
        super().__init__(*args, **more)
        choice_field(self, "edition").choices = [
            (each.pk, f"{each.item_list.title} 第{each.number}版") for each in editions
        ]


class ApprovalForm(_OfBody):
    """An approval and what it asks."""

    title = forms.CharField(label="审批服务事项", max_length=200)
    materials = _area("要交的材料", longest=20_000, help_text="一行一件，照办事指南抄。再次登记同名事项就是更新。")


class GuidanceForm(_OfBody):
    """Guidance given to villages."""

    code = forms.ChoiceField(label="哪一种证明")
    on = forms.DateField(label="哪天", widget=DayInput(), initial=today)
    places = forms.CharField(label="对哪些村（社区）", max_length=300)
    text = _area("怎么指导的")

    def __init__(self, *args: Any, kinds: Iterable[Kind], **more: Any) -> None:
        super().__init__(*args, **more)
        choice_field(self, "code").choices = [(kind.code, kind.title) for kind in kinds if kind.regime == "retained"]
