"""《准入事项单》 and 《准入核查告知单》: a page that prints, and the Word file of the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.dispatch import papers
from qingdan.entry.dispatch.feedback_access import FeedbackAccess, town_body
from qingdan.entry.dispatch.feedback_queries import sheets_for
from qingdan.entry.dispatch.models import Dispatch, Feedback
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.roles import FEEDBACK_READERS, REPORTERS, SHEET_READERS
from qingdan.entry.dispatch.services.letters import send_notice
from qingdan.entry.dispatch.views.feedback import feedback_of
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.downloads import download, word_response
from qingdan.foundation.documents.papers import FormPaper, to_docx
from qingdan.foundation.documents.qr import qr_svg
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import division_path, home_scope
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb

COUNTY_DIGITS = 6


@for_roles(*SHEET_READERS)
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a dispatch on a page."""
    shown = _dispatch(request, pk)
    context = {
        "paper": papers.item_sheet(shown), "word_url": reverse("dispatch:sheet-word", args=[pk]),
        "qr": qr_svg(papers.code_url(shown), f"{shown.code} 的核验网址") if shown.code else "",
        "code_url": papers.code_url(shown) if shown.code else "", "code": shown.code, "withdrawn": shown.withdrawn_at,
        "crumbs": [Crumb(shown.title), Crumb(papers.SHEET)],
    }  # fmt: skip
    return render(request, "dispatch/paper.html", context)


@for_roles(*SHEET_READERS)
@require_safe
def sheet_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as a Word file."""
    shown = _dispatch(request, pk)
    return word_response(to_docx(papers.item_sheet(shown)), f"{papers.SHEET}（{shown.title}）")


@for_roles(*SHEET_READERS)
@require_safe
def sheet_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file that was sent with a dispatch, as a download."""
    return download(get_object_or_404(_dispatch(request, pk).attachments, pk=file))


def _dispatch(request: HttpRequest, pk: int) -> Dispatch:
    return get_object_or_404(sheets_for(actor_of(request)), pk=pk)


@for_roles(*FEEDBACK_READERS)
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of a feedback on a page, in the name of whoever prints it."""
    access = FeedbackAccess(actor_of(request))
    shown = feedback_of(access, pk)
    own_village = access.obligations.acts_for(shown.division_id) is False
    context = {
        "paper": _notice(access, shown), "word_url": reverse("dispatch:notice-word", args=[pk]),
        "warned": shown.confidential and own_village, "back_url": reverse("dispatch:feedback", args=[pk]),
        "crumbs": [Crumb(shown.title, reverse("dispatch:feedback", args=[pk])), Crumb(papers.NOTICE)],
    }  # fmt: skip
    return render(request, "dispatch/paper.html", context)


@for_roles(*FEEDBACK_READERS)
@require_safe
def notice_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as a Word file."""
    access = FeedbackAccess(actor_of(request))
    shown = feedback_of(access, pk)
    return word_response(to_docx(_notice(access, shown)), f"{papers.NOTICE}（{shown.title}）")


def _notice(access: FeedbackAccess, shown: Feedback) -> FormPaper:
    """In the village's own name it says which village; of a protected one everybody else says only the district."""
    if shown.letter_by is not None:
        return papers.notice(shown, sender=str(shown.letter_by), place=str(shown.division))
    on_behalf = access.obligations.acts_for(shown.division_id)
    if on_behalf is False:
        return papers.notice(shown, sender=str(shown.division), place=str(shown.division))
    place = _district(shown) if shown.confidential else str(shown.division)
    sender = str(town_body(shown.division_id) or "") if on_behalf else _body_name(access.actor)
    return papers.notice(shown, sender=sender, place=place)


def _district(shown: Feedback) -> str:
    named = [place.name for place in division_path(shown.division_id) if len(place.code.rstrip("0")) <= COUNTY_DIGITS]
    return f"{named[-1]}有村（社区）反映" if named else "有村（社区）反映"


def _body_name(actor: Account) -> str:
    scope = home_scope(actor)
    return str(scope.body or scope.division or "") if scope else ""


@for_roles(*REPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def notice_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the notice in the town's name; asked on a page."""
    actor = actor_of(request)
    access = FeedbackAccess(actor)
    shown = feedback_of(access, pk)
    sender = access.sender_of_letter(shown)
    if request.method == "POST":
        try:
            send_notice(actor=actor, feedback=shown)
        except DispatchProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"已以镇街名义发给{shown.issuer_name}。")
        return redirect("dispatch:feedback", pk)
    if sender is None:
        raise Http404
    context: dict[str, Any] = {
        "form": forms.Form(), "title": f"把告知单发给{shown.issuer_name}？", "submit": f"以{sender}的名义发出",
        "intro": f"{shown.issuer_name}的经办人会收到消息，能看到核查结果、依据、建议和是哪个村（社区）；看不到图片和村里写的话。",
        "cancel_url": reverse("dispatch:feedback", args=[pk]),
        "crumbs": [Crumb(shown.title, reverse("dispatch:feedback", args=[pk])), Crumb("发出告知单")],
    }  # fmt: skip
    return render(request, "web/form_page.html", context)
