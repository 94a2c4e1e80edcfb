"""One screening: the paper with its marked sentences beside the findings; its picture; keeping or deleting its text."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qingdan.entry.admission.roles import APPLICANTS
from qingdan.entry.screening.access import EVERYBODY, ScreeningAccess
from qingdan.entry.screening.models import FoundDemand, Screening, Side
from qingdan.entry.screening.presentation import findings, parts_of, verdict_of_paper
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.queries import hardest_and_waiting
from qingdan.entry.screening.roles import SCREENERS
from qingdan.entry.screening.services.screening import keep_text
from qingdan.entry.screening.services.working import SOURCE
from qingdan.entry.screening.showing import shown_screening
from qingdan.entry.screening.views.opinions import may_ask, opinion_of
from qingdan.entry.screening.views.pages import FINDINGS_A_PAGE, access_of, crumbs, own_screening, page_of, screening_of
from qingdan.foundation.documents.downloads import download
from qingdan.foundation.web.access import for_roles, roles_of_request
from qingdan.foundation.web.components import Pair
from qingdan.foundation.web.listing import Listing
from qingdan.ledger.access import Powers
from qingdan.policy.gate.model import Outcome


@for_roles(*SCREENERS)
@require_safe
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdict, the paper, the findings."""
    access, kept = screening_of(request, pk)
    listing: Listing[FoundDemand] = Listing(request, kept.found.order_by("place"), per_page=FINDINGS_A_PAGE, total=kept.demands)  # fmt: skip
    paper = shown_screening(kept, list(listing.page))
    hardest, waiting = hardest_and_waiting(kept)
    context = {
        "screening": kept, "paper": paper, "listing": listing, "pairs": _pairs(kept), "crumbs": crumbs(kept),
        "card": verdict_of_paper(kept, hardest=Outcome(hardest) if hardest else None, waiting=waiting),
        "parts": parts_of(paper, paper.demands) if kept.text else [], "may_act": access.acts_on(kept), "received": kept.side == Side.RECEIVED,
        "findings": findings(paper.demands, applicant=_applicant(request, access, kept)), "waiting": waiting, "opinion": opinion_of(kept), "may_ask": may_ask(kept),
    }  # fmt: skip
    return render(request, "screening/screening.html", context)


def _applicant(request: HttpRequest, access: ScreeningAccess, kept: Screening) -> int | None:
    """The office in whose name the reader may apply for what its draft asks without being admitted."""
    own = kept.side == Side.DRAFT and access.acts_on(kept) and roles_of_request(request) & set(APPLICANTS)
    return kept.body_id if own else None


def _pairs(kept: Screening) -> list[Pair]:
    """What is on record of the paper."""
    earlier = kept.earlier
    pairs = [
        Pair("文号", kept.number), Pair("发文单位", kept.issuer_name or "没有认出来"), Pair("主送", "、".join(kept.addressees[:12])),
        Pair("成文日期", str(kept.dated or "")), Pair("谁的文件", f"{kept.get_side_display()}：{kept.body or kept.division}"),
        Pair("按哪里、哪天的规定", f"{kept.division}，{kept.on}"), Pair("文件名", kept.name),
        Pair("上一稿", f"{earlier}（{earlier.stopping} 处要改，这一稿改掉 {kept.mended} 处）", reverse("screening:screening", args=[earlier.pk])) if earlier else Pair("", ""),
        Pair("谁筛的", f"{kept.by}"),
    ]  # fmt: skip
    return [pair for pair in pairs if pair.value]


@for_roles(*SCREENERS)
@require_POST
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the paper's text, or delete it now."""
    access, kept = own_screening(request, pk)
    keep = request.POST.get("keep") == "yes"
    try:
        keep_text(actor=access.actor, screening=kept, keep=keep)
    except ScreeningProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "原文会一直保留，直到您删除。" if keep else "原文已经删除，结果还在。")
    return redirect("screening:screening", pk)


@for_roles(*SCREENERS)
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that was kept, as a download."""
    _access, kept = screening_of(request, pk)
    if kept.picture is None:
        raise Http404
    return download(kept.picture)


@for_roles(*EVERYBODY)
@require_safe
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a lead came from: the finding in its paper for who may read that; who only decides the lead stays there."""
    access: ScreeningAccess = access_of(request)
    demand = access.found().filter(pk=pk).only("screening_id", "place").first()
    if demand is not None:
        page = reverse("screening:screening", args=[demand.screening_id])
        return redirect(f"{page}{page_of(demand.place)}#found-{demand.place}")
    lead = get_object_or_404(Powers(access.actor).leads(), source=SOURCE, reference=str(pk))
    messages.info(request, "收到的文件只有收文的村（社区）和它的镇街能看；这一句话、依据和理由都在本页。")
    return redirect("ledger:lead", lead.pk)
