"""What bodies put on record: barred lists taken over, materials that they ask, guidance that they gave to villages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.models import Account, Body
from qingdan.ledger.services import record_lead
from qingdan.policy.gate.model import ListKind
from qingdan.register.lists.models import Edition
from qingdan.register.lists.queries import editions_in_force
from qingdan.village.guides.access import OfficeAccess
from qingdan.village.guides.materials import Fault, faults
from qingdan.village.guides.models import ApprovalService, Guidance, NegativeConfirmation
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.kinds import kind_at, kinds_at
from qingdan.village.guides.services.writing import note

SOURCE = "approval_material"
NEGATIVE = (ListKind.CERTIFICATE_BARRED, ListKind.CERTIFICATE_CANCELLED)
MOST_MATERIALS = 100


@transaction.atomic
def confirm_negative(
    *, actor: Account, body: Body, edition: Edition, on: date, document: str = ""
) -> NegativeConfirmation:
    """Put on record that a body has taken a barred or cancelled list into its own negative list (KT-44); once an edition."""
    OfficeAccess(actor).demand(body)
    if edition.pk not in {each.pk for each in negative_editions(body.division_id)}:
        raise GuidesProblem("请选一份现行的不应出具或者取消清单。", "edition")
    if on > today():
        raise GuidesProblem("列入日期还没有到。", "on")
    try:
        with transaction.atomic():
            made = NegativeConfirmation.objects.create(
                body=body, edition=edition, confirmed_on=on, document=document.strip(), by=actor
            )
    except IntegrityError as error:
        raise GuidesProblem("本单位已经确认过这一版。", "edition") from error
    note(actor, "confirm_negative_list", "edition", edition.pk, body.division_id, [body.pk, str(on)])
    return made


def negative_editions(division: str) -> list[Edition]:
    """The barred and cancelled lists in force at a place, of all levels."""
    return [each for each in editions_in_force(division, today()) if each.item_list.kind in NEGATIVE]


@transaction.atomic
def record_approval(*, actor: Account, body: Body, title: str, materials: Sequence[str]) -> ApprovalService:
    """Put an approval's materials on record, or anew. Where one is a barred certificate a lead asks to change them (KT-45)."""
    OfficeAccess(actor).demand(body)
    asked = [each.strip()[:200] for each in materials if each.strip()]
    if not title.strip():
        raise GuidesProblem("请写事项名称。", "title")
    if not asked or len(asked) > MOST_MATERIALS:
        raise GuidesProblem(f"请写 1 到 {MOST_MATERIALS} 件材料，一行一件。", "materials")
    found = faults(asked, kinds_at(body.division_id, today()))
    kept, fresh = ApprovalService.objects.select_for_update().get_or_create(
        body=body, title=title.strip()[:200], defaults={"recorded_by": actor, "materials": asked, "faults": len(found)}
    )
    if not fresh:
        kept.materials, kept.faults, kept.changed_at = asked, len(found), now()
        kept.save(update_fields=["materials", "faults", "changed_at"])
    if found:
        _lead(actor, kept, found)
    note(actor, "record_approval_materials", "approval", kept.pk, body.division_id, [asked, len(found)])
    return kept


def _lead(actor: Account, approval: ApprovalService, found: Sequence[Fault]) -> None:
    named = "；".join(f"“{each.material}”是{each.regime}的证明（{each.title}）" for each in found)
    record_lead(
        actor=actor, source=SOURCE, reference=str(approval.pk), division=approval.body.division_id,
        title=f"“{approval.title[:60]}”的材料里有不该要的证明", text=f"{named}。请改材料清单。", about=approval.body,
        kind="certificate", clause=found[0].clause,
        measure="改材料清单，删去这些证明。",
    )  # fmt: skip


@transaction.atomic
def record_guidance(*, actor: Account, body: Body, code: str, on: date, text: str, places: str) -> Guidance:
    """Put on record how a body guided villages on one kind (KT-50)."""
    OfficeAccess(actor).demand(body)
    kind = kind_at(body.division_id, code, today())
    if kind is None:
        raise GuidesProblem("这里的清单上没有这一种证明。", "code")
    if on > today():
        raise GuidesProblem("日期还没有到。", "on")
    if not text.strip() or not places.strip():
        raise GuidesProblem("请写对哪些村（社区）、怎么指导的。", "text")
    made = Guidance.objects.create(
        body=body,
        code=kind.code,
        title=kind.title,
        given_on=on,
        text=text.strip(),
        places=places.strip()[:300],
        by=actor,
    )
    note(actor, "record_guidance", "guidance", made.pk, body.division_id, [kind.code, str(on)])
    return made
