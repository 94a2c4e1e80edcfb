"""Pages on the way from a draft to a published edition."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import BadFile
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import for_roles
from qingdan.register.lists import services
from qingdan.register.lists.access import ListPowers
from qingdan.register.lists.differences import counted, difference
from qingdan.register.lists.forms.editions import PublishForm, PublishWithScanForm, ReasonForm
from qingdan.register.lists.models import Edition
from qingdan.register.lists.roles import PREPARERS, PUBLISHERS
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.views.pages import (
    add_problem,
    confirm_page,
    done,
    draft_of,
    edition_url,
    form_page,
    readable,
    revision_of,
)

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(*PREPARERS)
@_GET_OR_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then hand the draft over for review."""
    draft = draft_of(request, pk)
    actor = actor_of(request)
    if request.method == "POST":
        act = partial(services.submit_edition, actor=actor, edition=draft, revision=revision_of(request))
        return done(request, draft, act, "已提交，等审查发布。审查前可以撤回。")
    who = ListPowers(actor).may_publish(draft.item_list)
    effect = f"提交以后不能再改，由{who.who}审查公开属性和保密后发布{f'（{who.clause}）' if who.clause else ''}。"
    return confirm_page(request, draft, title=f"提交第{draft.number}版？", effect=effect, submit="提交审查")


@for_roles(*PREPARERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the draft back to change it."""
    draft = draft_of(request, pk)
    act = partial(services.withdraw_submission, actor=actor_of(request), edition=draft)
    return done(request, draft, act, "已撤回，可以接着改。")


@for_roles(*PUBLISHERS)
@_GET_OR_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a submitted draft back with the reason."""
    edition = _for_publisher(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(services.return_edition, actor=actor_of(request), edition=edition, reason=reason)
        return done(request, edition, act, "已退回。")
    return form_page(request, edition, form, title="退回修改", submit="退回", intro="理由会发给提交的人。")


@for_roles(*PUBLISHERS)
@_GET_OR_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Review and publish."""
    edition = _for_publisher(request, pk)
    form = PublishWithScanForm(request.POST or None, request.FILES or None, initial={"openness": edition.openness})
    if form.is_valid():
        try:
            services.publish_edition(
                actor=actor_of(request), edition=edition, openness=form.openness_chosen(),
                openness_review=form.cleaned_data["openness_review"], not_secret=form.cleaned_data["not_secret"],
                scan=_scan(request, edition, form),
            )  # fmt: skip
        except BadFile as fault:
            form.add_error("scan", str(fault))
        except ListsProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"已发布，{edition.effective_on} 起生效。")
            return redirect(edition_url(edition))
    changes = counted(difference(edition.based_on, edition)) if edition.based_on else {}
    changed = "".join(f"，{label} {number} 项" for label, number in changes.items())
    intro = (
        f"《{edition.item_list.title}》第{edition.number}版，共 {edition.items.count()} 项{changed}，"
        f"{edition.effective_on} 起生效。发布以后不能再改。"
    )
    return form_page(request, edition, form, title="审查并发布", submit="发布", intro=intro, multipart=True)


def _scan(request: HttpRequest, edition: Edition, form: PublishWithScanForm) -> Attachment | None:
    file = form.cleaned_data["scan"]
    if file is None:
        return None
    division = Division.objects.get(pk=edition.item_list.division)
    return attach(actor=actor_of(request), division=division, name=file.name, data=file.read())


@for_roles(*PUBLISHERS)
@_GET_OR_POST
def openness(request: HttpRequest, pk: int) -> HttpResponse:
    """Set another 公开属性 after a review."""
    edition = _for_publisher(request, pk)
    if edition.is_draft:
        raise Http404
    form = PublishForm(request.POST or None, initial={"openness": edition.openness})
    form.fields["not_secret"].required = request.POST.get("openness") == "public"
    if form.is_valid():
        try:
            services.set_openness(
                actor=actor_of(request), edition=edition, openness=form.openness_chosen(),
                openness_review=form.cleaned_data["openness_review"], not_secret=form.cleaned_data["not_secret"],
            )  # fmt: skip
        except ListsProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "公开属性已改。")
            return redirect(edition_url(edition))
    return form_page(request, edition, form, title="改公开属性", submit="保存")


def _for_publisher(request: HttpRequest, pk: int) -> Edition:
    """An edition of a list that the reader may publish; 404 else."""
    edition = readable(request, pk)
    if not ListPowers(actor_of(request)).may_publish(edition.item_list).allowed:
        raise Http404
    return edition
