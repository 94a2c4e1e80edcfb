"""The room of ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The one ledger: leads that a person confirms into findings, and their rectification."""

    name = "qingdan.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Offer menu and what waits, and register the daily job."""
        from qingdan.ledger.menu import offer
        from qingdan.ledger.services import escalating  # noqa: F401 - registers its job

        offer()
