"""One version of a guide: reading, writing, handing over, publishing, where it was made public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.documents.downloads import download
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Pair
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.village.guides import services, showing
from qingdan.village.guides.access import GuideAccess, pack_of
from qingdan.village.guides.forms.versions import PublicationForm, PublishForm, ReturnForm, VersionForm, written
from qingdan.village.guides.models import GuideVersion, VersionState
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.catalogue import records_of, states_of
from qingdan.village.guides.queries.kinds import as_read
from qingdan.village.guides.queries.versions import guide_above
from qingdan.village.guides.roles import PREPARERS, PUBLISHERS, READERS
from qingdan.village.guides.rules import changes
from qingdan.village.guides.services.publishing import Placed, missing_of
from qingdan.village.guides.views.pages import crumbs, done_once, form_page, own_draft, version_of

STATE_TAGS = {
    VersionState.DRAFT: "tag--wait",
    VersionState.PUBLISHED: "tag--done",
    VersionState.SUPERSEDED: "tag--wait",
}


@for_roles(*READERS)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A version with what may be done with it, what changed, what is missing, where it was published."""
    access, version = version_of(request, pk)
    read, pack = as_read(version), pack_of(version.guide.division)
    before = version.guide.versions.filter(number__lt=version.number).exclude(state=VersionState.DRAFT).last()
    above = guide_above(version.guide)
    context = {
        "version": version, "tag": STATE_TAGS[VersionState(version.state)], "read": read, "sample": showing.sample(read),
        "pairs": [Pair(label, value) for label, value in showing.guide_pairs(read) if value],
        "before": before, "changes": _changes(before, version), "above": above, "above_changes": _changes(above, version),
        "others": list(access.versions().filter(guide=version.guide).exclude(pk=pk).order_by("-number")),
        "states": states_of(version, pack.village) if pack and not version.is_draft else [],
        "records": list(records_of(version)[:50]), "crumbs": crumbs(version), **_acts(access, version),
    }  # fmt: skip
    return render(request, "guides/version.html", context)


def _changes(before: GuideVersion | None, after: GuideVersion) -> list[Any]:
    if before is None:
        return []
    return changes(GuideContent.model_validate(before.content), GuideContent.model_validate(after.content))


def _acts(access: GuideAccess, version: GuideVersion) -> dict[str, Any]:
    prepares, waits = access.may_write(version), version.submitted_at is not None
    writing = prepares and version.is_draft and not waits
    return {
        "may_write": writing,
        "missing": missing_of(version) if writing else [],
        "may_take_back": version.is_draft and waits and version.submitted_by_id == access.actor.pk,
        "may_publish": version.is_draft and waits and access.may_publish(version),
        "may_begin": prepares and not version.is_draft and version.state == VersionState.PUBLISHED,
        "may_record": prepares and not version.is_draft,
    }


