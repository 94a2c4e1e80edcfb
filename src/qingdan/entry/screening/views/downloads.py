"""What a screening goes out as: the report, a marked Word file, Excel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.screening.faces.excel import DEMAND_HEAD, PAPER_HEAD, demand_rows, paper_rows
from qingdan.entry.screening.faces.marked_docx import marked_docx
from qingdan.entry.screening.faces.report import NOTE, SIGNATURE, TITLE, columns, facts, report_paper, rows
from qingdan.entry.screening.faces.saying import shortened
from qingdan.entry.screening.forms import ScreeningFilter, narrowed
from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.queries import listed
from qingdan.entry.screening.reading import Refused, read_paper
from qingdan.entry.screening.roles import SCREENERS
from qingdan.entry.screening.services.screening import digest_of
from qingdan.entry.screening.showing import ShownPaper, shown_screening
from qingdan.entry.screening.views.pages import access_of, address, crumbs, screening_of
from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import to_docx
from qingdan.foundation.documents.secrecy import REMINDER
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response

MOST_ROWS = 20_000
"""So many screenings one file holds."""
LONGEST_ANEW, MOST_ANEW = 150_000, 1_000
"""Characters and demands: a paper with more is not set anew while somebody waits."""
_PER_PAGE = 500
_OTHER_FILE = "放进来的不是筛查的那一份（文字不一样）。改过的稿，请重新筛查。"


@for_roles(*SCREENERS)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a page that prints."""
    kept, paper = _shown(request, pk)
    listing: Listing[list[str]] = Listing(request, rows(paper), per_page=_PER_PAGE)
    context = {
        "title": TITLE, "facts": facts(paper, str(kept.division)), "head": columns(paper), "listing": listing, "signature": SIGNATURE, "note": NOTE,
        "screening": kept, "crumbs": crumbs(kept, TITLE),
    }  # fmt: skip
    return render(request, "screening/report.html", context)


@for_roles(*SCREENERS)
@require_safe
def report_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a Word file."""
    kept, paper = _shown(request, pk)
    return word_response(to_docx(report_paper(paper, str(kept.division))), f"{TITLE}（{_name(kept)}）")


@for_roles(*SCREENERS)
@require_safe
def excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The demands as an Excel file."""
    kept, paper = _shown(request, pk)
    return excel_response(f"筛查结果 {_name(kept)}", DEMAND_HEAD, demand_rows(paper))


@for_roles(*SCREENERS)
@require_safe
def screenings_excel(request: HttpRequest) -> HttpResponse:
    """The screenings found, as an Excel file."""
    said, _filters = narrowed(ScreeningFilter(request.GET or None))
    found = listed(access_of(request), said).order_by("-at", "-pk")[:MOST_ROWS]
    return excel_response("筛过的文件", PAPER_HEAD, paper_rows(found))


@for_roles(*SCREENERS)
@require_safe
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper set anew as a Word file with marks and comments, while its text is there."""
    kept, paper = _shown(request, pk)
    if not kept.text or len(kept.text) > LONGEST_ANEW or kept.demands > MOST_ANEW:
        said = "原文已经删除，只留了结果。" if not kept.text else "这份文件太长，不能在这里重新排。"
        advice = f"{said}请回去点“批注写进原件”，放入原来的文件；或者下载报告、Excel。"
        return render(request, "web/error.html", {"title": "没有可以带批注的原文", "advice": advice}, status=410)
    return word_response(marked_docx(paper), f"{_name(kept)}-筛查")


class _OriginalForm(forms.Form):
    """The file that was screened."""

    file = forms.FileField(label="原来的文件", help_text=REMINDER)


@for_roles(*SCREENERS)
@require_http_methods(["GET", "HEAD", "POST"])
def marked_original(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the file that was screened and give it back with comments; nothing of it is kept."""
    kept, paper = _shown(request, pk)
    form = _OriginalForm(request.POST, request.FILES) if request.method == "POST" else _OriginalForm()
    if form.is_valid():
        made = _written_into(form, kept, paper)
        if made is not None:
            return word_response(made, f"{_name(kept)}-筛查")
    context: dict[str, Any] = {
        "form": form, "title": "批注写进原件", "submit": "下载带批注的 Word", "multipart": True, "again": True, "cancel_url": address(kept),
        "intro": "放入筛查时用的那个文件，批注写在原来的版式上，马上下载。文件不保存。", "crumbs": crumbs(kept, "批注写进原件"),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _written_into(form: forms.Form, kept: Screening, paper: ShownPaper) -> bytes | None:
    """The file with comments, set anew where it is no Word file; None where it is not the one that was screened."""
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        read = read_paper(file.name or "", data)
    except Refused as refused:
        form.add_error("file", str(refused))
        return None
    if digest_of(read.text) != kept.digest:
        form.add_error("file", _OTHER_FILE)
        return None
    return marked_docx(replace(paper, text=read.text, blocks=read.blocks), data)


def _shown(request: HttpRequest, pk: int) -> tuple[Screening, ShownPaper]:
    """A screening that the reader may see, with all its demands; 404 else."""
    _access, kept = screening_of(request, pk)
    return kept, shown_screening(kept, list(kept.found.order_by("place")))


def _name(kept: Screening) -> str:
    """What files are called after; a browser replaces what its system does not allow."""
    return shortened(str(kept), 60)
