"""The room of obligations."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """What a village owes, to whom, until when."""

    name = "qingdan.register.obligations"
    label = "obligations"
    verbose_name = "村里要办的事"

    def ready(self) -> None:
        """Offer menu and what waits."""
        from qingdan.register.obligations.menu import offer

        offer()
