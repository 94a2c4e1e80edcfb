"""The models of the room, by subject."""

from qingdan.village.public_services.models.booking import Booking
from qingdan.village.public_services.models.community import Entry, Organisation
from qingdan.village.public_services.models.items import ServiceItem, VillageService
from qingdan.village.public_services.models.purchasing import Purchase, PurchaseOpinion, PurchaseTest
from qingdan.village.public_services.models.town import Condition, Help
from qingdan.village.public_services.models.window import Coordination, Ticket

__all__ = [
    "Booking",
    "Condition",
    "Coordination",
    "Entry",
    "Help",
    "Organisation",
    "Purchase",
    "PurchaseOpinion",
    "PurchaseTest",
    "ServiceItem",
    "Ticket",
    "VillageService",
]
