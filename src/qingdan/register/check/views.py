"""The one question on the web: the box with its answer, the same question side by side, and choosing the place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.orgs.finding import find_divisions
from qingdan.foundation.orgs.queries import children, division_path
from qingdan.foundation.web.access import open_to_all, roles_of_request
from qingdan.foundation.web.components import Crumb, Link
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.rate_limit import limit
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.register.check import answering, services
from qingdan.register.check.asking import FACT_PREFIX, Asked, fact_in_words, guessed_from, matter
from qingdan.register.check.beside import links_beside
from qingdan.register.check.forms import FACTS_IN_BOX, QuestionForm
from qingdan.register.check.places import Place, jurisdictions, place_of, usual_place
from qingdan.register.check.services import BadQuestion

_MORE = ("issuer", "kind", "frequency", "code", "on")
_FIELD_OF = {"title": "words", "text": "words", "division": None}


@open_to_all
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The box; with words in the address also the answer. Writes nothing."""
    asked = _asked(request)
    form = _form(request, asked)
    context = box_context(request, asked, form)
    if form.is_bound and form.is_valid():
        _limit_visitors(request)
        try:
            context |= _answer(request, asked)
        except BadQuestion as problem:
            form.add_error(
                _FIELD_OF.get(problem.field, problem.field if problem.field in form.fields else None), problem.message
            )
    return render(request, "check/check.html", context, status=400 if form.errors else 200)


@open_to_all
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The same question in every installed jurisdiction."""
    asked = _asked(request)
    form = _form(request, asked)
    context: dict[str, Any] = {"form": form, "asked": asked, "crumbs": [_check_crumb(asked), Crumb("同一件事在各地")]}
    if form.is_bound and form.is_valid():
        _limit_visitors(request)
        try:
            kind = answering.answers(asked)[0].kind
            context |= {"kind": KIND_LABELS[kind], "columns": _columns(asked, kind)}
        except BadQuestion as problem:
            form.add_error(None, problem.message)
    return render(request, "check/compare.html", context, status=400 if form.errors else 200)


@open_to_all
@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """Choose where to ask for: a jurisdiction, a loaded division, or any code within a jurisdiction."""
    asked = _asked(request)
    words = clean_words(request.GET.get("find"), longest=40)
    inside = place_of(clean_words(request.GET.get("in"))) if request.GET.get("in") else None
    found = find_divisions(words) if words else None
    rows = found.divisions if found else children(inside.code) if inside else None
    context = {
        "asked": asked, "words": words, "inside": inside, "more": bool(found and found.more), "path": division_path(inside.code) if inside else [],
        "typed": place_of(words) if words.isdigit() else None,
        "listing": Listing(request, rows, filters=dict(_kept(asked, inside, words))) if rows is not None else None,
        "jurisdictions": jurisdictions(), "kept": asked.parts(), "address": asked.address(place=""),
        "crumbs": [_check_crumb(asked), Crumb("换一个地方")],
    }  # fmt: skip
    return render(request, "check/place.html", context)


def box_context(request: HttpRequest, asked: Asked, form: QuestionForm) -> dict[str, Any]:
    """What the box needs, on its own page and on the home page."""
    where = place_of(asked.place)
    return {
        "form": form,
        "box_title": box_title(roles_of_request(request)),
        "asked": asked,
        "place": where,
        "more": [said for name in _MORE if (said := _said(form, name, getattr(asked, name)))]
        + [said for name in FACTS_IN_BOX if (said := _claimed(asked, name))],
        "kept_facts": [
            (f"{FACT_PREFIX}{name}", value) for name, value in asked.facts.items() if name not in FACTS_IN_BOX
        ],
        "place_url": f"{reverse('check:place')}?{asked.address()}",
    }


def _said(form: QuestionForm, name: str, value: str) -> str:
    """What was said in a field that is folded away, in the field's own words."""
    choices = getattr(form.fields[name], "choices", None)
    return (dict(choices).get(value, value) if choices else value) if value else ""


def _claimed(asked: Asked, name: str) -> str:
    """A claimed fact in words."""
    return "：".join(fact_in_words(name, asked.facts[name])) if name in asked.facts else ""


def box_title(roles: frozenset[str]) -> str:
    """The question as the person would put it: those who are asked, or those who ask."""
    asking = roles - {role.value for role in (*VILLAGE_ROLES, Role.TOWN_CLERK)}
    return "这件事能不能要村里干？" if asking else "这件事该不该我们干？"


def empty_box(request: HttpRequest) -> dict[str, Any]:
    """The box before anything is typed, for the home page."""
    asked = Asked(place=usual_place(request.user))
    return box_context(request, asked, QuestionForm(initial={"place": asked.place}))


def _asked(request: HttpRequest) -> Asked:
    given = {name: value for name in request.GET if (value := request.GET.get(name)) is not None}
    asked = Asked.from_address(given)
    return asked if asked.place else Asked.from_address({**given, "place": usual_place(request.user)})


def _form(request: HttpRequest, asked: Asked) -> QuestionForm:
    """Bound as soon as somebody asked, so that an empty box says what is missing; with cleaned words."""
    data = {name: getattr(asked, name) for name in QuestionForm.base_fields}
    data |= {f"{FACT_PREFIX}{name}": asked.facts.get(name, "") for name in FACTS_IN_BOX}
    return QuestionForm(data) if "words" in request.GET else QuestionForm(initial=data)


def _limit_visitors(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        limit(request)


def _answer(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    every = answering.answers(asked)
    main = every[0]
    here = reverse("check:check")
    side_by_side = Link("同一件事在各地", f"{reverse('check:compare')}?{asked.address(kind=main.kind.value)}")
    missing = len(main.verdict.missing_facts)
    guessed = {} if asked.kind else guessed_from(asked.words)
    return {
        "card": answering.card_of(main.verdict, links=[*links_beside(request, asked, main.verdict), side_by_side]),
        "main": main,
        "also": [(other, f"{here}?{asked.address(kind=other.kind.value)}") for other in every[1:]],
        "guessed": guessed.get(main.kind, ""),
        "named": not asked.kind and main.kind not in guessed,
        "reasons": answering.reason_lines(main.verdict),
        "matched": answering.matched_rows(main.verdict),
        "question": answering.next_question(asked, main.verdict),
        "further": missing - 1 if missing > 1 else 0,
        "known": answering.known_facts(asked, main.kind, lambda address: f"{here}?{address}"),
        "often": dict(FREQUENCIES).get(asked.often, ""),
        "matter": matter(asked.words, main.kind),
    }


def _columns(asked: Asked, kind: str) -> list[dict[str, Any]]:
    names = {place.pack: place.name for place in jurisdictions()}
    where = place_of(asked.place)
    own_first = sorted(services.compare(asked.document(kind)), key=lambda found: not _own(where, found.pack))
    return [
        {
            "title": names.get(found.pack, found.title),
            "own": _own(where, found.pack),
            "card": answering.card_of(found.verdict),
            "url": f"{reverse('check:check')}?{asked.address(place=found.division, kind=kind)}",
        }
        for found in own_first
    ]


def _own(where: Place | None, pack: str) -> bool:
    """Whether a pack governs the place that the question is asked for."""
    return where is not None and where.pack == pack


def _kept(asked: Asked, inside: Place | None, words: str) -> list[tuple[str, str]]:
    return [*asked.parts(), *([("in", inside.code)] if inside else []), *([("find", words)] if words else [])]


def _check_crumb(asked: Asked) -> Crumb:
    return Crumb("问一问", f"{reverse('check:check')}?{asked.address()}" if asked.words else reverse("check:check"))
