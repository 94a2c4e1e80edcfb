"""Reading what was told upwards."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qingdan.entry.admission.access import bodies_of
from qingdan.entry.admission.models import UpwardReport
from qingdan.entry.admission.roles import APPLICANTS, OVERSEERS
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import scopes_of


def upward_reports_for(reader: Account) -> QuerySet[UpwardReport]:
    """What the reader's own bodies told upwards, and what was told in the divisions that they oversee."""
    meant = Q(body__in=bodies_of(reader, APPLICANTS))
    for scope in scopes_of(reader, OVERSEERS):
        meant |= Q(division__gte=scope, division__lt=subtree_end(scope))
    return UpwardReport.objects.filter(meant).select_related("body", "case", "reported_by", "answered_by")
