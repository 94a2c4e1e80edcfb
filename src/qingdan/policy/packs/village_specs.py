"""``village.yaml``: what differs by place about certificates, guides, seals, services and how long data are kept.

The file may be missing: then what the pack above says holds. Every row names its clause, or says that it is a setting
of the product (``source: product``, 系统建议值).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from qingdan.policy.packs.schema import ClauseId, Level, Part, Short, Text

Regime = Literal["retained", "cancelled", "barred", "neither"]
"""Where a kind of certificate stands on the lists of a place: kept, cancelled, barred, or on none of them."""

Demander = Literal["party_government", "enterprise", "court", "individual"]
"""Who wants a certificate; the values of the gate's fact ``demander``."""

Way = Literal["report_to_town", "issue", "admit_kind", "refuse", "refer"]
"""What is done for a resident who still needs what is not kept."""

Test = Literal["within_duty", "verifiable"]
Cause = Literal["policy_gap", "civil_demander"]
Need = Literal["investigation", "deliberation", "meeting", "head_signature", "assessment", "prevention"]
GuideElement = Literal[
    "name", "purpose", "issuing_body", "validity", "basis", "model_text", "procedure", "operating_rule", "time_limit",
    "materials",
]  # fmt: skip
CancelReason = Literal["outdated", "unverifiable", "no_basis"]
"""Why a kind is cancelled: it no longer fits, villages cannot verify it, it has no basis."""

Person = Literal["applicant", "approver", "keeper", "presser"]
Kept = Literal["appointment", "application", "certificate", "seal_log", "service_case", "reveal"]


class Sourced(Part):
    """A row with the clauses that it rests on; without any it says that it is the product's."""

    clauses: list[ClauseId] = []
    source: Literal["clause", "product"] = "clause"


class NeededAnywaySpec(Sourced):
    """What is done where a kind is not kept and the resident still needs it; the first row that fits counts.

    ``regimes`` and ``demanders`` narrow where it fits (everybody if no demander is named), ``titles`` to single kinds;
    it does not fit a body that is known to be of one of ``except_levels``.
    ``tests`` must be answered yes, and one of ``causes`` be named, before the way is open. ``says`` tells the clerk.
    """

    regimes: list[Regime] = Field(min_length=1)
    demanders: list[Demander] = []
    titles: list[Short] = []
    except_levels: list[Level] = []
    way: Way
    tests: list[Test] = []
    causes: list[Cause] = []
    says: Text


class SafeguardSpec(Sourced):
    """What must be on record before a certificate of public interest or with a legal risk may be issued.

    ``needs`` always, ``may_need`` where the handler says so (CC-27a: 必要时召开会议).
    """

    when: Literal["public_interest", "legal_risk"]
    needs: list[Need] = Field(min_length=1)
    may_need: list[Need] = []
    says: Text


class DeadlineSpec(Sourced):
    """The working days for a certificate that cannot be issued on the spot, where its guide says no other."""

    workdays: int = Field(ge=1, le=60)


class GuideElementSpec(Sourced):
    """A part without which a guide cannot be published."""

    element: GuideElement


class ChannelSpec(Sourced):
    """A channel on which guides are published."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]
    title: Short


class CancellingSpec(Sourced):
    """How a kind of certificate is cancelled.

    ``notice_for``: of what is cancelled for these reasons the cancellation takes effect only with a public notice on
    record, its channel and its day (CC-24c). ``review_first``: a kind leaves the list of kept kinds only where a
    cancelled or barred list has it, or a review ended with the way that takes its place (BJ-47).
    """

    notice_for: list[CancelReason] = []
    review_first: bool = False


class GuidesSpec(Sourced):
    """Guides: what they must hold, where they are published, and at which levels of division they are made.

    ``kept_at``: a division of another level cannot change a guide (BJ-27: one city-wide set).
    """

    elements: list[GuideElementSpec] = []
    channels: list[ChannelSpec] = []
    kept_at: list[Level] = []
    cancelling: CancellingSpec | None = None


class SeparationSpec(Sourced):
    """Two parts in the use of a seal that one person may not play at once."""

    persons: Annotated[list[Person], Field(min_length=2, max_length=2)]


class SealsSpec(Sourced):
    """The use of seals. ``late_days``: so many days after its date a paper approval may still be entered, marked late."""

    separations: list[SeparationSpec] = []
    late_days: int = Field(default=30, ge=1, le=365)


class RetentionSpec(Sourced):
    """How long personal data of one sort are kept after the matter has ended, in days."""

    what: Kept
    days: int = Field(ge=1, le=36500)


class ServiceRuleSpec(Sourced):
    """A rule about services that a document states.

    Enforced only where it is stated: ``guide_required`` (no guide, not at the window), ``agency_listed`` (on behalf only
    what is listed for that), ``tests_first`` (into the purchase catalogue only with both tests and the signatures of the
    line department and of ``body``). The others hold everywhere and are cited where they are stated.
    """

    rule: Literal[
        "guide_required", "agency_listed", "tests_first", "opinions_first", "classes", "modes", "personal_own", "to_town",
        "one_window", "in_hall", "bottom_line", "six_fields",
    ]  # fmt: skip
    body: Short = ""


class ServicesSpec(Sourced):
    """Services of the village. ``opinion_workdays``: how long villages have to answer before a service is bought.

    ``silence``: whether a purchase waits for every village's opinion, or passes once their time is over. ``slot_places``:
    how many appointments half a day takes; ``booking_days``: how far ahead they are given; ``idle_days``: after so many
    days without a visit, a meeting or rules a unit stands among those with none.
    """

    rules: list[ServiceRuleSpec] = []
    opinion_workdays: int = Field(default=10, ge=1, le=60)
    silence: Literal["waits", "passes"] = "waits"
    slot_places: int = Field(default=5, ge=1, le=200)
    booking_days: int = Field(default=14, ge=1, le=90)
    idle_days: int = Field(default=180, ge=30, le=1000)


class GoalSpec(Sourced):
    """What the document wants to have reached by a day; the page of numbers shows how it stands (NH-06, KT-05).

    ``indicator``: ``ungrounded`` demands without a basis, ``late`` certificates past their limit, ``answered`` requests
    issued and refused by quarter. ``says`` are the document's words.
    """

    indicator: Literal["ungrounded", "late", "answered"]
    until: date
    says: Text


class CertificatesSpec(Part):
    """Certificates: ways for what is not kept, safeguards before issue, the usual limit, goals."""

    needed_anyway: list[NeededAnywaySpec] = []
    safeguards: list[SafeguardSpec] = []
    complex_limit: DeadlineSpec | None = None
    goals: list[GoalSpec] = []


class VillageFile(Part):
    """``village.yaml``."""

    certificates: CertificatesSpec = CertificatesSpec()
    guides: GuidesSpec | None = None
    seals: SealsSpec | None = None
    services: ServicesSpec | None = None
    retention: list[RetentionSpec] = []
