"""Which roles take part in guides."""

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role

PREPARERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.LIST_STEWARD)
"""They write guides for their division: the departments that provide model texts, and who keeps the lists."""
KEEPERS = (Role.LEAD_OFFICER, Role.LIST_STEWARD)
"""Of these they work on any of their division; a department works on those that it began."""
PUBLISHERS = (Role.LEAD_OFFICER,)
"""They look through what another has submitted, and publish it."""
OFFICERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
"""They act for a body: confirm negative lists, record materials, give guidance, flag kinds."""
READERS = (*PREPARERS, Role.TOWN_CLERK, Role.SUPERVISOR, Role.INSPECTOR, Role.DECISION_RECORDER)
"""They read the catalogue's gaps, drafts of their division and records of publication."""
VILLAGES = tuple(sorted(VILLAGE_ROLES))
STAFF = (*READERS, *VILLAGES)
