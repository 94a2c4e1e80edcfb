"""Which roles take part in dispatch."""

from qingdan.entry.dispatch.access import OVERSEERS
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
REPORTERS = (*VILLAGES, Role.TOWN_CLERK)
"""They say what is wrong with what came, by whatever way; the town for a village without a device."""
SHEET_READERS = tuple(dict.fromkeys((*READERS, *VILLAGES)))
"""They see a dispatch's sheet: who reads the dispatch, and the villages that it reached."""
FEEDBACK_READERS = tuple(dict.fromkeys((*REPORTERS, *ISSUERS, *OVERSEERS)))
"""They read feedback: the village, its town, who decides on its lead, and the issuer once the notice was sent."""

__all__ = [
    "CONTACT_READERS",
    "FEEDBACK_READERS",
    "PLANNERS",
    "READERS",
    "RECORDERS",
    "REPORTERS",
    "SENDERS",
    "SHEET_READERS",
    "VILLAGES",
]
