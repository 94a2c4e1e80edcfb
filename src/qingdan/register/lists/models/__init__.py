"""The room's tables: lists and editions, the documents they rest on, files that wait, settled conflicts."""

from qingdan.register.lists.models.bases import BasisDocument, BasisEnd, ItemBasis
from qingdan.register.lists.models.editions import THIS_SYSTEM, Edition, EditionState, Item, ItemList, Openness, Removal
from qingdan.register.lists.models.imports import PendingImport
from qingdan.register.lists.models.settlements import Settlement

__all__ = [
    "THIS_SYSTEM",
    "BasisDocument",
    "BasisEnd",
    "Edition",
    "EditionState",
    "Item",
    "ItemBasis",
    "ItemList",
    "Openness",
    "PendingImport",
    "Removal",
    "Settlement",
]
