"""The shell as an app."""

from typing import Any

from django import forms
from django.apps import AppConfig
from django.core import validators

REQUIRED: dict[type[Any], str] = {
    forms.Field: "请填写。",
    forms.ChoiceField: "请选一项。",
    forms.FileField: "请选一个文件。",
}
"""What a form says of a field that was left empty; Django's 这个字段是必填项 is a programmer's word."""
SAID: dict[type[Any], str] = {
    validators.MaxLengthValidator: "最多 %(limit_value)d 个字，现在有 %(show_value)d 个。",
    validators.MinLengthValidator: "最少 %(limit_value)d 个字，现在有 %(show_value)d 个。",
    validators.MaxValueValidator: "最大是 %(limit_value)s。",
    validators.MinValueValidator: "最小是 %(limit_value)s。",
    validators.ProhibitNullCharactersValidator: "有看不见的控制字符，请删掉再填一次。",
}
"""What it says of a field that is too long, too big or holds what no text has."""


class WebConfig(AppConfig):
    """Shell, components, static files, error pages, registry of home parts and menu entries."""

    name = "qingdan.foundation.web"
    label = "web"
    verbose_name = "页面框架"

    def ready(self) -> None:
        """Offer what waits; give the forms of all rooms the same plain words."""
        from qingdan.foundation.web import digest  # noqa: F401 - registration of its jobs is the effect
        from qingdan.foundation.web.menu import offer

        offer()
        for field, words in REQUIRED.items():
            field.default_error_messages = {**field.default_error_messages, "required": words}
        for choice in (forms.ChoiceField, forms.MultipleChoiceField):
            choice.default_error_messages = {**choice.default_error_messages, "invalid_choice": "请从列出的里面选。"}
        for validator, words in SAID.items():
            validator.message = words
