"""Every change of the ledger: taking leads down and deciding them, mending, verifying, freezing, importing."""

from qingdan.ledger.services.leads import record_lead
from qingdan.ledger.services.problems import LedgerProblem

__all__ = ["LedgerProblem", "record_lead"]
