"""The configuration itself as an app, so that its checks run with Django's."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks of the installation."""

    name = "qingdan.config"
    label = "config"
    verbose_name = "配置"

    def ready(self) -> None:
        """Register the checks."""
        from qingdan.config import checks  # noqa: F401 - registration is the effect
