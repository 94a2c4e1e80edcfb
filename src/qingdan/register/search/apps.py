"""The search room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index and its pages."""

    name = "qingdan.register.search"
    label = "search"
    verbose_name = "查找"

    def ready(self) -> None:
        """Offer the menu entry; keep the index up to date with what is published."""
        from qingdan.register.lists.events import edition_published, edition_superseded, openness_changed
        from qingdan.register.search.menu import offer
        from qingdan.register.search.services import on_openness, on_published, on_superseded

        offer()
        edition_published.connect(on_published, dispatch_uid="search")
        edition_superseded.connect(on_superseded, dispatch_uid="search")
        openness_changed.connect(on_openness, dispatch_uid="search")
