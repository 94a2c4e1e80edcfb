"""The check room."""

from django.apps import AppConfig


class CheckConfig(AppConfig):
    """The one question."""

    name = "qingdan.register.check"
    label = "check"
    verbose_name = "问一问"
