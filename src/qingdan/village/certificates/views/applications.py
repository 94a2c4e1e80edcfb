"""Applications: the list, one of them with what to do next, its receipt and its explanation on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import FormPaper, to_docx
from qingdan.foundation.personal.queries import looks_at
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.admitting import apply_url
from qingdan.village.certificates.choices import OPEN, Need, State, Verb, Way
from qingdan.village.certificates.forms.filters import ApplicationFilter
from qingdan.village.certificates.models import Application, Certificate, Safeguard, SealedFile, SealState
from qingdan.village.certificates.papers import receipt_paper, slip_paper
from qingdan.village.certificates.presentation import (
    TAGS,
    application_pairs,
    certificate_pairs,
    time_words,
    way_card,
)
from qingdan.village.certificates.queries import Wanted, earlier_of, found, is_kept_now
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.rules import may_escalate
from qingdan.village.certificates.sealed import open_application, open_record
from qingdan.village.certificates.services.issuing import hindrances_of
from qingdan.village.certificates.services.stamping import approval_of, seal_for
from qingdan.village.certificates.signing.providers import provider_for
from qingdan.village.certificates.standing import STATUS_LABELS, STATUS_TAGS, status_of
from qingdan.village.certificates.views.acting import ACTS
from qingdan.village.certificates.views.pages import access_of, application_of, crumbs

MOST_ROWS = 20_000
_HEADER = ("受理", "村（社区）", "证明", "在哪个清单", "谁要的", "哪一类", "怎么办", "状态", "期限", "办结", "工作日", "怎么来的", "代录", "编号")  # fmt: skip


@for_roles(*HANDLERS)
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """What the reader's villages have to do first; all of it by the filter."""
    access = access_of(request)
    rows, filters = _found(request, access)
    listing: Listing[Application] = Listing(
        request, rows, filters=filters, sorts={"received": ["-received_at", "-pk"], "due": ["due_on", "pk"]}, per_page=30
    )  # fmt: skip
    context = {
        "listing": listing, "form": ApplicationFilter(request.GET or None), "query": request.GET.urlencode(),
        "shown": [
            (each, open_application(each).masked_name, TAGS[State(each.state)], *time_words(each)) for each in listing.page
        ],
        "crumbs": [],
    }  # fmt: skip
    return render(request, "certificates/applications.html", context)


def _found(request: HttpRequest, access: ApplicationAccess) -> tuple[Any, dict[str, str]]:
    form = ApplicationFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(clean_words(said.get("q"), longest=60), said.get("state") or "", bool(said.get("late")))
    filters = {"q": wanted.words, "state": wanted.state, "late": "on" if wanted.late else ""}
    return found(access.rows(), wanted), filters


@for_roles(*HANDLERS)
@require_safe
def applications_excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file, without anybody's name."""
    rows, _filters = _found(request, access_of(request))
    kept = rows.order_by("-received_at", "-pk").prefetch_related("certificates")[:MOST_ROWS]
    lines = (
        (
            str(each.received_on), str(each.division), each.kind_title, each.get_regime_display(), each.demander_name,
            each.get_demander_class_display(), each.get_way_display(), each.get_state_display(), str(each.due_on or ""),
            f"{localtime(each.closed_at):%Y-%m-%d}" if each.closed_at else "", "" if each.workdays is None else each.workdays,
            each.get_channel_display(), "是" if each.on_behalf else "", "、".join(kept.number for kept in each.certificates.all()),
        )
        for each in kept
    )  # fmt: skip
    return excel_response("证明申请", _HEADER, lines)


@dataclass(frozen=True, slots=True)
class _Button:
    """An act that may be done now; ``post``: nothing has to be filled in."""

    label: str
    url: str
    main: bool = False
    post: bool = False


