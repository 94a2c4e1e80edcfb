"""Which roles do what in the room."""

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role

COUNTERS = tuple(sorted(VILLAGE_ROLES))
HEADS = (Role.VILLAGE_HEAD,)
TOWNS = (Role.TOWN_CLERK,)
HANDLERS = (*COUNTERS, *TOWNS)
COUNTED_BY = (*HANDLERS, Role.LEAD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
"""Who reads how many certificates were asked, and by whom: numbers without any person."""
APPLYING = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, *TOWNS)
"""Who may have a new kind admitted, and reads which are wanted: kind, reason and demander, no person."""
