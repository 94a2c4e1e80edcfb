"""From a draft to a published edition: submitted by who prepared it, reviewed and published by who may."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.alerts.services import send
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Level, Role
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import accounts_holding
from qingdan.register.lists import content
from qingdan.register.lists.access import demand_preparer, demand_publisher
from qingdan.register.lists.completeness_checks import lacking
from qingdan.register.lists.events import edition_published, edition_superseded, openness_changed
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList, Openness, Removal
from qingdan.register.lists.services.drafting import open_for
from qingdan.register.lists.services.items import put_in_order
from qingdan.register.lists.services.problems import ListsProblem, StaleDraft
from qingdan.register.lists.services.writing import note, note_bulk


@transaction.atomic
def submit_edition(*, actor: Account, edition: Edition, revision: int | None = None) -> Edition:
    """Hand a draft over for review and publication; it stays as it is until it is published or returned."""
    draft = open_for(actor, edition, revision)
    for problem in what_is_missing(draft):
        raise problem
    draft.submitted_by, draft.submitted_at, draft.returned_for = actor, now(), ""
    draft.save(update_fields=["submitted_by", "submitted_at", "returned_for"])
    note(actor, "submit_edition", draft, draft.revision)
    return draft


def what_is_missing(draft: Edition) -> list[ListsProblem]:
    """What a draft still needs before it can be submitted."""
    in_town = level(draft.item_list.division) is Level.TOWN
    needed = [
        (bool(draft.document.strip()), "请写明这一版由哪份文件公布。", "document"),
        (not in_town or draft.decided_on is not None, "请填镇街作出决定的日期：红线要有本级的决定。", "decided_on"),
        (bool(draft.effective_on and draft.published_on), "请填发布日期和生效日期。", "effective_on"),
        (draft.number == 1 or bool(draft.reason.strip()), "请写为什么要修订，理由会随新版一起公布。", "reason"),
        (draft.items.exists(), "草稿里还没有事项，请新增或者导入。", ""),
    ]
    own = [ListsProblem(words, field) for there, words, field in needed if not there]
    return own or [ListsProblem(words) for words in lacking(draft)]


@transaction.atomic
def withdraw_submission(*, actor: Account, edition: Edition) -> Edition:
    """Take a submitted draft back to change it."""
    draft = _waiting(edition)
    demand_preparer(actor, draft.item_list.division, draft.item_list.kind)
    draft.submitted_by = draft.submitted_at = None
    draft.save(update_fields=["submitted_by", "submitted_at"])
    note(actor, "withdraw_submission", draft)
    return draft


@transaction.atomic
def return_edition(*, actor: Account, edition: Edition, reason: str) -> Edition:
    """Send a submitted draft back to be mended (who may publish it), with the reason."""
    draft = _waiting(edition)
    demand_publisher(actor, draft.item_list)
    if not reason.strip():
        raise ListsProblem("请写明要改什么。", "reason")
    who = draft.submitted_by
    draft.submitted_by = draft.submitted_at = None
    draft.returned_for = reason.strip()
    draft.save(update_fields=["submitted_by", "submitted_at", "returned_for"])
    if who is not None:
        _tell(who, draft, "退回修改", reason.strip())
    note(actor, "return_edition", draft, reason)
    return draft


@transaction.atomic
def publish_edition(
    *,
    actor: Account,
    edition: Edition,
    openness: Openness,
    openness_review: str,
    not_secret: bool,
    scan: Attachment | None = None,
) -> Edition:
    """Publish a submitted draft: by the role that the pack names, and not by the one who submitted it.

    ``openness_review`` tells on what ground the 公开属性 was set; ``not_secret`` is the reviewer's statement that
    nothing in it is secret or internal. From here on the database refuses every change. The edition before is
    superseded from the day this one takes effect. Raises :class:`ListsProblem`, also for who comes second.
    """
    draft = _waiting(edition)
    demand_publisher(actor, draft.item_list)
    if draft.submitted_by_id == actor.pk:
        raise NotAllowed("提交的人不能自己发布，请由另一位有权的同志审查发布。")
    _demand_reviewed(openness_review, not_secret)
    _demand_dates(draft)
    _demand_still_complete(draft)
    put_in_order(draft, list(draft.items.order_by("position").values_list("code", flat=True)))
    draft.openness, draft.openness_review, draft.scan = openness, openness_review.strip(), scan
    draft.published_by = actor
    close(draft)
    _supersede(draft)
    note_bulk(actor, "publish_edition", draft, list(draft.items.values_list("code", "digest")))
    edition_published.send(Edition, edition=draft)
    if draft.submitted_by is not None:
        _tell(draft.submitted_by, draft, "已发布", f"{draft.effective_on} 起生效。")
    _tell_stewards(draft)
    return draft


def close(draft: Edition) -> None:
    """Seal a draft's content: from here on the database refuses every change of it."""
    Item.objects.filter(edition=draft).update(published=True)
    Removal.objects.filter(edition=draft).update(published=True)
    heading = {
        "list": draft.item_list.slug, "document": draft.document, "number": draft.document_number,
        "decided": str(draft.decided_on), "published": str(draft.published_on), "effective": str(draft.effective_on),
        "ends": str(draft.ends_on), "complete": draft.complete, "complete_for": draft.complete_for,
    }  # fmt: skip
    pairs = draft.items.order_by("position").values_list("code", "digest")
    draft.content_hash = content.edition_hash(heading, pairs)
    draft.state = EditionState.PUBLISHED
    draft.save()


