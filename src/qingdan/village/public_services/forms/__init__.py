"""Forms of the room, by subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.foundation.web.widgets import choice_field

Choices = Sequence[tuple[Any, str]]


def area(
    label: str, *, rows: int = 3, required: bool = True, longest: int = 500, help_text: str = ""
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )  # fmt: skip


def radio(label: str, choices: Choices, *, required: bool = True, help_text: str = "") -> forms.ChoiceField:
    """One of a few, all in sight."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=required, help_text=help_text
    )


def narrowing(label: str, choices: Choices, every: str = "全部") -> forms.ChoiceField:
    """A filter that may be left open."""
    return forms.ChoiceField(label=label, required=False, choices=[("", every), *choices])


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Fill the choices of a field."""
    choice_field(form, name).choices = choices
