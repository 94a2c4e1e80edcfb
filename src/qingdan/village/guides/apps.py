"""The room of guides."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Guides: what each certificate and service needs, who issues it, and where that was published."""

    name = "qingdan.village.guides"
    label = "guides"
    verbose_name = "办事指南"

    def ready(self) -> None:
        """Offer pages."""
        from qingdan.village.guides.menu import offer

        offer()
