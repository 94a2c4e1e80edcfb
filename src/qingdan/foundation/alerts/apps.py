"""The alerts room."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """In-app messages."""

    name = "qingdan.foundation.alerts"
    label = "alerts"
    verbose_name = "消息"
