"""The room of seals."""

from django.apps import AppConfig


class SealsConfig(AppConfig):
    """Seals: who keeps them, and every use with its approval."""

    name = "qingdan.village.seals"
    label = "seals"
    verbose_name = "用印"

    def ready(self) -> None:
        """Offer pages and what waits."""
        from qingdan.village.seals.menu import offer

        offer()
