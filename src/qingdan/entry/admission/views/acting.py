"""The acts in a case as pages: one for each verb of the interpreter that a person takes, and the papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingdan.entry.admission import forms, services
from qingdan.entry.admission.access import bodies_of, may_check_paper, may_record_paper, seats_of
from qingdan.entry.admission.certificate_words import entry_tests
from qingdan.entry.admission.models import Case, PaperDecision, PaperKind, PaperState
from qingdan.entry.admission.presentation import paper_pairs, procedure_or_none
from qingdan.entry.admission.queries.cases import standing_of
from qingdan.entry.admission.roles import CASE_READERS
from qingdan.entry.admission.rules import APPLICANT, Due, Stance, State, Verb, due
from qingdan.entry.admission.services.handing import signers_of
from qingdan.entry.admission.views.pages import case_crumbs, case_of, done_once, taken
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.policy.packs.procedures import Procedure

Said = dict[str, Any]
Run = Callable[[Account, Case, Said], object]
ON_PAPER = (Verb.OPINE, Verb.REVIEW, Verb.DECIDE)


@dataclass(frozen=True, slots=True)
class Act:
    """A verb as a page: its form, what the button says, the service that does it, what is told afterwards."""

    verb: Verb
    form: type[Any]
    button: str
    run: Run
    told: str = "已记录。"
    danger: bool = False


def _by(service: Callable[..., object]) -> Run:
    return lambda actor, case, words: service(actor=actor, case=case, **words)


def _answer(service: Callable[..., object]) -> Run:
    return lambda actor, case, words: service(actor=actor, case=case, **(words | {"stance": Stance(words["stance"])}))


def _submit(actor: Account, case: Case, words: Said) -> object:
    return services.submit(actor=actor, case=case, scan=taken(actor, case.division, words.get("scan")))


ACTS: Mapping[str, Act] = {
    "begin-signing": Act(Verb.BEGIN_SIGNING, forms.HandOnForm, "送本单位审签", lambda actor, case, words: services.begin_signing(actor=actor, case=case), "已送审签。"),
    "sign": Act(Verb.SIGN, forms.SignForm, "审签", _by(services.sign), "已审签。"),
    "send-back": Act(Verb.SEND_BACK, forms.ReasonForm, "退回修改", _by(services.send_back), "已退回修改。"),
    "submit": Act(Verb.SUBMIT, forms.SubmitForm, "报送申请", _submit, "已报送。"),
    "opine": Act(Verb.OPINE, forms.AnswerForm, "出具意见", _answer(services.give_opinion), "意见已记录。"),
    "review": Act(Verb.REVIEW, forms.ReviewForm, "写初审意见", _answer(services.write_review), "初审意见已记录。"),
    "return": Act(Verb.RETURN, forms.ReturnForm, "退回补正", _by(services.return_case), "已退回，时限暂停计算。"),
    "coordinate": Act(Verb.COORDINATE, forms.CoordinateForm, "提请协调", _by(services.call_coordination), "已提请协调。"),
    "minute": Act(Verb.MINUTE, forms.MinuteForm, "记录协调结果", _by(services.minute_coordination), "协调结果已记录。"),
    "hand-on": Act(Verb.HAND_ON, forms.HandOnForm, "报送下一步", _by(services.hand_on), "已报送下一步。"),
    "decide": Act(Verb.DECIDE, forms.AnswerForm, "审批", _answer(services.decide), "决定已记录。"),
    "file": Act(Verb.FILE, forms.FileForm, "备案", _by(services.file_case), "已备案，准入编号从现在起有效。"),
    "withdraw": Act(Verb.WITHDRAW, forms.ReasonForm, "撤回申请", _by(services.withdraw), "已撤回。", danger=True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenAct:
    """What the reader may do now, as a link."""

    button: str
    url: str
    main: bool


def open_acts(actor: Account, case: Case, procedure: Procedure | None) -> list[OpenAct]:
    """What the reader may do with a case now, what it waits for first; on screen, and from paper."""
    if procedure is None:
        return []
    rows = due(procedure, standing_of(case))
    slugs = {act.verb: slug for slug, act in ACTS.items()}
    found = [(slugs[each.verb], each.must) for each in rows if each.verb in slugs and _my_seats(actor, case, each)]
    found.sort(key=lambda one: not one[1])
    acts = [
        OpenAct(ACTS[slug].button, reverse("admission:act", args=[case.pk, slug]), must and place == 0)
        for place, (slug, must) in enumerate(found)
    ]
    if may_record_paper(actor, case) and _paper_seats(case, procedure):
        acts.insert(
            len([1 for act in acts if act.main]),
            OpenAct("登记纸质决定", reverse("admission:record-paper", args=[case.pk]), not acts),
        )
    return acts


def _my_seats(actor: Account, case: Case, each: Due) -> tuple[str, ...]:
    """The seats of an act that the reader may take."""
    if APPLICANT in each.seats:
        signed = each.verb is Verb.SIGN and actor.pk in signers_of(case)
        return (APPLICANT,) if case.body_id in bodies_of(actor) and not signed else ()
    step = case.step - 1 if each.verb is Verb.HAND_ON else case.step
    mine = {seat.title for seat in seats_of(actor, case) if seat.step == step}
    return tuple(title for title in each.seats if title in mine)


def _paper_seats(case: Case, procedure: Procedure) -> tuple[str, ...]:
    """Whose answers may now be recorded from paper; not those of which a paper waits for its second person."""
    missing = next((each.seats for each in due(procedure, standing_of(case)) if each.verb in ON_PAPER), ())
    recorded = {seat for paper in case.papers.filter(state=PaperState.WAITING) for seat in paper.seats}
    return tuple(seat for seat in missing if seat not in recorded)


@for_roles(*CASE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask what an act needs, then do it; an act that is not the reader's now has no page."""
    case, chosen, actor = case_of(request, pk), ACTS.get(slug), actor_of(request)
    procedure = procedure_or_none(case)
    if chosen is None or procedure is None:
        raise Http404
    rows = [each for each in due(procedure, standing_of(case)) if each.verb is chosen.verb]
    seats = tuple(dict.fromkeys(title for each in rows for title in _my_seats(actor, case, each)))
    if not seats:
        if case.acts.filter(verb=chosen.verb, by=actor).exists():  # the second of two clicks, or somebody was faster
            messages.info(request, "这一步已经办过了。")
            return redirect("admission:case", pk)
        raise Http404
    form = with_key(_form(request, case, chosen, seats))
    if form.is_valid():
        answer = done_once(request, form, f"admission.{slug}.{pk}", lambda: _run(actor, case, chosen, form))
        if answer is not None:
            messages.success(request, chosen.told)
            return redirect("admission:case", pk)
    context = {
        "form": form, "title": chosen.button, "submit": chosen.button, "danger": chosen.danger, "multipart": True,
        "intro": _intro(case, seats), "cancel_url": reverse("admission:case", args=[pk]), "crumbs": case_crumbs(case, chosen.button),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _intro(case: Case, seats: tuple[str, ...]) -> str:
    """What it is about, in whose name, and to the end what it costs the villages."""
    who = f"，以{seats[0]}的名义" if len(seats) == 1 and seats[0] else ""
    if case.state == State.SIGNING:
        who = f"，{case.chain[case.signed]}"
    checked = case.checks.order_by("-round").first() if who else None
    answered = entry_tests(case) if who else ""
    said = (
        f"{case.title}（{case.body}）{who}",
        checked.burden if checked else "",
        f"申请单位答复：{answered}" if answered else "",
    )
    return "".join(f"{words.removesuffix('。')}。" for words in said if words)


def _form(request: HttpRequest, case: Case, chosen: Act, seats: tuple[str, ...]) -> Any:
    if not issubclass(chosen.form, forms.SeatForm):
        return chosen.form(request.POST or None, request.FILES or None)
    initial = {"seen": case.revision, "openness": case.openness}
    return chosen.form(request.POST or None, seats=seats, initial=initial)


def _run(actor: Account, case: Case, chosen: Act, form: Any) -> dict[str, Any]:
    words = {name: value for name, value in said(form).items() if name != "seen" or value is not None}
    if chosen.verb in {Verb.COORDINATE, Verb.MINUTE}:
        words.pop("seen", None)
    chosen.run(actor, case, words)
    return {"case": case.pk}


@for_roles(*CASE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def record_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision from paper; it counts when a second person has confirmed it."""
    case, actor = case_of(request, pk), actor_of(request)
    procedure = procedure_or_none(case)
    seats = _paper_seats(case, procedure) if procedure and may_record_paper(actor, case) else ()
    if not seats:
        raise Http404
    form = with_key(
        forms.PaperForm(request.POST or None, request.FILES or None, seats=seats, initial={"seen": case.revision})
    )
    if form.is_valid():
        answer = done_once(request, form, f"admission.paper.{pk}", lambda: _record(actor, case, said(form)))
        if answer is not None:
            messages.success(request, "已登记。由另一位同志对照原件确认以后才算数。")
            return redirect("admission:case", pk)
    step = procedure.steps[case.step] if procedure else None
    joint = "一份两办文件可以同时代表几个单位的决定。" if step and step.joint_paper and len(seats) > 1 else ""
    context = {
        "form": form, "title": "登记纸质决定", "submit": "登记", "multipart": True, "intro": f"{case.title}（{case.body}）。{joint}",
        "cancel_url": reverse("admission:case", args=[pk]), "crumbs": case_crumbs(case, "登记纸质决定"),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _record(actor: Account, case: Case, words: Said) -> dict[str, Any]:
    seats, seen = words.pop("seats"), words.pop("seen", None)
    words |= {"kind": PaperKind(words["kind"]), "stance": Stance(words["stance"])}
    words["scan"] = taken(actor, case.division, words.get("scan"))
    row = services.record_paper(actor=actor, case=case, seats=seats, paper=services.Paper(**words), seen=seen)
    return {"paper": row.pk}


@for_roles(*CASE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check_paper(request: HttpRequest, pk: int, paper: int, slug: str) -> HttpResponse:
    """The second person: confirm that a recorded paper is as the original, or say where it is not."""
    case, actor = case_of(request, pk), actor_of(request)
    row = get_object_or_404(PaperDecision.objects.select_related("recorded_by"), pk=paper, case=case)
    if slug not in {"confirm", "reject"} or not may_check_paper(actor, case):
        raise Http404
    if row.state != PaperState.WAITING:
        messages.info(request, f"这份文件{row.get_state_display()}。")
        return redirect("admission:case", pk)
    confirming = slug == "confirm"
    form = with_key(forms.ConfirmForm(request.POST or None) if confirming else forms.ReasonForm(request.POST or None))
    if form.is_valid():
        answer = done_once(
            request, form, f"admission.{slug}.{paper}", lambda: _check(actor, row, confirming, said(form))
        )
        if answer is not None:
            messages.success(request, "已确认，这份决定算数了。" if confirming else "已退回登记人重新登记。")
            return redirect("admission:case", pk)
    title = "对照原件确认" if confirming else "与原件不符"
    context = {
        "form": form, "title": title, "submit": "与原件一致，确认" if confirming else "退回重新登记", "danger": not confirming,
        "case": case, "paper": row, "pairs": paper_pairs(row), "cancel_url": reverse("admission:case", args=[pk]), "crumbs": case_crumbs(case, title),
    }  # fmt: skip
    return render(request, "admission/compare.html", context, status=400 if form.errors else 200)


def _check(actor: Account, row: PaperDecision, confirming: bool, words: Said) -> dict[str, Any]:
    if confirming:
        services.confirm_paper(actor=actor, paper=row)
    else:
        services.reject_paper(actor=actor, paper=row, reason=words["reason"])
    return {"paper": row.pk}