@for_roles(*PREPARERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft."""
    access, version = own_draft(request, pk)
    if not version.is_draft:
        raise Http404
    form = with_key(VersionForm(request.POST or None, initial=written(version)))
    if form.is_valid():
        answer = done_once(request, form, f"guides.write.{pk}", lambda: _write(access, version, form))
        if answer is not None:
            messages.success(request, "已保存。")
            return redirect("guides:version", pk)
    back = reverse("guides:version", args=[pk])
    intro = "涉密、工作秘密、内部资料不得填写。没有写完也可以先保存，缺什么下一页会列出来。"
    return form_page(request, form, f"编写：{version.guide.title}", "保存", back, crumbs(version, "编写"), intro=intro)


def _write(access: GuideAccess, version: GuideVersion, form: VersionForm) -> dict[str, Any]:
    revision = form.cleaned_data["revision"]
    services.write_version(actor=access.actor, version=version, draft=form.draft(), revision=revision)
    return {"version": version.pk}


@for_roles(*PREPARERS)
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft over."""
    access, version = own_draft(request, pk)
    return _done(
        request,
        pk,
        "已提交，等另一位同志审查发布。",
        lambda: services.submit_version(actor=access.actor, version=version),
    )


@for_roles(*PREPARERS)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own submission back."""
    access, version = own_draft(request, pk)
    if version.submitted_by_id != access.actor.pk:
        raise Http404
    return _done(
        request,
        pk,
        "已撤回，可以再改。",
        lambda: services.return_version(actor=access.actor, version=version, reason=""),
    )


@for_roles(*PREPARERS)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    access, version = own_draft(request, pk)
    try:
        services.discard_version(actor=access.actor, version=version)
    except GuidesProblem as problem:
        messages.error(request, str(problem))
        return redirect("guides:version", pk)
    messages.success(request, "草稿已作废。")
    return redirect("guides:catalogue")


def _done(request: HttpRequest, pk: int, words: str, act: Any) -> HttpResponse:
    try:
        act()
        messages.success(request, words)
    except GuidesProblem as problem:
        messages.error(request, str(problem))
    return redirect("guides:version", pk)


@for_roles(*PUBLISHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what another has submitted."""
    return _looked_through(
        request, pk, PublishForm, services.publish_version, ("发布", "已发布。请在各个渠道公布，并在这里登记。"),
        intro="发布以后，村（社区）照这一版办；内容不能再改，要改另起新版。",
    )  # fmt: skip


@for_roles(*PUBLISHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a submitted draft back with the reason."""
    return _looked_through(request, pk, ReturnForm, services.return_version, ("退回", "已退回，提交的同志会看到理由。"))


def _looked_through(
    request: HttpRequest,
    pk: int,
    form_of: type[PublishForm | ReturnForm],
    service: Callable[..., GuideVersion],
    words: tuple[str, str],
    *,
    intro: str = "",
) -> HttpResponse:
    """What a second person does with a submitted draft; ``words``: the act, and what is told once it is done."""
    access, version = _to_look_through(request, pk)
    title, told = words
    form, back = with_key(form_of(request.POST or None)), reverse("guides:version", args=[pk])
    if form.is_valid():
        answer = done_once(
            request, form, f"guides.{service.__name__}.{pk}",
            lambda: {"version": service(actor=access.actor, version=version, **said(form)).pk},
        )  # fmt: skip
        if answer is not None:
            messages.success(request, told)
            return redirect("guides:version", pk)
    path = crumbs(version, title)
    return form_page(request, form, f"{title}：{version.guide.title}", title, back, path, intro=intro)


def _to_look_through(request: HttpRequest, pk: int) -> tuple[GuideAccess, GuideVersion]:
    access, version = version_of(request, pk)
    if not version.is_draft or version.submitted_at is None or not access.may_publish(version):
        raise Http404
    return access, version


@for_roles(*PREPARERS)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Put on record where a version was made public."""
    access, version = own_draft(request, pk)
    pack = pack_of(version.guide.division)
    if version.is_draft or pack is None:
        raise Http404
    form = with_key(PublicationForm(request.POST or None, request.FILES or None, channels=pack.village.channels))
    if form.is_valid():
        answer = done_once(
            request, form, f"guides.record.{pk}", lambda: _record(access, version, form), files="evidence"
        )
        if answer is not None:
            messages.success(request, "已登记。")
            return redirect("guides:version", pk)
    back = reverse("guides:version", args=[pk])
    title = f"登记公布：{version.guide.title}"
    return form_page(request, form, title, "登记", back, crumbs(version, "登记公布"), multipart=True)


def _record(access: GuideAccess, version: GuideVersion, form: PublicationForm) -> dict[str, Any]:
    said, evidence = form.cleaned_data, None
    if said["evidence"]:
        place = Division.objects.get(pk=version.guide.division)
        file = said["evidence"]
        evidence = attach(actor=access.actor, division=place, name=file.name, data=file.read(), of_case=True)
    placed = Placed(said["channel"], said["published_on"], said["place"], evidence)
    return {"record": services.record_publication(actor=access.actor, version=version, placed=placed).pk}


@for_roles(*READERS)
@require_safe
def evidence(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The file that proves a publication."""
    _access, version = version_of(request, pk)
    found = get_object_or_404(records_of(version), evidence=file)
    return download(found.evidence)
