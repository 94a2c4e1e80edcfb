"""无清单依据的索要: a body within the jurisdiction that demands what is not to be issued becomes a lead in the ledger."""

from __future__ import annotations

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.names import guess
from qingdan.ledger.choices import FindingKind
from qingdan.ledger.models import Lead
from qingdan.ledger.rules import above_jurisdiction
from qingdan.ledger.services import record_lead
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.policy.gate.model import Verdict
from qingdan.policy.packs.queries import governing_version
from qingdan.village.certificates.choices import Demander
from qingdan.village.certificates.models import Application

SOURCE = "certificate_demand"
_ORDER = [each.value for each in Level]


def lead_about(actor: Account, application: Application, verdict: Verdict) -> Lead | None:
    """The lead about who demanded it; None for a body above the jurisdiction, whose level is not known, or that the
    lists do not bind (a bank, a court).

    Nothing of the resident stands in it.
    """
    if application.demander_class != Demander.PARTY_GOVERNMENT or not within_jurisdiction(application):
        return None
    return record_lead(
        actor=actor, source=SOURCE, reference=str(application.pk), division=application.division_id,
        title=f"要求村（社区）出具“{application.kind_title}”", text=application.way_says, about=application.demander_body,
        about_name=application.demander_name, kind="certificate", clause=application.way_clause, outcome=application.outcome,
        verdict=verdict_to_json(verdict), finding_kind=FindingKind.CERTIFICATE,
    )  # fmt: skip


def within_jurisdiction(application: Application) -> bool:
    """Whether the body that demands it belongs to the jurisdiction whose rules hold here: by record, else by its name."""
    place = governing_version(application.division_id, today()).division
    if application.demander_body is not None:
        return not above_jurisdiction(place, application.demander_body.division_id)
    said = guess(application.demander_name, application.division_id).level
    return said is not None and _ORDER.index(said.value) >= _ORDER.index(level(place).value)
