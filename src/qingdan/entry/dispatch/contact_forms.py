"""The form of ordinary contact."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.entry.dispatch.models import ContactSort
from qingdan.entry.dispatch.places import Places, resolve
from qingdan.entry.dispatch.sending_forms import choose
from qingdan.entry.dispatch.services.contacting import MOST_VILLAGES
from qingdan.entry.dispatch.words_form import WordsForm


class ContactForm(WordsForm):
    """An invitation, or an answer about one resident's matter."""

    sort = forms.ChoiceField(label="是什么", choices=ContactSort.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="标题", max_length=100)
    text = forms.CharField(
        label="内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}), help_text="不要写居民的身份证号、电话、病情。涉密、工作秘密、内部资料不得填写。"
    )  # fmt: skip
    named = forms.CharField(
        label="发给哪些村（社区）", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"写村名，一行一个；重名的写 12 位代码。最多 {MOST_VILLAGES} 个。",
    )  # fmt: skip
    places = forms.MultipleChoiceField(label="或者选整个镇街", required=False, widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="确实只是邀请、答复，不要村里办、填、报、拍什么", required=False)

    def __init__(self, *args: Any, offered: Places, **more: Any) -> None:
        super().__init__(*args, **more)
        self.reach = offered.reach
        choose(self, "places", offered.wholes)

    def clean(self) -> dict[str, Any]:
        """The places that were ticked and typed, together."""
        said = super().clean()
        found = resolve(said.get("named", ""), self.reach)
        for problem in found.problems:
            self.add_error("named", problem)
        said["divisions"] = [*said.get("places", ()), *found.codes]
        if not said["divisions"] and not self.errors.keys() & {"places", "named"}:
            self.add_error("named", "请写发给哪个村（社区）。")
        return said


class ContactFilter(forms.Form):
    """Which contacts."""

    q = forms.CharField(label="标题或单位", required=False, max_length=60)
    sort = forms.ChoiceField(label="是什么", required=False, choices=[("", "全部"), *ContactSort.choices])
