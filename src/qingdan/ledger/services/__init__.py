"""Every change of the ledger: taking leads down and deciding them, mending, verifying, freezing, importing."""

from qingdan.ledger.services.confirming import Opening, confirm_leads, dismiss_lead, merge_lead
from qingdan.ledger.services.extending import ask_extension, decide_extension
from qingdan.ledger.services.freezing import add_scan, freeze, still_whole
from qingdan.ledger.services.importing import cancel_import, confirm_import, judge_again, prepare_import
from qingdan.ledger.services.leads import record_lead
from qingdan.ledger.services.mending import (
    annul,
    merge_findings,
    plan,
    reassign,
    reopen,
    report_mended,
    send_back,
    verify,
)
from qingdan.ledger.services.problems import LedgerProblem

MOST_ROWS = 20_000
"""So many rows go into one Excel file, and so many are read from one."""

__all__ = [
    "MOST_ROWS", "LedgerProblem", "Opening", "add_scan", "annul", "ask_extension", "cancel_import", "confirm_import",
    "confirm_leads", "decide_extension", "dismiss_lead", "freeze", "judge_again", "merge_findings", "merge_lead", "plan",
    "prepare_import", "reassign", "record_lead", "reopen", "report_mended", "send_back", "still_whole", "verify",
]  # fmt: skip
