"""The check room."""

from django.apps import AppConfig


class CheckConfig(AppConfig):
    """The one question."""

    name = "qingdan.register.check"
    label = "check"
    verbose_name = "问一问"

    def ready(self) -> None:
        """Offer the menu entry and the box."""
        from qingdan.register.check.menu import offer

        offer()
