"""The portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for residents."""

    name = "qingdan.public.portal"
    label = "portal"
    verbose_name = "公开查询"

    def ready(self) -> None:
        """Offer the menu entry and the part of the visitors' home page."""
        from qingdan.public.portal.menu import offer

        offer()
