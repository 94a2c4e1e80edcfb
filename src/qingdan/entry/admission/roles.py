"""Which roles take part in admission."""

from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role

APPLICANTS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER, Role.TOWN_CLERK)
"""They apply for their body."""
SEATED = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
"""They answer for their body where it has a seat in a procedure."""
RECORDERS = (Role.DECISION_RECORDER,)
OVERSEERS = (Role.LEAD_OFFICER, Role.LIST_STEWARD, Role.DECISION_RECORDER, Role.SUPERVISOR, Role.INSPECTOR)
"""They read every case of their division once it has been handed in."""
CASE_READERS = tuple(dict.fromkeys((*APPLICANTS, *OVERSEERS)))
READERS = tuple(role for role in Role if role not in ADMINISTRATORS)
VILLAGES = (Role.VILLAGE_CLERK, Role.VILLAGE_HEAD, Role.TOWN_CLERK)
