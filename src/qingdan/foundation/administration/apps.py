"""The administration pages as an app."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Sign-in, accounts, calendar, divisions, bodies and audit pages."""

    name = "qingdan.foundation.administration"
    label = "administration"
    verbose_name = "系统管理"

    def ready(self) -> None:
        """Offer the menu entries and the home parts of the administrators."""
        from qingdan.foundation.administration.menu import offer

        offer()
