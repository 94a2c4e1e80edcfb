"""What a place's packs say about its villages' certificates, guides, seals and services. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.village_specs import (
    CancellingSpec,
    ChannelSpec,
    DeadlineSpec,
    GoalSpec,
    GuideElementSpec,
    Kept,
    NeededAnywaySpec,
    RetentionSpec,
    SafeguardSpec,
    SealsSpec,
    ServicesSpec,
    VillageFile,
)


@dataclass(frozen=True, slots=True)
class VillageRules:
    """The settings of a pack with those of the packs that it extends; the nearest pack that says a thing counts.

    ``needed_anyway``: the rows of the nearest pack stand first. ``guide_levels`` empty: any level may keep guides.
    """

    needed_anyway: tuple[NeededAnywaySpec, ...] = ()
    safeguards: Mapping[str, SafeguardSpec] = field(default_factory=dict)
    complex_limit: DeadlineSpec | None = None
    goals: tuple[GoalSpec, ...] = ()
    guide_elements: tuple[GuideElementSpec, ...] = ()
    channels: tuple[ChannelSpec, ...] = ()
    guide_levels: frozenset[str] = frozenset()
    guide_clauses: tuple[str, ...] = ()
    cancelling: CancellingSpec = field(default_factory=lambda: CancellingSpec(source="product"))
    seals: SealsSpec = field(default_factory=lambda: SealsSpec(source="product"))
    services: ServicesSpec = field(default_factory=lambda: ServicesSpec(source="product"))
    retention: Mapping[str, RetentionSpec] = field(default_factory=dict)

    def way_for(
        self, regime: str, demander: str | None, title: str, issuer_level: str | None = None
    ) -> NeededAnywaySpec | None:
        """What is done for a resident who needs a kind that is not kept; None where no pack says it.

        A row that narrows to some demanders does not fit one that is not known yet.
        """
        name = key(title)
        for row in self.needed_anyway:
            fits = regime in row.regimes and (not row.demanders or demander in row.demanders)
            fits = fits and issuer_level not in row.except_levels
            if fits and (not row.titles or name in {key(each) for each in row.titles}):
                return row
        return None

    def safeguards_for(self, *, public_interest: bool, legal_risk: bool) -> tuple[SafeguardSpec, ...]:
        """What must be on record before the issue of a certificate with these marks (AS-50, AS-62, CC-27)."""
        marks = (("public_interest", public_interest), ("legal_risk", legal_risk))
        return tuple(self.safeguards[name] for name, holds in marks if holds and name in self.safeguards)

    def days_kept(self, what: Kept) -> int | None:
        """How long personal data of this sort are kept, in days, or None where no pack says it: then they stay."""
        row = self.retention.get(what)
        return row.days if row else None


def village_rules(files: Sequence[VillageFile]) -> VillageRules:
    """The files of a chain of packs, the nearest first, as one."""
    guides = [part.guides for part in files if part.guides]
    stating = next((part for part in guides if part.kept_at), None)
    return VillageRules(
        needed_anyway=tuple(row for part in files for row in part.certificates.needed_anyway),
        safeguards={row.when: row for part in reversed(files) for row in part.certificates.safeguards},
        complex_limit=next(
            (part.certificates.complex_limit for part in files if part.certificates.complex_limit), None
        ),
        goals=next((tuple(part.certificates.goals) for part in files if part.certificates.goals), ()),
        guide_elements=next((tuple(part.elements) for part in guides if part.elements), ()),
        channels=next((tuple(part.channels) for part in guides if part.channels), ()),
        guide_levels=frozenset(stating.kept_at) if stating else frozenset(),
        guide_clauses=tuple(stating.clauses) if stating else (),
        cancelling=next((part.cancelling for part in guides if part.cancelling), CancellingSpec(source="product")),
        seals=next((part.seals for part in files if part.seals), SealsSpec(source="product")),
        services=next((part.services for part in files if part.services), ServicesSpec(source="product")),
        retention={row.what: row for part in reversed(files) for row in part.retention},
    )
