"""Asking the organisation's own model for a second opinion of a paper whose text is still there."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.model import Paper
from qingdan.entry.screening.models import OpinionState, Screening, SecondOpinion
from qingdan.entry.screening.opinions.server import AT_ONCE, OpinionFailed, Server, ask
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.services.screening import blocks_of
from qingdan.entry.screening.services.writing import note
from qingdan.entry.screening.understanding import understand
from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.jobs.services import enqueue, keep
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account

JOB = "screening.second_opinion"


def server() -> Server | None:
    """The model server of this installation, or None: then nobody is offered an opinion."""
    return Server(settings.OPINION_URL, settings.OPINION_MODEL) if settings.OPINION_URL else None


@transaction.atomic
def ask_opinion(*, actor: Account, screening: Screening) -> SecondOpinion:
    """Put the question; asked again while it runs it is one question. Raises :class:`ScreeningProblem`."""
    kept = Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
    if not ScreeningAccess(actor).acts_on(kept):
        raise NotAllowed("只有本单位（本村、本镇街）的人能问。")
    asked = server()
    if asked is None:
        raise ScreeningProblem("这里没有接模型服务。")
    if not kept.text:
        raise ScreeningProblem("原文已经删除，要问请重新上传。")
    running = SecondOpinion.objects.filter(screening=kept, state=OpinionState.ASKED).first()
    if running is not None:
        return running
    made, _new = SecondOpinion.objects.update_or_create(
        screening=kept,
        defaults={
            "model": asked.model, "state": OpinionState.ASKED, "said": [], "error": "", "asked_by": actor,
            "asked_at": now(), "answered_at": None,
        },
    )  # fmt: skip
    enqueue(JOB, {"opinion": made.pk}, key=f"{made.pk}-{made.asked_at:%Y%m%d%H%M%S%f}")
    note(actor, "ask_opinion", kept, made.model)
    return made


@job(JOB)
def answer(work: Job) -> None:
    """Ask sentence by sentence; what was not answered stands as failed, and nothing else depends on it."""
    opinion = SecondOpinion.objects.select_related("screening").filter(pk=work.payload["opinion"]).first()
    asked = server()
    if opinion is None or opinion.state != OpinionState.ASKED:
        return
    try:
        if asked is None or not opinion.screening.text:
            raise OpinionFailed("原文已经删除，或者模型服务已经停用。")
        opinion.said = _said(asked, opinion.screening, work)
        opinion.state = OpinionState.ANSWERED
    except OpinionFailed as failure:
        opinion.state, opinion.error = OpinionState.FAILED, str(failure)[:200]
    opinion.answered_at = now()
    opinion.save(update_fields=["said", "state", "error", "answered_at"])


def _said(asked: Server, screening: Screening, work: Job) -> list[dict[str, object]]:
    paper = Paper(screening.text, tuple(blocks_of(screening)), addressees=tuple(screening.addressees))
    places = [(each.start, each.end) for each in understand(paper)]
    said: list[dict[str, object]] = []
    for first in range(0, len(places), AT_ONCE):
        part = places[first : first + AT_ONCE]
        answers = ask(asked, [screening.text[start:end] for start, end in part])
        said += [
            {"start": start, "end": end, "demand": each.demand, "kinds": list(each.kinds), "why": each.why}
            for (start, end), each in zip(part, answers, strict=True)
            if each is not None
        ]
        keep(work)
    return said
