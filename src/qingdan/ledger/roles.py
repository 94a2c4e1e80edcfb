"""Which roles take part in the ledger."""

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role

DECIDERS = (Role.LEAD_OFFICER, Role.TOWN_CLERK)
"""Who confirms leads and verifies mending in the own place."""
OFFICERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.TOWN_CLERK)
"""Who mends for the own body."""
OVERSEERS = (Role.SUPERVISOR, Role.INSPECTOR)
"""Who reads everything of the own place and changes nothing."""
READERS = (*OFFICERS, *OVERSEERS, *sorted(VILLAGE_ROLES))
"""Administrators, stewards and recorders have no part in cases of breach."""
FREEZERS = (*OFFICERS, *sorted(VILLAGE_ROLES))
"""Who freezes the ledger of the own body or place."""