@for_roles(*HANDLERS)
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: where it stands, what to do next, what is on record, its certificates."""
    access, shown = application_of(request, pk)
    opened = open_application(shown)
    hindered = hindrances_of(shown) if shown.state == State.HANDLING else ()
    words, late = time_words(shown)
    context = {
        "shown": shown, "opened": opened, "tag": TAGS[State(shown.state)], "time": words, "late": late, "card": way_card(shown),
        "pairs": application_pairs(shown, opened), "buttons": _buttons(access, shown, hindered), "hindered": _told(shown, hindered), "waits": _waits_for(access, shown, hindered),
        "records": [(each, open_record(each)) for each in _safeguards(shown)], "slip": getattr(shown, "explanation", None),
        "coordination": getattr(shown, "coordination", None), "apply_url": _apply_url(access, shown), "steps": list(shown.steps.select_related("by")),
        "certificates": [_certificate(access, each) for each in _certificates(shown)], "earlier": earlier_of(shown),
        "looks": looks_at("certificate_application", shown.pk), "may_erase": shown.erased_at is None and shown.state not in OPEN,
        "crumbs": crumbs(shown),
    }  # fmt: skip
    return render(request, "certificates/application.html", context)


def _apply_url(access: ApplicationAccess, shown: Application) -> str:
    """Where the town begins the application that was asked of it, filled in; empty where it is not the town's to do."""
    known = getattr(shown, "coordination", None)
    return apply_url(access.actor, known) if access.may(Verb.ANSWER, shown) else ""


def _safeguards(shown: Application) -> list[Safeguard]:
    rows = list(shown.safeguards.select_related("assigned_to", "done_by"))
    for row in rows:
        row.application = shown
    return rows


def _certificates(shown: Application) -> list[Certificate]:
    return list(
        shown.certificates.select_related(
            "division", "subject", "issued_by", "printed_by", "delivered_by", "revoked_by", "replaced_by"
        ).order_by("-pk")
    )


def _told(shown: Application, hindered: tuple[str, ...]) -> tuple[str, ...]:
    """What holds the issue back; a form that is filled in the same step as the issue holds nothing back."""
    at_once = not shown.safeguards.exists()
    return tuple(words for words in hindered if not (at_once and words == "证明内容还没有填。"))


def _buttons(access: ApplicationAccess, shown: Application, hindered: tuple[str, ...]) -> list[_Button]:
    """The acts that may be done now, the one that comes next first."""
    wanted = [name for name in _order(shown, hindered) if access.may(ACTS[name].verb, shown)]
    return [
        _Button(
            ACTS[name].title, reverse("certificates:act", args=[shown.pk, name]), main=n == 0 and name not in _BESIDE
        )
        for n, name in enumerate(wanted)
    ]


_BESIDE = frozenset({"ask-for", "refer", "reject", "withdraw"})
"""Acts that are never the next thing to do."""


def _waits_for(access: ApplicationAccess, shown: Application, hindered: tuple[str, ...]) -> str:
    """For whom it waits, where that is somebody else than the reader."""
    if shown.way == Way.ADMIT and is_kept_now(shown):
        return "这一种证明现在已经准入、列入清单，居民还要办的，可以重新受理。"
    if shown.state == State.ESCALATED and not access.may(Verb.ANSWER, shown):
        return "在等镇街联系有关单位，有了结果会告诉您。"
    only_the_head = len(hindered) == 1 and hindered[0].startswith(("还没有负责人签字", "“负责人签字”"))
    return "在等负责人签字，签了就能出具。" if only_the_head and not access.may(Verb.SIGN, shown) else ""


def _order(shown: Application, hindered: tuple[str, ...]) -> list[str]:
    ways = {
        State.TO_EXPLAIN: ["explain", "refer", "withdraw"],
        State.EXPLAINED: [*(["escalate"] if may_escalate(shown.way) else []), "refer"],
        State.ESCALATED: ["answer", "contact", "refer", "withdraw"], State.COORDINATED: ["tell"],
    }  # fmt: skip
    if shown.state != State.HANDLING:
        return ways.get(State(shown.state), [])
    return [*_before_issue(shown, hindered), "refer", "reject", "withdraw"]


def _before_issue(shown: Application, hindered: tuple[str, ...]) -> list[str]:
    """What comes before the issue in its order: the form, the records, the signature; then the issue."""
    rows = {each.need: each for each in shown.safeguards.all()}
    if not rows:
        return ["issue", "ask-for"]
    fill = ["fill"]
    open_ones = [need for need, row in rows.items() if row.done_at is None or row.fields_digest != shown.fields_digest]
    records = [need for need in rows if need != Need.HEAD_SIGNATURE]
    todo = [
        need for need in records if rows[need].done_at is None or (need == Need.INVESTIGATION and need in open_ones)
    ]
    done = [need for need in records if need not in todo]
    sign = ["sign"] if Need.HEAD_SIGNATURE in rows and Need.HEAD_SIGNATURE in open_ones else []
    first = fill if not shown.fields_digest else []
    last = fill if shown.fields_digest else []
    assign = ["assign"] if Need.INVESTIGATION in todo and rows[Need.INVESTIGATION].done_at is None else []
    issue = [] if hindered else ["issue"]
    return [*first, *todo, *assign, *sign, *issue, *last, *done, "ask-for"]


