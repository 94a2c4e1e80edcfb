"""Reading the village's side: the villages for which somebody reports, and the dispatches whose sheet somebody may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Delivery, Dispatch, DispatchState, Feedback
from qingdan.foundation.orgs.choices import UnitKind
from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Account, Division
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.models import Obligation

MOST_PLACES = 500


def places_to_report_for(actor: Account) -> list[Division]:
    """The villages for which the person may report: its own, and for a town's clerk those of the town."""
    access = ObligationAccess(actor)
    meant = Q()
    for scope in (*access.villages, *access.towns):
        meant |= Q(code__gte=scope, code__lt=subtree_end(scope))
    if not meant:
        return []
    rows = Division.objects.filter(meant, level="village", valid_to=None).exclude(kind=UnitKind.NONE)
    return list(rows.order_by("code")[:MOST_PLACES])


def sheets_for(reader: Account) -> QuerySet[Dispatch]:
    """The dispatches whose 《准入事项单》 somebody may see: as its sender or by office, or because a village of theirs owes it."""
    owed = Obligation.objects.filter(
        assignment=OuterRef("assignment"), pk__in=ObligationAccess(reader).rows().values("pk")
    )
    reached = Delivery.objects.filter(Exists(owed)).values("schedule__dispatch")
    own = DispatchAccess(reader).rows().values("pk")
    return Dispatch.objects.filter(Q(pk__in=own) | Q(pk__in=reached)).exclude(state=DispatchState.DRAFT).select_related(
        "issuer", "emergency"
    )  # fmt: skip


def newest_feedback_on(obligation: Obligation) -> Feedback | None:
    """The newest feedback on an obligation, open or answered; None where there never was one."""
    return Feedback.objects.filter(obligation=obligation).order_by("-at", "-pk").first()
