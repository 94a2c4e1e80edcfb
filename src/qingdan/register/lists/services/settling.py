"""Settling a conflict between a town's red line and a higher list or a statute."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.audit.services import record
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import may
from qingdan.register.lists.models import Item, Settlement
from qingdan.register.lists.services.problems import ListsProblem


@transaction.atomic
def settle(*, actor: Account, item: Item, holds: bool, document: str, reason: str) -> Settlement:
    """Record whether a red line in conflict holds or is void (the steward of the division above), with its source."""
    division = item.edition.item_list.division
    above = ancestors(division)[1]
    if not may(actor, Role.LIST_STEWARD, above):
        raise NotAllowed("红线冲突由上一级的清单管理员处理，您没有这个权限。")
    if not document.strip() or not reason.strip():
        raise ListsProblem("请写明依据和理由。", "document" if not document.strip() else "reason")
    settlement = Settlement.objects.create(
        item=item, holds=holds, document=document.strip(), reason=reason.strip(), by=actor
    )
    record(
        verb="settle_red_line",
        object_type="item",
        object_id=item.code,
        actor_id=actor.pk,
        actor_name=str(actor),
        detail=[holds, document, reason],
        stream=division[:6],
    )
    return settlement