def _certificate(access: ApplicationAccess, each: Certificate) -> dict[str, Any]:
    status = status_of(each, today())
    approval, seal, asked = approval_of(each), seal_for(each.division_id), _electronic(each)
    return {
        "shown": each, "pairs": certificate_pairs(each), "word": STATUS_LABELS[status], "tag": STATUS_TAGS[status],
        "buttons": _paper_buttons(each, status, seal is not None, asked), "waits_for_seal": _seal_words(each, status, seal, approval),
        "file": each.printed_at is not None and each.erased_at is None, "electronic": _electronic_words(asked),
    }  # fmt: skip


def _seal_words(each: Certificate, status: str, seal: Any, approval: Any) -> str:
    if status not in ("valid", "expired") or each.stamped_at is not None or seal is None:
        return ""
    if approval is None:
        return "用印还没有人申请，请在“印章”里申请。"
    return "" if approval.state == "approved" else "用印在等批准。"


def _paper_buttons(each: Certificate, status: str, sealed: bool, asked: SealedFile | None) -> list[_Button]:
    def button(label: str, act: str, *, main: bool = False, post: bool = False) -> _Button:
        return _Button(label, reverse("certificates:paper-act", args=[each.pk, act]), main, post)

    if status in ("void", "revoked", "replaced") or each.erased_at is not None:
        return []
    steps: list[_Button] = []
    if each.printed_at is None:
        steps.append(button("打印", "print", main=True, post=True))
    elif sealed and each.stamped_at is None:
        steps.append(button("盖好章了", "stamp", main=True, post=True))
    elif each.delivered_at is None:
        steps.append(button("交给居民", "deliver", main=True))
    if each.printed_at is not None:
        steps.append(button("重新打印", "print"))
    if _may_be_sealed(each, asked):
        steps.append(button("电子签章", "seal", post=True))
    if each.scan_id is None and each.printed_at is not None:
        steps.append(button("留存扫描件", "scan"))
    steps += [button("补发、换发", "replace"), button("撤销", "revoke")]
    return steps if each.delivered_at is not None else [*steps, button("作废", "void")]


def _electronic(each: Certificate) -> SealedFile | None:
    """The electronic seal that was asked for; nobody is asked where no service is connected."""
    if each.demo or provider_for(demo=False) is None:
        return None
    return SealedFile.objects.filter(certificate=each).first()


def _electronic_words(asked: SealedFile | None) -> str:
    return f"{asked.get_state_display()}{f'：{asked.error}' if asked.error else ''}" if asked else ""


def _may_be_sealed(each: Certificate, asked: SealedFile | None) -> bool:
    """Whether a service is connected that was not asked, or failed."""
    if each.demo or each.printed_at is None or provider_for(demo=False) is None:
        return False
    return asked is None or asked.state == SealState.FAILED


@for_roles(*HANDLERS)
@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """《解释说明单》 for the resident: the item, the reason, where to go; for screen and print."""
    _access, shown = application_of(request, pk)
    if not hasattr(shown, "explanation"):
        raise Http404
    return _paper(request, shown, slip_paper(shown), "slip")


@for_roles(*HANDLERS)
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """《受理回执》 for the resident: what was taken in, by when it is done."""
    _access, shown = application_of(request, pk)
    return _paper(request, shown, receipt_paper(shown), "receipt")


def _paper(request: HttpRequest, shown: Application, paper: FormPaper, name: str) -> HttpResponse:
    if "word" in request.GET:
        return word_response(to_docx(paper), f"{paper.title}{shown.pk}")
    context = {
        "paper": paper,
        "shown": shown,
        "word_url": f"{reverse(f'certificates:{name}', args=[shown.pk])}?word",
        "crumbs": crumbs(shown, paper.title),
    }
    may_explain = name == "slip" and shown.state == State.TO_EXPLAIN
    return render(
        request, "certificates/paper.html", {**context, "may_explain": may_explain, "explain": Verb.EXPLAIN.value}
    )
