"""Which procedure an application takes: the pack's where the document states one, else a recorded local method."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from qingdan.entry.admission.models import LocalProcedure
from qingdan.entry.admission.roles import OVERSEERS
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import ancestors, subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import scopes_of
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.procedures import Procedure, pack_spec_for, resolve, spec_for
from qingdan.policy.packs.queries import governing_pack
from qingdan.policy.packs.schema import ProcedureSpec

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Found:
    """The procedure for an application, or why there is none, with whom the document names to be asked."""

    procedure: Procedure | None
    why: str
    apply_to: str
    clauses: tuple[str, ...]
    pack: CompiledPack


def procedure_for(body: Body, kind: str, on: date) -> Found:
    """The procedure that a body's application of a kind takes on a day; raises ``OutsideEveryPack``.

    A document that states no steps, or that is only a draft, is followed by nobody: a local method must be on record.
    """
    pack = governing_pack(body.division_id, on)
    spec = pack_spec_for(pack.chain, Kind(kind), body.level, body.type)
    if spec is not None and spec.stated and pack.status != DRAFT:
        return _found(spec, pack, kind, on, pack.title)
    local = _local(body, kind)
    if local is not None:
        own = ProcedureSpec.model_validate(local.spec)
        source = f"{local.document}{local.document_number}"
        return _found(own, pack, kind, on, source)
    return Found(
        None, _why(spec, pack, kind), spec.apply_to if spec else "牵头单位", tuple(spec.clauses) if spec else (), pack
    )


def _found(spec: ProcedureSpec, pack: CompiledPack, kind: str, on: date, source: str) -> Found:
    procedure = resolve(spec, pack.chain, Kind(kind), on, source)
    return Found(procedure, "", spec.apply_to, procedure.clauses, pack)


def _why(spec: ProcedureSpec | None, pack: CompiledPack, kind: str) -> str:
    label = KIND_LABELS[Kind(kind)]
    if spec is None:
        return f"{pack.title}没有写这样的单位怎样申请“{label}”准入。"
    if pack.status == DRAFT:
        return f"{pack.title}，还不能据此办准入；要由清单管理员登记本地办法和它的来源。"
    return f"{pack.title}没有写“{label}”的准入步骤；要由清单管理员登记本地办法和它的来源。"


def _local(body: Body, kind: str) -> LocalProcedure | None:
    """The newest confirmed local method of the place or of one above it, nearest first."""
    for place in ancestors(body.division_id):
        rows = LocalProcedure.objects.filter(division=place, confirmed_at__isnull=False, ended_at=None)
        for row in rows.order_by("-confirmed_at", "-pk"):
            if kind in row.kinds and spec_for(
                [ProcedureSpec.model_validate(row.spec)], Kind(kind), body.level, body.type
            ):
                return row
    return None


def kinds_to_apply_for(body: Body, on: date) -> list[Kind]:
    """The kinds that the place's packs or local methods admit at all; pledges, proofs of work and vetoes are none."""
    pack = governing_pack(body.division_id, on)
    named = {kind for part in pack.chain for spec in part.header.procedures for kind in spec.kinds}
    for kinds in LocalProcedure.objects.filter(division__in=ancestors(body.division_id), ended_at=None).values_list(
        "kinds", flat=True
    ):
        named |= {Kind(kind) for kind in kinds}
    return [kind for kind in Kind if kind in named]


def asked_of_certificates(body: Body, kinds: Collection[Kind], on: date) -> frozenset[str]:
    """The parts that a body's application for a new kind of certificate must have; none where it applies for none."""
    if Kind.CERTIFICATE not in kinds:
        return frozenset()
    found = procedure_for(body, Kind.CERTIFICATE, on).procedure
    return frozenset(each.part for each in found.requires) if found else frozenset()


def local_procedures_to_confirm(actor: Account) -> QuerySet[LocalProcedure]:
    """The recorded local methods that wait for the actor as an officer of a lead body; not those that they recorded."""
    meant = Q(division__in=[])
    for scope in scopes_of(actor, (Role.LEAD_OFFICER,)):
        meant |= Q(division__gte=scope, division__lt=subtree_end(scope))
    rows = LocalProcedure.objects.filter(meant, confirmed_at=None, ended_at=None)
    return rows.exclude(recorded_by=actor).order_by("recorded_at", "pk")


def local_procedures_for(reader: Account) -> QuerySet[LocalProcedure]:
    """The local methods of the reader's place, of those above it and of those below."""
    meant = Q(division__in=[])
    for scope in scopes_of(reader, OVERSEERS):
        meant |= Q(division__in=ancestors(scope)) | Q(division__gte=scope, division__lt=subtree_end(scope))
    return LocalProcedure.objects.filter(meant).select_related("recorded_by", "confirmed_by")
