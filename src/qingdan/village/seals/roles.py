"""Which roles take part in the use of seals."""

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role

VILLAGES = tuple(sorted(VILLAGE_ROLES))
RECORDERS = (*VILLAGES, Role.TOWN_CLERK)
"""They keep the register: the village's own people; the town for a village without a device, marked 代录."""
APPROVERS = (Role.VILLAGE_HEAD,)
"""They approve a use, never for themselves."""
OVERSEERS = (Role.SUPERVISOR, Role.INSPECTOR)
READERS = (*RECORDERS, *OVERSEERS)
"""They read the register: the village, its town, discipline and supervision of the place."""
