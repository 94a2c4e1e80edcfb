"""The room's tables: seals with their keepers, approvals, the register of uses, takeouts, handovers."""

from qingdan.village.seals.models.approvals import SealApproval
from qingdan.village.seals.models.handovers import Handover
from qingdan.village.seals.models.seals import Custody, Seal, SealChange
from qingdan.village.seals.models.uses import SealUse, Takeout, UseNote

__all__ = ["Custody", "Handover", "Seal", "SealApproval", "SealChange", "SealUse", "Takeout", "UseNote"]
