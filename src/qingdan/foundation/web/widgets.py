"""Inputs that forms share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 5
Chosen = TypeVar("Chosen", bound=forms.Field)


class DayInput(forms.DateInput):
    """A day. Browsers take 2026-01-31 only: a day in the language's own form would be shown, and sent back, as none."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """At most ``most`` files; their content is checked when they are taken.

    ``accept``: what the browser offers to choose, by endings and types; a hint, not a check.
    """

    def __init__(self, accept: str = "", *, most: int = MOST_FILES, **more: Any) -> None:
        self.most = most
        attributes = {"accept": accept} if accept else {}
        super().__init__(widget=ManyFilesInput(attrs=attributes), required=False, **more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files as a list."""
        sent: Sequence[UploadedFile[Any]] = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > self.most:
            raise forms.ValidationError(f"一次最多传 {self.most} 个文件。")
        parse = super().clean
        return [parse(file, initial) for file in sent]


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """A field of the form that offers choices, so that they can be set; raises ``TypeError`` for another sort of field."""
    return _field(form, name, forms.ChoiceField)


def model_choice_field(form: forms.BaseForm, name: str) -> forms.ModelChoiceField[Any]:
    """A field of the form that offers rows, so that its queryset can be set; raises ``TypeError`` for another sort of field."""
    return _field(form, name, forms.ModelChoiceField)


def _field(form: forms.BaseForm, name: str, sort: type[Chosen]) -> Chosen:
    field = form.fields[name]
    if not isinstance(field, sort):
        raise TypeError(f"{name} is not a {sort.__name__}")
    return field
