"""The reviewing room."""

from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    """Rounds of review and the bodies' answers."""

    name = "qingdan.register.reviewing"
    label = "reviewing"
    verbose_name = "年度复核"

    def ready(self) -> None:
        """Offer the menu entry and the home part."""
        from qingdan.register.reviewing.menu import offer

        offer()
