"""Days in forms: what a form shows is what it is sent back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import forms
from django.urls import get_resolver

from qingdan.foundation.web.widgets import DayInput


class DayForm(forms.Form):
    day = forms.DateField(widget=DayInput())


def test_a_day_is_shown_as_browsers_take_it() -> None:
    assert 'value="2026-01-31"' in str(DayForm(initial={"day": date(2026, 1, 31)})["day"])
    assert 'type="date"' in str(DayForm()["day"])


def _forms(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def test_every_form_of_ours_asks_for_days_in_this_way() -> None:
    assert get_resolver().url_patterns  # reads every view, and with them every form
    ours = [form for form in _forms(forms.Form) if form.__module__.startswith("qingdan.")]
    days = [
        (form.__name__, name, field)
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.DateField)
    ]
    assert len(days) > 10
    assert [(form, name) for form, name, field in days if not isinstance(field.widget, DayInput)] == []


def test_what_is_too_long_or_not_among_the_choices_is_said_plainly() -> None:
    class Form(forms.Form):
        words = forms.CharField(max_length=3)
        hidden = forms.CharField()
        number = forms.IntegerField(min_value=1, max_value=5)
        one = forms.ChoiceField(choices=[("x", "甲")])
        some = forms.MultipleChoiceField(choices=[("x", "甲")])

    form = Form({"words": "王小明们", "hidden": "a\x00", "number": "9", "one": "q", "some": ["r"]})
    told = {name: " ".join(errors) for name, errors in form.errors.items()}
    assert told == {
        "words": "最多 3 个字，现在有 4 个。", "hidden": "有看不见的控制字符，请删掉再填一次。", "number": "最大是 5。",
        "one": "请从列出的里面选。", "some": "请从列出的里面选。",
    }  # fmt: skip
