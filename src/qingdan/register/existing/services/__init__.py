"""Every change of the registration of existing burdens."""

from qingdan.register.existing.services.deciding import decide, take_over, undo
from qingdan.register.existing.services.registering import (
    Burden,
    amend,
    forget_files,
    register,
    report_nothing,
    withdraw,
)
from qingdan.register.existing.services.rounds import begin_round, close_round, move_dates, remind
from qingdan.register.existing.services.writing import ExistingProblem

__all__ = [
    "Burden",
    "ExistingProblem",
    "amend",
    "begin_round",
    "close_round",
    "decide",
    "forget_files",
    "move_dates",
    "register",
    "remind",
    "report_nothing",
    "take_over",
    "undo",
    "withdraw",
]
