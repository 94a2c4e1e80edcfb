"""Pages of the policy packs: the documents, their clauses one by one, and the rules beside their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs import presentation
from qingdan.policy.packs.forms import ClauseFilter, RuleFilter
from qingdan.policy.packs.presentation import ShownClause
from qingdan.policy.packs.queries import UnknownPack, newest_versions, pack_by_id, stored_pack
from qingdan.policy.packs.readable import CLASS_HINTS, CLASS_LABELS
from qingdan.policy.packs.reading import Pack
from qingdan.policy.packs.roles import holders


@open_to_all
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """All installed packs whose document this person may read."""
    shown = [
        {"pack": pack, "answered": _answered([pack]), "total": len(pack.clauses)} for pack in _readable_packs(request)
    ]
    return render(request, "packs/packs.html", {"shown": shown, "crumbs": [Crumb("政策包")]})


@open_to_all
@require_safe
def pack(request: HttpRequest, pack_id: str) -> HttpResponse:
    """One pack: its document, who does what, the kinds table, the lists that it names, the routes."""
    chain = _chain(request, pack_id)
    head = chain[0].header
    context = {
        "pack": chain[0],
        "head": head,
        "parents": chain[1:],
        "counts": _counts(presentation.shown_clauses([chain[0]])),
        "bodies": [(presentation.role_label(holder.role), holder) for holder in holders(chain, today())],
        "words": list(head.vocabulary.items()),
        "lists": presentation.shown_lists(chain[0]),
        "kinds": presentation.shown_kinds(chain),
        "routes": presentation.shown_routes(chain[0]),
        "crumbs": [_packs_crumb(), Crumb(head.title)],
    }
    return render(request, "packs/pack.html", context)


@open_to_all
@require_safe
def rules(request: HttpRequest, pack_id: str) -> HttpResponse:
    """The decision table as people read it, beside the words of the document."""
    chain = _chain(request, pack_id)
    form = RuleFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    kind = Kind(chosen["kind"]) if chosen.get("kind") else None
    shown = presentation.shown_rules(chain, kind)
    context = {
        "pack": chain[0],
        "own": [rule for rule in shown if rule.pack.id == pack_id],
        "inherited": [rule for rule in shown if rule.pack.id != pack_id],
        "form": form,
        "filtered": kind is not None,
        "crumbs": [_packs_crumb(), _pack_crumb(chain[0]), Crumb("规则表")],
    }
    return render(request, "packs/rules.html", context)


class FoundClauses(NamedTuple):
    """What a search of clauses found."""

    form: ClauseFilter
    filters: dict[str, str]
    found: list[ShownClause]
    total: int


def _found_clauses(request: HttpRequest) -> FoundClauses:
    """The clauses that the request's filters leave, the form that they stand in, and how many there are in all."""
    readable = _readable_packs(request)
    every = presentation.shown_clauses(readable)
    form = ClauseFilter(request.GET or None, packs=readable)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(chosen.get(name), longest=60) for name in ("q", "pack", "area", "class_", "state")}
    return FoundClauses(form, filters, [clause for clause in every if _fits(clause, filters)], len(every))


@open_to_all
@require_safe
def clauses_excel(request: HttpRequest) -> HttpResponse:
    """The clauses found as an Excel file."""
    header = ("编号", "地方", "出处", "原文", "谁来做", "时限", "领域", "性质", "进展", "由什么落实", "证明它的测试")
    rows = (
        (
            clause.spec.id, clause.pack.header.jurisdiction, clause.spec.ref, clause.spec.text,
            "、".join(clause.spec.actors), clause.spec.deadline or "", clause.area_label, clause.class_label,
            clause.state_label, "、".join(clause.spec.implemented_by), "\n".join(clause.report.proven_by),
        )
        for clause in _found_clauses(request).found
    )  # fmt: skip
    return excel_response("句句有回应", header, rows)


@open_to_all
@require_safe
def clauses(request: HttpRequest) -> HttpResponse:
    """Every clause of every document, with what answers it."""
    form, filters, found, total = _found_clauses(request)
    listing: Listing[ShownClause] = Listing(request, found, filters=filters)
    context = {
        "form": form, "listing": listing, "counts": _counts(found), "total": total,
        "query": request.GET.urlencode(),
        "class_words": [(CLASS_LABELS[name], CLASS_HINTS[name]) for name in CLASS_LABELS],
        "crumbs": [Crumb("句句有回应")],
    }  # fmt: skip
    return render(request, "packs/clauses.html", context)


@open_to_all
@require_safe
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause: its words, who and by when, what implements it, which tests prove it, which rules cite it."""
    readable = _readable_packs(request)
    shown = next((found for found in presentation.shown_clauses(readable) if found.spec.id == clause_id), None)
    if shown is None:
        raise Http404
    chain = _chain(request, shown.pack.id)
    context = {
        "shown": shown,
        "rules": [rule for rule in presentation.shown_rules(chain) if rule.spec.clause == clause_id],
        "lists": [entry for entry in presentation.shown_lists(shown.pack) if entry.clause == clause_id],
        "around": _around(shown),
        "crumbs": [_packs_crumb(), _pack_crumb(shown.pack), Crumb(f"{clause_id} {shown.spec.ref}")],
    }
    return render(request, "packs/clause.html", context)


def _readable_packs(request: HttpRequest) -> list[Pack]:
    """Installed packs by id; a document that is not public only for people with an account."""
    found = [stored_pack(version.hash) for version in newest_versions(today())]
    return [pack for pack in found if request.user.is_authenticated or pack.header.document.openness == "public"]


def _chain(request: HttpRequest, pack_id: str) -> Sequence[Pack]:
    """The pack with what it extends; 404 where it is not there or not to be read by this person."""
    try:
        chain = pack_by_id(pack_id, today()).chain
    except UnknownPack:
        raise Http404 from None
    if chain[0].header.document.openness != "public" and not request.user.is_authenticated:
        raise Http404
    return chain


def _fits(clause: ShownClause, filters: dict[str, str]) -> bool:
    exact = {"pack": clause.pack.id, "area": clause.spec.area, "class_": clause.spec.class_, "state": clause.state}
    if any(filters[name] and filters[name] != value for name, value in exact.items()):
        return False
    return not filters["q"] or filters["q"] in f"{clause.spec.id} {clause.spec.ref} {clause.spec.text}"


def _counts(shown: Sequence[ShownClause]) -> dict[str, Any]:
    states = [clause.state for clause in shown]
    labels = presentation.STATE_LABELS
    return {"total": len(states), "states": [(label, states.count(state)) for state, label in labels.items()]}


def _answered(packs: Sequence[Pack]) -> int:
    return sum(clause.state != "awaits" for clause in presentation.shown_clauses(packs))


def _around(shown: ShownClause) -> tuple[str | None, str | None]:
    """The ids of the clauses before and after it in the document."""
    ids = [spec.id for spec in shown.pack.clauses]
    place = ids.index(shown.spec.id)
    return (ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None)


def _packs_crumb() -> Crumb:
    return Crumb("政策包", reverse("packs:packs"))


def _pack_crumb(pack: Pack) -> Crumb:
    return Crumb(pack.header.title, reverse("packs:pack", args=[pack.id]))
