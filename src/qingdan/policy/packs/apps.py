"""The packs room."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """Policy packs."""

    name = "qingdan.policy.packs"
    label = "packs"
    verbose_name = "政策包"

    def ready(self) -> None:
        """Offer the menu entries."""
        from qingdan.policy.packs.menu import offer

        offer()
