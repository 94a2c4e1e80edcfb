"""Where a paper comes in: files, pasted words, or the answers to four questions about a picture."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.forms import QuestionsForm, ScreenForm, preset
from qingdan.entry.screening.intake import screened, taken
from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.roles import SCREENERS
from qingdan.entry.screening.services.pictures import keep_picture, seen_only
from qingdan.entry.screening.services.screening import judge_for, keep_judged
from qingdan.entry.screening.views.pages import access_of, address, crumbs
from qingdan.foundation.documents.rules import LARGEST, BadFile
from qingdan.foundation.documents.secrecy import REMINDER
from qingdan.foundation.orgs.nameless import nameless
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.form_acts import done_once, with_key
from qingdan.foundation.web.text import clean_words

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
ONE_BY_ONE = "X-One-By-One"
"""The header by which the page's script asks for the result of one file, to put it beside the others."""


@for_roles(*SCREENERS)
@_GET_OR_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Put papers in; with the page's script each file by itself, without it all with one press."""
    access = access_of(request)
    before = _before(access, request)
    form = with_key(ScreenForm(request.POST or None, request.FILES or None, access=access, initial=preset(access, before)))  # fmt: skip
    found = screened(access.actor, form, taken(form)) if form.is_valid() else []
    status = 400 if form.errors else 200
    if request.headers.get(ONE_BY_ONE):
        context = {"form": form, "results": found, "query": _kept(form)}
        return render(request, "screening/results.html", context, status=status)
    if len(found) == 1 and found[0].screening is not None:
        return redirect(address(found[0].screening))
    recent = access.rows().defer("text", "blocks").order_by("-at", "-pk")[:5]
    context = {
        "form": form, "results": found, "reminder": REMINDER, "before": before, "query": _kept(form), "largest": LARGEST,
        "nameless": nameless(access.actor, SCREENERS) if not form.offered else None, "recent": recent,
    }  # fmt: skip
    return render(request, "screening/begin.html", context, status=status)


def _kept(form: ScreenForm) -> str:
    """What the person chose, for the address of the four questions."""
    said = form.data if form.is_bound else form.initial
    return f"whose={said['whose']}" if str(said.get("whose") or "") in form.offered else ""


def _before(access: ScreeningAccess, request: HttpRequest) -> Screening | None:
    """The version before, as the address says."""
    key = clean_words(request.GET.get("earlier"), longest=18)
    found = access.rows().filter(pk=key).first() if key.isascii() and key.isdigit() else None
    return found if found is not None and access.acts_on(found) else None


@for_roles(*SCREENERS)
@_GET_OR_POST
def questions(request: HttpRequest) -> HttpResponse:
    """The four questions about a paper that the machine cannot read."""
    access = access_of(request)
    whose = clean_words(request.GET.get("whose"), longest=40)
    form = with_key(QuestionsForm(request.POST or None, request.FILES or None, access=access, initial={"whose": whose} if whose else {}))  # fmt: skip
    if form.is_valid():
        answer = _answered(access, form, request)
        if answer is not None:
            messages.success(request, "按您写的判了。")
            return redirect("screening:screening", answer["screening"])
    context = {
        "form": form, "title": "回答四个问题", "submit": "判一判", "cancel_url": reverse("screening:begin"), "multipart": True,
        "intro": f"看着图片或者纸件，写下它要什么。{REMINDER}", "crumbs": crumbs(None, "回答四个问题"),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _answered(access: ScreeningAccess, form: QuestionsForm, request: HttpRequest) -> dict[str, Any] | None:
    """Judge what was typed, and keep the picture that was chosen: both or nothing."""
    file = form.cleaned_data["picture"]
    try:
        picture = seen_only(file.name or "", file.read()) if file else None
        asked = form.asked("", keep=True)
        mended = judge_for(actor=access.actor, paper=read_words(form.words()), asked=asked)
    except (BadFile, ScreeningProblem) as fault:
        field = getattr(fault, "field", "") or ("picture" if file else "what")
        form.add_error(field if field in form.fields else None, str(fault))
        return None

    def act() -> dict[str, Any]:
        made = keep_judged(actor=access.actor, mended=mended, asked=asked)
        if picture is not None:
            keep_picture(actor=access.actor, screening=made, name=picture[0], data=picture[1])
        return {"screening": made.pk}

    return done_once(request, form, "screening.questions", act, refusals=(ScreeningProblem,), files="picture")
