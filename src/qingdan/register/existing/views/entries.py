"""Pages of entries: registered, changed, withdrawn, decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import file_response
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.register.existing import files, services
from qingdan.register.existing.forms import DecisionForm, EntryForm
from qingdan.register.existing.models import Entry, Round, State
from qingdan.register.existing.queries import (
    entries_for,
)
from qingdan.register.existing.roles import KEEPERS
from qingdan.register.existing.services import ExistingProblem
from qingdan.register.existing.views.pages import (
    GET_OR_POST,
    WRITERS,
    add_problem,
    bodies_to_write_for,
    crumbs,
    demand_writer,
    done,
    kept,
    readable,
)


@for_roles(*WRITERS)
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty template."""
    return file_response(files.write(readable(request, pk).title, ()), "存量登记模板.xlsx", CONTENT_TYPE)


@for_roles(*WRITERS)
@GET_OR_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Register one burden."""
    shown = readable(request, pk)
    bodies = bodies_to_write_for(request, shown)
    late = today() > shown.register_by
    form = EntryForm(request.POST or None, bodies=bodies, late=late, division=shown.division)
    if form.is_valid():
        try:
            [entry] = services.register(
                actor=actor_of(request), round_=shown, body=form.cleaned_data["body"], burdens=[form.burden()],
                late_for=form.cleaned_data.get("late_for", ""),
            )  # fmt: skip
        except ExistingProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"已登记“{entry.title}”，{entry.code}。")
            return redirect("existing:add" if "again" in request.POST else "existing:round", pk)
    return _entry_page(request, shown, form, "登记一项", None)


@for_roles(*WRITERS)
@GET_OR_POST
def edit(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Change an undecided entry."""
    shown = readable(request, pk)
    found = get_object_or_404(entries_for(actor_of(request), shown), pk=entry)
    demand_writer(request, found)
    initial = {
        name: getattr(found, name)
        for name in ("kind", "title", "text", "frequency", "units", "since", "minutes", "system", "note")
    }
    initial |= {"basis": "\n".join(found.basis), "columns": "\n".join(found.columns), "body": found.body_id}
    if found.divisions != [shown.division]:
        initial["divisions"] = "\n".join(found.divisions)
    own = Body.objects.filter(pk=found.body_id)
    form = EntryForm(request.POST or None, bodies=own, late=False, initial=initial, division=shown.division)
    if form.is_valid():
        try:
            services.amend(actor=actor_of(request), entry=found, burden=form.burden())
        except ExistingProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "已保存。")
            return redirect("existing:round", pk)
    return _entry_page(request, shown, form, f"修改 {found.code}", found)


def _entry_page(request: HttpRequest, shown: Round, form: EntryForm, title: str, entry: Entry | None) -> HttpResponse:
    context = {"form": form, "title": title, "round": shown, "entry": entry, "crumbs": crumbs(shown, title)}
    return render(request, "existing/entry_form.html", context, status=400 if form.errors else 200)


@for_roles(*WRITERS)
@GET_OR_POST
def withdraw(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Ask, then take an entry back."""
    shown = readable(request, pk)
    found = get_object_or_404(entries_for(actor_of(request), shown), pk=entry)
    demand_writer(request, found)
    if request.method == "POST":
        return done(request, shown, lambda: services.withdraw(actor=actor_of(request), entry=found), "已撤回。")
    context = {
        "title": f"撤回“{found.title}”？", "effect": "撤回以后不再算存量，也没有宽限；要做得重新登记或者走准入。", "submit": "撤回",
        "sent": ("sure", "1"), "cancel_url": reverse("existing:round", args=[pk]), "crumbs": crumbs(shown, "撤回"),
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


@for_roles(*WRITERS)
@require_POST
def nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """A body reports that it asks nothing."""
    shown = readable(request, pk)
    sent = clean_words(request.POST.get("body"))
    body = get_object_or_404(
        bodies_to_write_for(request, shown), pk=int(sent) if sent.isascii() and sent.isdigit() else 0
    )
    return done(
        request,
        shown,
        lambda: services.report_nothing(actor=actor_of(request), round_=shown, body=body),
        f"{body}已报“没有”。",
    )


@for_roles(*KEEPERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep, merge or cancel the chosen entries."""
    shown = kept(request, pk)
    form = DecisionForm(request.POST)
    chosen = [int(each) for each in request.POST.getlist("entries") if each.isascii() and each.isdigit()]
    if not form.is_valid():
        faults = "；".join(f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items())
        messages.error(request, faults)
        return redirect("existing:round", pk)
    into = form.cleaned_data["into"]
    target = shown.entries.filter(number=into).values_list("pk", flat=True).first() if into else None
    state = State(form.cleaned_data["state"])

    def act() -> int:
        return services.decide(
            actor=actor_of(request),
            round_=shown,
            entries=chosen,
            state=state,
            reason=form.cleaned_data["reason"],
            into=target,
        )

    back = clean_words(request.POST.get("back"))
    return done(
        request,
        shown,
        act,
        f"已决定：{state.label}。",
        back="existing:duplicates" if back == "duplicates" else "existing:round",
    )


@for_roles(*KEEPERS)
@require_POST
def undo(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take a decision back."""
    shown = kept(request, pk)
    found = get_object_or_404(shown.entries, pk=entry)
    return done(request, shown, lambda: services.undo(actor=actor_of(request), entry=found), "已改回待审。")
