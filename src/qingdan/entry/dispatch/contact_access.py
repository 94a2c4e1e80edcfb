"""Who reads ordinary contact: its body, the villages and towns that it went to, and who oversees the body's place."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Contact, ContactPlace
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.register.obligations.access import ObligationAccess


def contacts_for(reader: Account) -> QuerySet[Contact]:
    """The contacts that a reader may see, each with ``number``: to how many villages it went."""
    sending, receiving = DispatchAccess(reader), ObligationAccess(reader)
    meant = Q(issuer__in=sending.body_ids)
    for scope in sending.overseen:
        meant |= Q(issuer__division__gte=scope, issuer__division__lt=subtree_end(scope))
    reached = Q(pk__in=[])
    for scope in (*receiving.villages, *receiving.towns):
        reached |= Q(division__gte=scope, division__lt=subtree_end(scope))
    places = ContactPlace.objects.filter(reached, contact=OuterRef("pk"))
    rows = Contact.objects.filter(meant | Exists(places)).select_related("issuer", "by")
    return rows.annotate(number=Count("places")).order_by("-at", "-pk")
