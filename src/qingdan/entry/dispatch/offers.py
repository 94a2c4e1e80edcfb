"""What a dispatch adds to the page of an obligation that came of it: funding, flow chart, papers, 反馈核实."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localtime

from qingdan.entry.dispatch.feedback_queries import newest_feedback_on
from qingdan.entry.dispatch.models import Dispatch, Feedback, FeedbackState
from qingdan.entry.dispatch.origins import dispatch_of
from qingdan.entry.dispatch.papers import NOTICE, SHEET
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.components import Link, Pair
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.models import Obligation
from qingdan.register.obligations.origins import Offer


def offer_for(obligation: Obligation, reader: Account) -> Offer:
    """The dispatch's record in pairs; its sheet and files; for the village and its town also 反馈核实 and its answer."""
    dispatch = dispatch_of(obligation.assignment.origin)
    if dispatch is None:
        return Offer()
    links = [Link(SHEET, reverse("dispatch:sheet", args=[dispatch.pk])), *_files(dispatch)]
    if ObligationAccess(reader).acts_for(obligation.division_id) is None:
        return Offer(pairs=record_pairs(dispatch), links=links)
    said = newest_feedback_on(obligation)
    if said is not None:
        links += [
            Link("看反馈核实", reverse("dispatch:feedback", args=[said.pk])),
            Link(NOTICE, reverse("dispatch:notice", args=[said.pk])),
        ]
    return Offer(
        dispute=reverse("dispatch:give-feedback", args=[obligation.pk]), pairs=record_pairs(dispatch), links=links,
        note=_answer(said) if said else "",
    )  # fmt: skip


def _answer(said: Feedback) -> str:
    """Where the feedback stands, in one sentence."""
    day = f"{localtime(said.at):%-m月%-d日}反馈核实：{said.get_reason_display()}。"
    if said.state == FeedbackState.OPEN:
        return f"{day}正在等人核实，核实以前不用办，不算没办。"
    return f"{day}{said.get_state_display()}。{said.answer}"


def _files(dispatch: Dispatch) -> list[Link]:
    return [
        Link(f"附件：{file.name}", reverse("dispatch:sheet-file", args=[dispatch.pk, file.pk]))
        for file in dispatch.attachments.all()
    ]


def record_pairs(dispatch: Dispatch) -> list[Pair]:
    """What stands on record of the matter, as a village reads it."""
    kept = dispatch.record
    pairs = [
        Pair(
            "紧急情况" if dispatch.emergency_id else "清单",
            " ".join(part for part in (kept.get("source", ""), kept.get("document", "")) if part),
        ),
        Pair("牵头单位", kept.get("lead_body", "")),
        Pair("依据", "；".join(kept.get("basis", []))),
        Pair("流程图", kept.get("flow_chart", "")),
        Pair("经费", kept.get("funding", "")),
        Pair("业务培训", kept.get("training", "")),
    ]
    return [pair for pair in pairs if pair.value]
