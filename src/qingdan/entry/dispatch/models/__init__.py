"""The room's tables: dispatches with their schedules and deliveries, feedback, emergencies, ordinary contact."""

from qingdan.entry.dispatch.models.contacts import Contact, ContactPlace, ContactSort
from qingdan.entry.dispatch.models.dispatches import (
    Delivery,
    DeliveryState,
    Dispatch,
    DispatchState,
    Ground,
    NotSent,
    Schedule,
    ScheduleState,
    Via,
)
from qingdan.entry.dispatch.models.emergencies import Emergency, EmergencyBasis
from qingdan.entry.dispatch.models.feedback import Feedback, FeedbackReason, FeedbackState, Way

__all__ = [
    "Contact",
    "ContactPlace",
    "ContactSort",
    "Delivery",
    "DeliveryState",
    "Dispatch",
    "DispatchState",
    "Emergency",
    "EmergencyBasis",
    "Feedback",
    "FeedbackReason",
    "FeedbackState",
    "Ground",
    "NotSent",
    "Schedule",
    "ScheduleState",
    "Via",
    "Way",
]