def _demand_reviewed(openness_review: str, not_secret: bool) -> None:
    if not not_secret:
        raise ListsProblem("请先审查：内容不涉密，也不是工作秘密、内部资料。有的话请退回删去。", "not_secret")
    if not openness_review.strip():
        raise ListsProblem("请写公开属性是按什么定的。", "openness_review")


def _demand_dates(draft: Edition) -> None:
    """Published not later than today, effective not before it and not before the edition that runs."""
    published, effective = draft.published_on, draft.effective_on
    if published is None or effective is None:
        raise ListsProblem("请填发布日期和生效日期。", "effective_on")
    if published > today():
        raise ListsProblem(f"发布日期 {published} 还没有到，到那天再发布，或者退回改日期。", "published_on")
    if effective < published:
        raise ListsProblem("生效日期不能早于发布日期：清单不能管发布以前的事。请退回改日期。", "effective_on")
    before = _before(draft)
    if before is not None and before.effective_on is not None and effective < before.effective_on:
        raise ListsProblem(f"第 {before.number} 版从 {before.effective_on} 起生效，新版不能比它还早。", "effective_on")


def _demand_still_complete(draft: Edition) -> None:
    """What rooms above want of a list holds on the day of publication too: other lists may have changed since it was submitted."""
    for words in lacking(draft):
        raise ListsProblem(f"{words}请退回改好。")


def _before(draft: Edition) -> Edition | None:
    return draft.item_list.editions.filter(state=EditionState.PUBLISHED).order_by("-number").first()


def _supersede(published: Edition) -> None:
    for before in published.item_list.editions.filter(state=EditionState.PUBLISHED).exclude(pk=published.pk):
        before.state, before.superseded_on = EditionState.SUPERSEDED, published.effective_on
        before.save(update_fields=["state", "superseded_on"])
        edition_superseded.send(Edition, edition=before)


@transaction.atomic
def set_openness(
    *, actor: Account, edition: Edition, openness: Openness, openness_review: str, not_secret: bool
) -> Edition:
    """Change the 公开属性 of a published edition after a recorded review (who may publish the list)."""
    kept = Edition.objects.select_for_update(of=("self",)).select_related("item_list").get(pk=edition.pk)
    demand_publisher(actor, kept.item_list)
    if kept.is_draft:
        raise ListsProblem("草稿的公开属性在发布时一起审查。")
    _demand_reviewed(openness_review, not_secret or openness != Openness.PUBLIC)
    kept.openness, kept.openness_review = openness, openness_review.strip()
    kept.save(update_fields=["openness", "openness_review"])
    note(actor, "set_openness", kept, [openness, openness_review])
    openness_changed.send(Edition, edition=kept)
    return kept


def _waiting(edition: Edition) -> Edition:
    """The submitted draft, locked; whoever comes second is told what became of it."""
    ItemList.objects.select_for_update().get(pk=edition.item_list_id)
    draft = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("item_list", "submitted_by")
        .filter(pk=edition.pk)
        .first()
    )
    if draft is None:
        raise ListsProblem("这份草稿已经不在了，可能刚被别人作废。")
    if not draft.is_draft:
        raise ListsProblem(f"这一版已经由{draft.published_by or '别人'}发布，不用再发布一次。")
    if draft.submitted_at is None:
        raise ListsProblem("这份草稿还没有提交，或者刚被撤回、退回。")
    if draft.revision != edition.revision:
        raise StaleDraft
    return draft


def _tell(recipient: Account, edition: Edition, what: str, words: str) -> None:
    title = f"《{edition.item_list.title}》第{edition.number}版{what}"
    key = f"edition-{edition.pk}-{what}-{edition.revision}-{edition.submitted_at or now():%Y%m%d%H%M%S}"
    send(recipient=recipient, title=title[:120], body=words[:500], link=f"/lists/{edition.pk}/", key=key[:120])


def _tell_stewards(edition: Edition) -> None:
    """A town's red lines are told to the stewards of its district (NH-20)."""
    if level(edition.item_list.division) is not Level.TOWN:
        return
    for steward in accounts_holding(Role.LIST_STEWARD, edition.item_list.division):
        _tell(steward, edition, "已由镇街发布", "请核对有没有与上级清单或法律冲突的红线。")
