"""What admission offers to rooms that do not know it (``register.lists.offers``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from qingdan.entry.admission.access import bodies_of
from qingdan.entry.admission.attached import guide_content
from qingdan.entry.admission.models import Case
from qingdan.entry.admission.rules import State
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.model import Kind
from qingdan.register.lists.offers import AttachedGuide


def way_in(account: Account, said: Mapping[str, str]) -> str:
    """The application form filled in with what is said; empty for somebody who applies for no body."""
    return f"{reverse('admission:new')}?{urlencode(said)}" if bodies_of(account) else ""


def guides_of(codes: Collection[str], division: str) -> dict[str, AttachedGuide]:
    """By code what the newest application brought by which a kind of certificate was admitted, at a division or above (KT-48).

    A code is the item's on the list that took it in, or the admission's own.
    """
    wanted = set(codes)
    admitted = Case.objects.filter(
        Q(list_code__in=wanted) | Q(item__code__in=wanted),
        kind=Kind.CERTIFICATE,
        state=State.IN_FORCE,
        division__in=ancestors(division),
    ).exclude(model_text="")
    found = {}
    for case in admitted.select_related("body", "item").order_by("pk"):
        item = getattr(case, "item", None)
        for code in {case.list_code, item.code if item else ""} & wanted:
            found[code] = _attached(case)
    return found


def _attached(case: Case) -> AttachedGuide:
    content = guide_content(
        model_text=case.model_text,
        procedure=case.flow_steps,
        operating_rule=case.operating_rule,
        basis=case.basis_lines,
    )
    return AttachedGuide(content, case.body.name, case.number)
