"""Guides as drafts: begun from the version in force or from what the pack suggests, written, thrown away."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.guide_checks import content_faults
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.village.guides.access import GuideAccess
from qingdan.village.guides.drafts import Draft
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.models import Guide, GuideVersion, Source, Subject, VersionState
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.kinds import kind_at
from qingdan.village.guides.queries.known import Known, known_guides
from qingdan.village.guides.rules import digest, limit_of
from qingdan.village.guides.services.writing import note, open_draft


@transaction.atomic
def begin_version(
    *,
    actor: Account,
    division: str,
    code: str,
    subject: str = Subject.CERTIFICATE,
    title: str = "",
    kind: Kind | None = None,
) -> GuideVersion:
    """Begin a draft of an item's guide that a division keeps; one that is there already is given back.

    It begins with the newest version's words, else with those with which the kind was admitted (KT-48), else with those of the
    level above, else with what the pack suggests.
    A certificate's code must be on a list of the place (``kind``: what the lists have for it, where somebody looked it up in
    this transaction); a service gives its own ``title``. Raises ``NotAllowed`` and :class:`GuidesProblem`.
    """
    GuideAccess(actor).demand_preparer(division)
    name = title.strip()[:200] if subject == Subject.SERVICE else _title_of(kind or kind_at(division, code, today()))
    if not name:
        raise GuidesProblem("请写服务的名称。", "title")
    guide, _new = Guide.objects.get_or_create(
        code=code, division=division, defaults={"subject": subject, "title": name}
    )
    Guide.objects.select_for_update().get(pk=guide.pk)
    there = guide.versions.filter(state=VersionState.DRAFT).first()
    if there is not None:
        GuideAccess(actor).demand_writer(there)
        return there
    first = known_guides(division, [code]).get(code, Known()).draft
    content = first.content
    made = GuideVersion(
        guide=guide, number=guide.versions.count() + 1, content=_plain(content), digest=digest(content), source=first.source,
        provided_by=first.provided_by, document=first.document, steps=len(content.procedure), workdays=limit_of(content),
        prepared_by=actor,
    )  # fmt: skip
    made.save()
    note(actor, "begin_guide", "guide", guide.pk, division, [code, made.number])
    return made


def _title_of(kind: Kind | None) -> str:
    if kind is None:
        raise GuidesProblem("这里的清单上没有这一项，不能编它的指南。")
    return kind.title


@transaction.atomic
def write_version(*, actor: Account, version: GuideVersion, draft: Draft, revision: int | None = None) -> GuideVersion:
    """Write a draft anew. Words that do not fit together are refused; what is missing may come later."""
    kept = open_draft(version, revision)
    GuideAccess(actor).demand_writer(kept)
    fault = next(iter(content_faults(draft.content)), "")
    if fault:
        raise GuidesProblem(fault, "model_text")
    if marked(draft.content.model_text, draft.content.operating_rule, draft.content.purpose, draft.document):
        raise GuidesProblem("里面有密级标志。涉密、工作秘密、内部资料不得填写，没有保存。", "model_text")
    if draft.source not in Source.values:
        raise GuidesProblem("请选范本是谁的。", "source")
    kept.content, kept.digest = _plain(draft.content), digest(draft.content)
    kept.steps, kept.workdays = len(draft.content.procedure), limit_of(draft.content)
    kept.source, kept.provided_by = draft.source, draft.provided_by.strip()
    kept.document, kept.reason = draft.document.strip(), draft.reason.strip()
    kept.revision += 1
    kept.save()
    note(actor, "write_guide", "guide_version", kept.pk, kept.guide.division, [kept.digest, kept.revision])
    return kept


@transaction.atomic
def discard_version(*, actor: Account, version: GuideVersion) -> None:
    """Throw a draft away; a guide of which nothing was ever published goes with it."""
    kept = open_draft(version, None)
    GuideAccess(actor).demand_writer(kept)
    guide, pk = kept.guide, kept.pk
    kept.delete()
    if not guide.versions.exists():
        guide.delete()
    note(actor, "discard_guide", "guide_version", pk, guide.division)


def _plain(content: GuideContent) -> dict[str, object]:
    return content.model_dump(mode="json", exclude_defaults=True)
