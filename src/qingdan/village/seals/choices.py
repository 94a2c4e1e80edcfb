"""The closed vocabularies of the room."""

from django.db import models


class SealKind(models.TextChoices):
    """Whose seal it is."""

    COMMITTEE = "committee", "村（居）委会"
    PARTY = "party", "党组织"
    COLLECTIVE = "collective", "集体经济组织"
    SUPERVISION = "supervision", "监督委员会"


APPROVER_TITLES = {
    SealKind.COMMITTEE: "村（居）委会主任",
    SealKind.PARTY: "党组织书记",
    SealKind.COLLECTIVE: "集体经济组织负责人",
    SealKind.SUPERVISION: "监督委员会主任",
}
"""Who usually approves, by office; each seal says it for itself."""


class SealState(models.TextChoices):
    """Whether a seal may be pressed."""

    IN_USE = "in_use", "在用"
    PUT_AWAY = "put_away", "封存"
    DESTROYED = "destroyed", "已销毁"


class Sort(models.TextChoices):
    """What an approval is for."""

    USE = "use", "盖章"
    TAKEOUT = "takeout", "带出"


class ApprovalState(models.TextChoices):
    """Where an approval stands; whether it was used is said by the uses."""

    ASKED = "asked", "等批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "没有批准"
    WITHDRAWN = "withdrawn", "不盖了"


class NoteSort(models.TextChoices):
    """A further entry to a use: the entry itself is never changed."""

    SPOILED = "spoiled", "作废"
    CORRECTION = "correction", "更正"


class ChangeSort(models.TextChoices):
    """What happens to a seal itself."""

    PUT_AWAY = "put_away", "封存"
    TAKEN_UP = "taken_up", "启封"
    DESTROYED = "destroyed", "销毁"
