"""A language model's second opinion on a screening's page: asked for by a person, shown as such, beside the verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from qingdan.entry.screening.models import OpinionState, Screening, SecondOpinion
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.roles import SCREENERS
from qingdan.entry.screening.services.opinions import ask_opinion, server
from qingdan.entry.screening.views.pages import own_screening
from qingdan.foundation.web.access import for_roles

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence of which the model thinks otherwise. ``place`` is its finding, 0 where there is none."""

    text: str
    why: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class ShownOpinion:
    """The opinion with what it says otherwise; ``more`` differences are not shown."""

    opinion: SecondOpinion
    differences: tuple[Difference, ...]
    more: int


def may_ask(screening: Screening) -> bool:
    """Whether this installation has a model server and the paper still has its text."""
    return bool(screening.text) and server() is not None


def opinion_of(screening: Screening) -> ShownOpinion | None:
    """What a model said of it, where somebody asked. At most two queries."""
    opinion = SecondOpinion.objects.filter(screening=screening).first()
    if opinion is None:
        return None
    if opinion.state != OpinionState.ANSWERED:
        return ShownOpinion(opinion, (), 0)
    found = {(start, end): (place, text) for start, end, place, text in screening.found.values_list("start", "end", "place", "text")}  # fmt: skip
    differing = []
    for each in opinion.said:
        place, words = found.get((each["start"], each["end"]), (0, screening.text[each["start"] : each["end"]]))
        if bool(each["demand"]) != bool(place) and words:
            differing.append(Difference(words, str(each["why"]), place))
    return ShownOpinion(opinion, tuple(differing[:MOST_SHOWN]), max(0, len(differing) - MOST_SHOWN))


@for_roles(*SCREENERS)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the model; the answer comes by a job."""
    access, screening = own_screening(request, pk)
    try:
        ask_opinion(actor=access.actor, screening=screening)
    except ScreeningProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "已经去问了，过一会儿刷新本页看。")
    return redirect("screening:screening", pk)
