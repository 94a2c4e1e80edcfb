"""The room of ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The one ledger: leads that a person confirms into findings, and their rectification."""

    name = "qingdan.ledger"
    label = "ledger"
    verbose_name = "台账"
