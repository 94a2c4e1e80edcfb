"""Which roles take part in the registration of existing burdens."""

from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role

KEEPERS = (Role.LEAD_OFFICER, Role.LIST_STEWARD)
OFFICERS = (Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER)
READERS = tuple(role for role in Role if role not in ADMINISTRATORS)
