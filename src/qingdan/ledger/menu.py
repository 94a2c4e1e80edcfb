"""What the ledger offers to the shell: menu entries, sources that people write by hand, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from qingdan.foundation.orgs.choices import VILLAGE_ROLES
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import Waiting, register_waiting
from qingdan.ledger.roles import DECIDERS, OFFICERS, READERS
from qingdan.ledger.sources import OWN, register_source


def offer() -> None:
    """Register all of it."""
    others = [role for role in READERS if role not in VILLAGE_ROLES]
    register_menu_entry("线索", "ledger:leads", others, "管住它", 500, count=_leads)
    register_menu_entry("我们反映的", "ledger:leads", VILLAGE_ROLES, "管住它", 500)
    register_menu_entry("问题台账", "ledger:findings", READERS, "管住它", 510)
    register_waiting(dict.fromkeys((*DECIDERS, *OFFICERS)), _waiting)
    for key, label in OWN:
        register_source(key, label)


def _leads(request: HttpRequest) -> int | None:
    from qingdan.ledger.queries import waiting_leads
    from qingdan.ledger.views.pages import powers_of

    powers = powers_of(request)
    return waiting_leads(powers).count() if powers.scopes(DECIDERS) else None


def _waiting(account: Account, most: int) -> Iterator[Waiting]:
    """Leads to confirm, findings to mend, to verify, extensions to decide: four queries and one for the grants."""
    from qingdan.ledger import queries
    from qingdan.ledger.access import Powers

    powers = Powers(account)
    for lead in queries.waiting_leads(powers)[:most]:
        since = localtime(lead.received_at).date()
        url = reverse("ledger:lead", args=[lead.pk])
        yield Waiting(lead.title, url, "确认线索", since, since + queries.DECIDE_WITHIN, lead.code)
    for finding in queries.waiting_to_mend(powers)[:most]:
        url = reverse("ledger:finding", args=[finding.pk])
        act = "报告整改" if finding.measure else "写整改措施"
        yield Waiting(finding.title, url, act, finding.shown_from, finding.due, finding.code)
    for finding in queries.waiting_to_verify(powers).select_related("body")[:most]:
        since = localtime(finding.mended_at).date() if finding.mended_at else finding.opened_on
        url = reverse("ledger:finding", args=[finding.pk])
        yield Waiting(finding.title, url, "核验整改", since, since + queries.VERIFY_WITHIN, f"{finding.body} 报告已改")
    for asked in queries.waiting_extensions(powers).select_related("finding__body")[:most]:
        url = reverse("ledger:act", args=[asked.finding_id, "decide-extension"])
        note = f"{asked.finding.body} 申请延到 {asked.until}"
        yield Waiting(asked.finding.title, url, "批延期", localtime(asked.asked_at).date(), asked.finding.due, note)
