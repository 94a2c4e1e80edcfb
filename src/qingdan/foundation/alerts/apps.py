"""The alerts room."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """In-app messages."""

    name = "qingdan.foundation.alerts"
    label = "alerts"
    verbose_name = "消息"

    def ready(self) -> None:
        """Register the room's job."""
        from qingdan.foundation.alerts import housekeeping  # noqa: F401 - registration is the effect
