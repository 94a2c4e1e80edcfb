"""Forms of reviews. What an item would be changed to is typed into the form of lists."""

from __future__ import annotations

from django import forms

from qingdan.foundation.web.widgets import DayInput
from qingdan.register.reviewing.models import Answer


class OpenForm(forms.Form):
    """A round that begins."""

    title = forms.CharField(label="名称", max_length=100)
    due_on = forms.DateField(label="答复期限", widget=DayInput())


class AnswerForm(forms.Form):
    """What a body says of an item."""

    said = forms.ChoiceField(
        label="这一项",
        choices=[
            (Answer.KEEP.value, "保留，照现在的样子"),
            (Answer.AMEND.value, "修改，改成下面写的"),
            (Answer.GIVE_UP.value, "退出，不再要村里做"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="依据是什么，村里为什么非做不可；或者为什么改、为什么不再要。",
    )


class AnswerFilter(forms.Form):
    """Narrows the items of a round."""

    q = forms.CharField(label="事项或单位", required=False, max_length=60)
    answer = forms.ChoiceField(label="答复", required=False, choices=[("", "全部"), *Answer.choices])
