"""What the services share: the audit, locked rows."""

from __future__ import annotations

from qingdan.foundation.audit.services import record
from qingdan.foundation.orgs.models import Account
from qingdan.village.guides.models import Guide, GuideVersion
from qingdan.village.guides.problems import GuidesProblem


def note(actor: Account, verb: str, object_type: str, pk: int, division: str, detail: object = None) -> None:
    """One act in the audit of its county."""
    record(
        verb=verb, object_type=object_type, object_id=pk, detail=detail, stream=division[:6],
        actor_id=actor.pk, actor_name=str(actor),
    )  # fmt: skip


def locked(version: GuideVersion) -> GuideVersion:
    """The version behind its guide's lock; raises :class:`GuidesProblem` for one that was thrown away."""
    Guide.objects.select_for_update().get(pk=version.guide_id)
    kept = GuideVersion.objects.select_related("guide", "submitted_by").filter(pk=version.pk).first()
    if kept is None:
        raise GuidesProblem("这份草稿已经不在了，可能刚被别人作废。")
    return kept


def open_draft(version: GuideVersion, revision: int | None) -> GuideVersion:
    """The draft, locked, for changing; raises :class:`GuidesProblem` where it is published, submitted or changed meanwhile."""
    kept = locked(version)
    if not kept.is_draft:
        raise GuidesProblem("这一版已经发布，不能再改。请起草新版。")
    if kept.submitted_at is not None:
        raise GuidesProblem("已经提交审查，要改请先撤回或者等退回。")
    if revision is not None and kept.revision != revision:
        raise GuidesProblem("这份草稿刚被别人改过。请重新打开，看过新的再改。")
    return kept
