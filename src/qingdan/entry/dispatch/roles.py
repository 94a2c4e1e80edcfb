"""Which roles take part in dispatch."""

from qingdan.entry.dispatch.access import READERS as DISPATCH_READERS
from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.register.obligations.access import ISSUERS

SENDERS = ISSUERS
"""They send for their body."""
PLANNERS = (Role.TOWN_CLERK,)
"""They arrange the year's plan of their town."""
RECORDERS = (Role.LEAD_OFFICER,)
"""They put emergencies on record, and confirm what another has put there."""
READERS = DISPATCH_READERS
"""They read dispatches: their own body's, those handed to their town, by office those of a place's bodies."""
VILLAGES = tuple(sorted(VILLAGE_ROLES))
CONTACT_READERS = tuple(dict.fromkeys((*READERS, *VILLAGES)))
"""They read ordinary contact: who sends, who oversees, and the villages that it reached."""

__all__ = ["CONTACT_READERS", "PLANNERS", "READERS", "RECORDERS", "SENDERS", "VILLAGES"]
