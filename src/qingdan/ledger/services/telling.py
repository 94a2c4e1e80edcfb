"""Messages about findings: to the body that mends, to the lead office, to whoever reported. Never who reported."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from qingdan.foundation.alerts.services import send
from qingdan.foundation.orgs.models import Account
from qingdan.ledger.access import officers_of
from qingdan.ledger.choices import LeadState
from qingdan.ledger.models import Finding, Lead


def tell_body(finding: Finding, words: str) -> None:
    """Tell the officers of the responsible body; once for a step."""
    link = reverse("ledger:finding", args=[finding.pk])
    body = f"{finding.code} {finding.title}，{finding.due} 前。"
    tell(officers_of([finding.body_id]), words, body, link, f"{finding.code}-{finding.district}-{finding.revision}")


def tell_reporter(lead: Lead) -> None:
    """Tell whoever reported a lead what was decided."""
    if lead.reported_by is None or lead.reported_by_id == lead.decided_by_id:
        return
    said = {LeadState.DISMISSED: lead.decision_reason, LeadState.MERGED: "已经有人反映过，并在一起整改。"}
    words = said.get(LeadState(lead.state), "已经确认为问题，责任单位要限期整改。")
    link = reverse("ledger:lead", args=[lead.pk])
    tell([lead.reported_by], f"您反映的“{lead.title[:60]}”{lead.get_state_display()}", words, link, f"lead-{lead.pk}")


def tell(recipients: Iterable[Account], title: str, body: str, link: str, key: str) -> None:
    """Send one message to each."""
    for recipient in recipients:
        send(recipient=recipient, title=title[:120], body=body[:500], link=link, key=f"ledger-{key}"[:120])
