"""The room of existing burdens."""

from django.apps import AppConfig


class ExistingConfig(AppConfig):
    """Rounds of registration and their entries."""

    name = "qingdan.register.existing"
    label = "existing"
    verbose_name = "存量登记"

    def ready(self) -> None:
        """Offer menu, home parts, and the entries in grace to the rulebook."""
        from qingdan.register.existing.menu import offer
        from qingdan.register.existing.queries import in_grace, places_in_grace
        from qingdan.register.lists.sources import register_existing, register_places

        offer()
        register_existing(in_grace)
        register_places(places_in_grace)
