"""Writing admission: every state change is one function, one transaction, with permission, procedure and audit."""

from qingdan.entry.admission.services.admitting import file_case
from qingdan.entry.admission.services.beside import (
    LocalMethod,
    Report,
    answer_consultation,
    confirm_local_procedure,
    consult,
    end_local_procedure,
    record_answer,
    record_local_procedure,
    report_upwards,
)
from qingdan.entry.admission.services.drafting import Application, discard_draft, save_draft, set_chain, start_case
from qingdan.entry.admission.services.handing import begin_signing, hand_on, send_back, sign, submit, withdraw
from qingdan.entry.admission.services.items import exit_item, renew, set_item_openness, withdraw_item
from qingdan.entry.admission.services.listing import take_into_list
from qingdan.entry.admission.services.papers import Paper, confirm_paper, record_paper, reject_paper
from qingdan.entry.admission.services.reviewing import (
    call_coordination,
    decide,
    give_opinion,
    minute_coordination,
    return_case,
    write_review,
)

__all__ = [
    "Application",
    "LocalMethod",
    "Paper",
    "Report",
    "answer_consultation",
    "begin_signing",
    "call_coordination",
    "confirm_local_procedure",
    "confirm_paper",
    "consult",
    "decide",
    "discard_draft",
    "end_local_procedure",
    "exit_item",
    "file_case",
    "give_opinion",
    "hand_on",
    "minute_coordination",
    "record_answer",
    "record_local_procedure",
    "record_paper",
    "reject_paper",
    "renew",
    "report_upwards",
    "return_case",
    "save_draft",
    "send_back",
    "set_chain",
    "set_item_openness",
    "sign",
    "start_case",
    "submit",
    "take_into_list",
    "withdraw",
    "withdraw_item",
    "write_review",
]
