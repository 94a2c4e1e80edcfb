"""The room's tables: guides with their versions and publication; reviews of kinds; negative lists and materials of offices."""

from qingdan.village.guides.models.guides import Guide, GuideVersion, Publication, Source, Subject, VersionState
from qingdan.village.guides.models.imports import PendingGuides
from qingdan.village.guides.models.offices import ApprovalService, Guidance, NegativeConfirmation
from qingdan.village.guides.models.reviews import KindReview, ReviewOutcome, ReviewReason, ReviewStep, StepKind

__all__ = [
    "ApprovalService",
    "Guidance",
    "Guide",
    "GuideVersion",
    "KindReview",
    "NegativeConfirmation",
    "PendingGuides",
    "Publication",
    "ReviewOutcome",
    "ReviewReason",
    "ReviewStep",
    "Source",
    "StepKind",
    "Subject",
    "VersionState",
]
