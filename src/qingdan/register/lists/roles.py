"""Which roles do what with lists; where they may do it is asked in ``access``."""

from qingdan.foundation.orgs.choices import Role

PREPARERS = (Role.LIST_STEWARD, Role.TOWN_CLERK)
PUBLISHERS = (Role.LEAD_OFFICER, Role.DECISION_RECORDER, Role.TOWN_CLERK)
DRAFT_READERS = (Role.LIST_STEWARD, Role.LEAD_OFFICER, Role.DECISION_RECORDER, Role.SUPERVISOR, Role.TOWN_CLERK)
"""Roles that see drafts of the divisions that they cover."""
