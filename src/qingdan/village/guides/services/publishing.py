"""From a draft to a published guide, and the record of where it was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.foundation.alerts.services import send, send_many
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.village.guides.access import GuideAccess, pack_of, publishers_of
from qingdan.village.guides.models import GuideVersion, Publication, Subject, VersionState
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.kinds import kind_at
from qingdan.village.guides.rules import Missing, harder, in_words, missing_elements
from qingdan.village.guides.services.writing import locked, note, open_draft


@transaction.atomic
def submit_version(*, actor: Account, version: GuideVersion, revision: int | None = None) -> GuideVersion:
    """Hand a draft over for review. Incomplete ones are refused with what is missing and which clause wants it.

    A version that makes the way longer than the one in force needs a reason (AS-55).
    """
    draft = open_draft(version, revision)
    GuideAccess(actor).demand_writer(draft)
    demand_complete(draft)
    draft.submitted_by, draft.submitted_at, draft.returned_for = actor, now(), ""
    draft.save(update_fields=["submitted_by", "submitted_at", "returned_for"])
    send_many(
        recipients=publishers_of(draft.guide.division).exclude(pk=actor.pk), title=f"《{draft.guide.title[:80]}》办事指南等审查发布",
        body=f"第{draft.number}版，{actor}提交。", link=f"/guides/versions/{draft.pk}/", key=f"guide-{draft.pk}-submitted-{draft.revision}",
    )  # fmt: skip
    note(actor, "submit_guide", "guide_version", draft.pk, draft.guide.division, draft.digest)
    return draft


def demand_complete(draft: GuideVersion) -> None:
    """Raise :class:`GuidesProblem` for a draft that may not be published as it is."""
    missing = missing_of(draft)
    if missing:
        raise GuidesProblem(in_words(missing))
    before = draft.guide.versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()
    if before is None:
        return
    longer = harder(GuideContent.model_validate(before.content), GuideContent.model_validate(draft.content))
    if longer and not draft.reason.strip():
        raise GuidesProblem(f"{'，'.join(longer)}。请写明理由。", "reason")


def missing_of(draft: GuideVersion) -> list[Missing]:
    """What a draft still needs, as the pack of its division wants it."""
    pack = pack_of(draft.guide.division)
    service = draft.guide.subject == Subject.SERVICE
    kind = None if service else kind_at(draft.guide.division, draft.guide.code, today())
    return missing_elements(
        GuideContent.model_validate(draft.content), title=draft.guide.title, basis=kind.basis if kind else (),
        wanted=pack.village.guide_elements if pack else (), service=service,
    )  # fmt: skip


@transaction.atomic
def return_version(*, actor: Account, version: GuideVersion, reason: str) -> GuideVersion:
    """Send a submitted draft back to be mended, with the reason (who may publish it), or take one's own back."""
    draft = _waiting(version)
    own = draft.submitted_by_id == actor.pk
    if own:
        GuideAccess(actor).demand_writer(draft)
    else:
        GuideAccess(actor).demand_publisher(draft)
    if not own and not reason.strip():
        raise GuidesProblem("请写明要改什么。", "reason")
    who = draft.submitted_by
    draft.submitted_by = draft.submitted_at = None
    draft.returned_for = "" if own else reason.strip()
    draft.save(update_fields=["submitted_by", "submitted_at", "returned_for"])
    if who is not None and not own:
        _tell(who, draft, "退回修改", reason.strip())
    note(actor, "return_guide", "guide_version", draft.pk, draft.guide.division, reason)
    return draft


@transaction.atomic
def publish_version(*, actor: Account, version: GuideVersion, effective_on: date | None = None) -> GuideVersion:
    """Publish a submitted draft, by another than who submitted it; the version before ends with the day it takes effect.

    Raises ``NotAllowed`` and :class:`GuidesProblem`, also for who comes second.
    """
    draft = _waiting(version)
    GuideAccess(actor).demand_publisher(draft)
    demand_complete(draft)
    begins = effective_on or today()
    if begins < today():
        raise GuidesProblem("生效日期不能早于今天。", "effective_on")
    before = draft.guide.versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()
    if before is not None and before.effective_on is not None and begins < before.effective_on:
        raise GuidesProblem(f"第 {before.number} 版从 {before.effective_on} 起生效，新版不能比它还早。", "effective_on")
    if before is not None:
        before.state, before.superseded_on = VersionState.SUPERSEDED, begins
        before.save(update_fields=["state", "superseded_on"])
    draft.state, draft.published_by, draft.published_on, draft.effective_on = (
        VersionState.PUBLISHED, actor, today(), begins,
    )  # fmt: skip
    draft.save(update_fields=["state", "published_by", "published_on", "effective_on"])
    if draft.submitted_by is not None:
        _tell(draft.submitted_by, draft, "已发布", f"{begins} 起生效。请在各个渠道公布并登记。")
    note(actor, "publish_guide", "guide_version", draft.pk, draft.guide.division, [draft.digest, str(begins)])
    return draft


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a version was published: the channel's id, the day, the address or the place, what proves it."""

    channel: str
    published_on: date
    place: str
    evidence: Attachment | None = None


@transaction.atomic
def record_publication(*, actor: Account, version: GuideVersion, placed: Placed) -> Publication:
    """Put on record that a published version was made public on a channel that the pack names (KT-49, AS-54)."""
    kept = locked(version)
    GuideAccess(actor).demand_writer(kept)
    if kept.is_draft:
        raise GuidesProblem("还没有发布的指南不能登记公布。")
    pack = pack_of(kept.guide.division)
    channel = next((each for each in (pack.village.channels if pack else ()) if each.id == placed.channel), None)
    if channel is None:
        raise GuidesProblem("请选一个渠道。", "channel")
    if not placed.place.strip():
        raise GuidesProblem("请写网址或者公布的地点。", "place")
    if placed.published_on > today():
        raise GuidesProblem("公布日期还没有到，公布以后再登记。", "published_on")
    if kept.published_on is not None and placed.published_on < kept.published_on:
        raise GuidesProblem(f"这一版 {kept.published_on} 才发布，公布日期不能比它早。", "published_on")
    made = Publication.objects.create(
        version=kept, channel=channel.id, channel_title=channel.title, published_on=placed.published_on,
        place=placed.place.strip()[:300], evidence=placed.evidence, by=actor,
    )  # fmt: skip
    note(actor, "record_guide_publication", "guide_version", kept.pk, kept.guide.division, [channel.id, made.pk])
    return made


def _waiting(version: GuideVersion) -> GuideVersion:
    """The submitted draft, locked; whoever comes second is told what became of it."""
    draft = locked(version)
    if not draft.is_draft:
        raise GuidesProblem("这一版已经发布，不用再发布一次。")
    if draft.submitted_at is None:
        raise GuidesProblem("这份草稿还没有提交，或者刚被撤回、退回。")
    return draft


def _tell(recipient: Account, version: GuideVersion, what: str, words: str) -> None:
    key = f"guide-{version.pk}-{what}-{version.revision}"
    title = f"《{version.guide.title[:80]}》办事指南第{version.number}版{what}"
    send(recipient=recipient, title=title, body=words[:500], link=f"/guides/versions/{version.pk}/", key=key)
