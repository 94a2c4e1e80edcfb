"""Which roles take part in services."""

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role

VILLAGES = tuple(sorted(VILLAGE_ROLES))
"""They work the window and note what they like."""
WINDOW = (*VILLAGES, Role.TOWN_CLERK)
"""The town works it for a village without a device, marked."""
TOWNS = (Role.TOWN_CLERK,)
"""They take over what a village cannot carry, and answer what it needs."""
OFFICES = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.TOWN_CLERK)
"""They guide, support and buy for their body."""
DESCRIBERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.LIST_STEWARD)
"""They say of a service what its line in the list does not."""
OVERSEERS = (Role.LEAD_OFFICER, Role.SUPERVISOR, Role.INSPECTOR)
"""They read numbers and notes of their place, no matter at a window."""
READERS = tuple(dict.fromkeys((*WINDOW, *OFFICES, *DESCRIBERS, *OVERSEERS)))
"""Everybody who may read what villages offer and note."""
