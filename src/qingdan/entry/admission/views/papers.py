"""The papers of a case as Word files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from qingdan.entry.admission import papers
from qingdan.entry.admission.access import cases_for
from qingdan.entry.admission.checking import villages_of
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.roles import CASE_READERS
from qingdan.entry.admission.rules import Verb
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import FormPaper, LetterPaper, to_docx
from qingdan.foundation.web.access import for_roles


@for_roles(*CASE_READERS)
@require_safe
def paper(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A form or a draft of a letter, as the case stands now."""
    case = get_object_or_404(cases_for(actor_of(request)), pk=pk)
    made = _made(case, slug)
    if made is None:
        raise Http404
    return word_response(to_docx(made), f"{made.title}（{case.title}）" if isinstance(made, FormPaper) else made.title)


def _made(case: Case, slug: str) -> FormPaper | LetterPaper | None:
    if slug == "application":
        return papers.application_form(case, villages_of(case.divisions, case.units).count())
    if slug == "request":
        return papers.approval_letter(case)
    if case.round == 0:
        return None
    if slug == "review":
        return papers.review_form(case)
    if slug == "filing":
        return papers.filing_form(case, AdmittedItem.objects.filter(case=case).first())
    if slug == "return":
        returned = case.acts.filter(verb=Verb.RETURN).select_related("body").order_by("-number").first()
        return papers.return_letter(case, returned) if returned else None
    return None
