"""Every change of the room; other rooms call :func:`record_approval`, :func:`ask_approval` and :func:`record_use`."""

from qingdan.village.seals.services.asking import Wanted, approve, ask_approval, refuse, withdraw
from qingdan.village.seals.services.handing import HandoverPlan, begin_handover, call_off_handover, confirm_handover
from qingdan.village.seals.services.paper import Paper, check_paper, record_approval
from qingdan.village.seals.services.pressing import correct, mark_spoiled, record_use
from qingdan.village.seals.services.registering import NewSeal, change_seal, register_seal
from qingdan.village.seals.services.taking import bring_back, take_out

__all__ = [
    "HandoverPlan",
    "NewSeal",
    "Paper",
    "Wanted",
    "approve",
    "ask_approval",
    "begin_handover",
    "bring_back",
    "call_off_handover",
    "change_seal",
    "check_paper",
    "confirm_handover",
    "correct",
    "mark_spoiled",
    "record_approval",
    "record_use",
    "refuse",
    "register_seal",
    "take_out",
    "withdraw",
]
