"""From what a village says in its own words to what is recorded: kind, name and how often are read from the words."""

from __future__ import annotations

from dataclasses import replace

from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.feedback import MARKED, Told
from qingdan.foundation.documents.secrecy import marked
from qingdan.register.check.answering import answers
from qingdan.register.check.asking import Asked, matter
from qingdan.register.check.services import BadQuestion

_FIELDS = {"title": "text", "text": "text", "words": "text", "issuer": "issuer_name"}


def heard(division: str, told: Told) -> Told:
    """The same with the kind that the words point to, its name and how often, where the village has not said them.

    Of several kinds the one that decides stands: a red line before everything. Raises :class:`DispatchProblem`.
    """
    words = told.text.strip()
    if not words:
        raise DispatchProblem("请写要村里做什么，或者写图片里是什么事。", "text")
    if marked(words):
        raise DispatchProblem(MARKED, "text")
    asked = Asked(
        words=words, place=division, kind=told.kind, issuer=told.issuer_name.strip(), frequency=told.frequency,
        code=told.code.strip(),
    )  # fmt: skip
    try:
        kind = answers(asked)[0].kind
    except BadQuestion as problem:
        raise DispatchProblem(problem.message, _FIELDS.get(problem.field, problem.field)) from problem
    return replace(told, kind=kind.value, title=told.title.strip() or matter(words, kind)[:200], frequency=asked.often)
