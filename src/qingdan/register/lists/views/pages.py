"""What the room's pages share: finding what the reader may see, and the pages that only ask something."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.components import Crumb
from qingdan.register.lists.access import ListPowers, readable_editions
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services import ListsProblem


def reader_of(request: HttpRequest) -> Account | None:
    """The account that reads, or None for a visitor."""
    return request.user if isinstance(request.user, Account) else None


def readable(request: HttpRequest, pk: int) -> Edition:
    """An edition that the reader may see; 404 else."""
    return get_object_or_404(readable_editions(reader_of(request)), pk=pk)


def draft_of(request: HttpRequest, pk: int) -> Edition:
    """A draft that the reader may change; 404 else."""
    edition = readable(request, pk)
    reader = reader_of(request)
    if reader is None or not edition.is_draft:
        raise Http404
    if not ListPowers(reader).may_prepare(edition.item_list.division, edition.item_list.kind):
        raise Http404
    return edition


def edition_url(edition: Edition) -> str:
    """The page of an edition."""
    return reverse("lists:edition", args=[edition.pk])


def crumbs(edition: Edition, *more: str) -> list[Crumb]:
    """The path to a page of an edition."""
    path = [Crumb("清单", reverse("lists:lists")), Crumb(edition_title(edition), edition_url(edition))]
    return [*path, *map(Crumb, more)]


def edition_title(edition: Edition) -> str:
    """The list's title with its edition where it is not the first."""
    return edition.item_list.title if edition.number == 1 else f"{edition.item_list.title}（第{edition.number}版）"


def form_page(
    request: HttpRequest,
    edition: Edition,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    intro: str = "",
    multipart: bool = False,
) -> HttpResponse:
    """A page with one form."""
    context = {
        "form": form, "title": title, "submit": submit, "intro": intro, "multipart": multipart,
        "crumbs": crumbs(edition, title), "cancel_url": edition_url(edition),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def confirm_page(request: HttpRequest, edition: Edition, *, title: str, effect: str, submit: str) -> HttpResponse:
    """A page that asks whether to do it."""
    context = {
        "title": title, "effect": effect, "submit": submit, "sent": ("revision", edition.revision),
        "crumbs": crumbs(edition, submit), "cancel_url": edition_url(edition),
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


def add_problem(form: forms.Form, problem: ListsProblem) -> None:
    """Show what a service refused at its field, or above the form."""
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def done(request: HttpRequest, edition: Edition, act: Callable[[], object], said: str, back: str = "") -> HttpResponse:
    """Do an act that only was confirmed, tell what came of it, and go back."""
    try:
        act()
    except ListsProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(back or edition_url(edition))


def revision_of(request: HttpRequest) -> int | None:
    """The count of changes that the page showed, so that nobody overwrites what they did not see."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else None
