"""The shell as an app."""

from typing import Any

from django import forms
from django.apps import AppConfig

REQUIRED: dict[type[Any], str] = {
    forms.Field: "请填写。",
    forms.ChoiceField: "请选一项。",
    forms.FileField: "请选一个文件。",
}
"""What a form says of a field that was left empty; Django's 这个字段是必填项 is a programmer's word."""


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
