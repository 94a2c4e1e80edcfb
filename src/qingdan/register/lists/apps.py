"""The lists room."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists, editions, items."""

    name = "qingdan.register.lists"
    label = "lists"
    verbose_name = "清单"

    def ready(self) -> None:
        """Offer the menu entry and the home parts."""
        from qingdan.register.lists.menu import offer

        offer()
