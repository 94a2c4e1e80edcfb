"""More time: asked for with a reason by the body, decided by the lead office. The clock runs on meanwhile."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.models import Account
from qingdan.ledger.choices import ExtensionState, Verb
from qingdan.ledger.models import Extension, Finding
from qingdan.ledger.services.mending import locked
from qingdan.ledger.services.problems import LedgerProblem
from qingdan.ledger.services.telling import tell_body
from qingdan.ledger.services.writing import move


@transaction.atomic
def ask_extension(*, actor: Account, finding: Finding, until: date, reason: str) -> Extension:
    """Ask for more time (the responsible body), one request at a time."""
    kept = locked(actor, finding, Verb.ASK_EXTENSION)
    if not reason.strip():
        raise LedgerProblem("请写为什么要延期。", "reason")
    if until <= kept.due or until < today():
        raise LedgerProblem(f"新时限要晚于 {max(kept.due, today())}。", "until")
    try:
        with transaction.atomic():
            asked = Extension.objects.create(
                finding=kept, due=kept.due, until=until, reason=reason.strip(), asked_by=actor
            )
    except IntegrityError as error:
        raise LedgerProblem("已经有一个延期申请在等批，请等它批了再说。") from error
    move(kept, Verb.ASK_EXTENSION, actor, text=reason, details={"until": str(until), "due": str(kept.due)})
    return asked


@transaction.atomic
def decide_extension(*, actor: Account, extension: Extension, granted: bool, reason: str = "") -> Extension:
    """Grant more time, or refuse it with a reason (the lead office)."""
    verb = Verb.GRANT_EXTENSION if granted else Verb.REFUSE_EXTENSION
    kept = locked(actor, extension.finding, verb)
    asked = Extension.objects.select_for_update().get(pk=extension.pk)
    if asked.state != ExtensionState.ASKED:
        raise LedgerProblem(f"这个申请已经处理过：{asked.get_state_display()}。")
    if not granted and not reason.strip():
        raise LedgerProblem("请写为什么不同意延期。", "reason")
    asked.state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    asked.decided_by, asked.decided_at, asked.decision_reason = actor, now(), reason.strip()
    asked.save()
    details = {"until": str(asked.until), "due_before": str(kept.due)}
    if granted:
        kept.due = max(asked.until, kept.due)
    move(kept, verb, actor, text=reason, details={**details, "due": str(kept.due)})
    tell_body(kept, asked.get_state_display())
    return asked
