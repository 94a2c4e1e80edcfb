"""Cases of admission, what is done in them, what comes out of them, and what stands beside them."""

from qingdan.entry.admission.models.beside import (
    Consultation,
    ConsultedDivision,
    InternalChain,
    LocalProcedure,
    UpwardReport,
)
from qingdan.entry.admission.models.cases import (
    Case,
    CaseAct,
    CaseSeat,
    Coordination,
    Escalation,
    Pause,
    PreCheck,
    StepClock,
)
from qingdan.entry.admission.models.items import AdmittedItem, AdmittedPlace, Ending, Revision
from qingdan.entry.admission.models.papers import PaperDecision, PaperKind, PaperState

__all__ = [
    "AdmittedItem",
    "AdmittedPlace",
    "Case",
    "CaseAct",
    "CaseSeat",
    "Consultation",
    "ConsultedDivision",
    "Coordination",
    "Ending",
    "Escalation",
    "InternalChain",
    "LocalProcedure",
    "PaperDecision",
    "PaperKind",
    "PaperState",
    "Pause",
    "PreCheck",
    "Revision",
    "StepClock",
    "UpwardReport",
]
