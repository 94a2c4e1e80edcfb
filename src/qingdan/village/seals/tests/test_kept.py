"""What the database refuses: entries are never changed or deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from qingdan.foundation.clock.moments import today
from qingdan.village.seals import services
from qingdan.village.seals.choices import ApprovalState, Sort
from qingdan.village.seals.models import Custody, Handover, SealApproval, SealUse, UseNote
from qingdan.village.seals.tests.cast import (
    KEEPER,
    approved,
    asked,
    clerk,
    place,
    plan,
    seal,
    town,
    used,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


# --- what the database refuses


def untouchable(rows: Any, **change: Any) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.all()._raw_delete(rows.db)


def test_entries_are_never_changed_or_deleted() -> None:
    use = used()
    services.correct(actor=clerk(), use=use, text="份数写错，实际盖 1 份")
    untouchable(SealUse.objects.filter(pk=use.pk), copies=1)
    untouchable(UseNote.objects.all(), words="别的")
    untouchable(SealApproval.objects.filter(pk=use.approval_id), purpose="别的")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SealApproval.objects.filter(pk=use.approval_id).update(state=ApprovalState.ASKED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SealApproval.objects.filter(pk=use.approval_id).update(approver_name="别人")


def test_what_is_done_stays_done() -> None:
    of = seal()
    out = services.take_out(
        actor=clerk(),
        approval=approved(of, sort=Sort.TAKEOUT, kept_at=""),
        taker=KEEPER,
        where="镇里",
        due_back=today(),
    )
    services.bring_back(actor=clerk(), takeout=out)
    untouchable(of.takeouts.all(), where="别处")
    made = services.begin_handover(actor=clerk(), division=place(), plan=plan(of))
    services.confirm_handover(actor=clerk(), handover=made, side="taken")
    services.confirm_handover(actor=town(), handover=made, side="given", paper="档案柜1号")
    untouchable(Handover.objects.filter(pk=made.pk), witness_name="别人")
    untouchable(Custody.objects.filter(seal=of, until__isnull=False), keeper_name="别人")
    services.change_seal(actor=clerk(), seal=of, sort="put_away", reason="换届")
    untouchable(of.changes.all(), reason="别的")


@pytest.mark.parametrize(
    "change",
    [
        {"sort": Sort.USE, "source": "", "reference": "", "kept_at": ""},
        {"pages": 0},
        {"applicant_name": ""},
        {"state": ApprovalState.APPROVED},
        {"state": ApprovalState.REFUSED},
        {"paper_number": "7"},
        {"late": True},
    ],
)
def test_the_database_holds_what_an_approval_must_say(change: dict[str, Any]) -> None:
    waiting = asked()
    row = SealApproval.objects.filter(pk=waiting.pk).values().get() | change
    row.pop("id")
    with pytest.raises(IntegrityError), transaction.atomic():
        SealApproval.objects.create(**row)
