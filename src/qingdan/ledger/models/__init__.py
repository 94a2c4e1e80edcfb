"""Leads, findings with their history, frozen ledgers, and files that wait to be confirmed."""

from qingdan.ledger.models.findings import Escalation, Extension, Finding, Step
from qingdan.ledger.models.frozen import FrozenLedger, FrozenRow
from qingdan.ledger.models.imports import PendingLedger
from qingdan.ledger.models.leads import Lead

__all__ = ["Escalation", "Extension", "Finding", "FrozenLedger", "FrozenRow", "Lead", "PendingLedger", "Step"]
