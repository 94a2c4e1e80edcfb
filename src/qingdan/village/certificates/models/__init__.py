"""Tables of the room: applications with what was recorded of them, certificates, appointments."""

from qingdan.village.certificates.models.applications import Application, ApplicationStep
from qingdan.village.certificates.models.appointments import Appointment, CounterHours
from qingdan.village.certificates.models.certificates import Certificate, Printing
from qingdan.village.certificates.models.files import SealedFile, SealState
from qingdan.village.certificates.models.records import Coordination, Explanation, Safeguard
from qingdan.village.certificates.models.tries import CheckTry

__all__ = [
    "Application", "ApplicationStep", "Appointment", "Certificate", "CheckTry", "Coordination", "CounterHours", "Explanation", "Printing", "Safeguard",
    "SealState", "SealedFile",
]  # fmt: skip
