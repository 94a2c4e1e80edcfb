"""The village's papers: 《准入事项单》 with the QR of the code, and 《准入核查告知单》 with the rule and what to do instead.

Each is plain data that the page shows and the Word file holds, so both say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import takewhile
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from qingdan.entry.admission.queries.codes import code_path
from qingdan.entry.dispatch.models import Dispatch, Feedback
from qingdan.foundation.documents.papers import Cell, FormPaper, Picture, SignatureCell, day_in_words
from qingdan.foundation.documents.qr import qr_png
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.components import VerdictCard
from qingdan.ledger.presentation import other_reasons, verdict_card
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind, Outcome
from qingdan.register.lists.fields import units_label

SHEET, NOTICE = "准入事项单", "准入核查告知单"
MOST_PLACES, MOST_REASONS = 40, 2
_OFTEN = dict(FREQUENCIES)
_ADVICE = {
    Outcome.FORBIDDEN: "清单不允许，请不要再向村（社区）提出这项要求。确有法律法规或者上级文件依据的，请把依据交牵头单位核实。",
    Outcome.UNLISTED: "请先按程序申请准入，取得准入编号以后再派发；没有准入以前，村（社区）可以先不办。",
    Outcome.UNDECIDED: "请提供清单或者文件依据，或者先按程序申请准入；没有说清以前，村（社区）可以先不办。",
    Outcome.CONDITIONAL: "请先把缺的条件补齐（流程图、经费、培训、依据等），再请村（社区）办理。",
    Outcome.LISTED: "事项在清单上。要求比清单规定多、勤，或者没有经费、没有指导的，请按清单改过来再派。",
}
NOTICE_NOTE = (
    "本单是按规则核查的结果，不是审批，也不认定问题；是否属实由牵头单位的人核实。"
    "按规定提出核查，不计入对村（社区）的任何考核评价。"
)


_SHEET_NOTE = "本单由系统按登记的内容生成，不是审批文件。{}要得比本单多或者勤的，村（社区）可以按“反馈核实”。"
_SHEET_CHECK = "扫码或者打开网址可以核对编号。编号查不到、"


def code_url(dispatch: Dispatch) -> str:
    """Where anybody can check its code: the address in the QR. A list's code is kept as it is written."""
    path = code_path(dispatch.code) if dispatch.record.get("admitted") else f"/c/{quote(dispatch.code)}"
    return f"{settings.PUBLIC_URL}{path}"


def item_sheet(dispatch: Dispatch) -> FormPaper:
    """《准入事项单》: what is asked on which ground, how often, until when, with the QR of its code."""
    kept = dispatch.record
    rows = [
        (Cell("事项名称", dispatch.title),),
        (Cell("派发单位", dispatch.issuer.name), Cell("类别", KIND_LABELS[Kind(dispatch.kind)])),
        (Cell("编号", dispatch.code or "没有编号（紧急情况）"), Cell("有效期", _validity(dispatch))),
        (Cell("要做什么", dispatch.what or "按清单和流程图办"),),
        *_ground_on_record(dispatch),
        (Cell("派到哪里", _places(dispatch)), Cell("适用", units_label(dispatch.units) or "村、社区都适用")),
        (Cell("多久一次", _OFTEN[dispatch.frequency]), Cell("办到哪天", _term(dispatch))),
        (Cell("经费", kept.get("funding") or "没有列"), Cell("每次用时", _minutes(kept.get("minutes")))),
        (Cell("办事流程", kept.get("flow_chart") or "没有附"),),
        (Cell("指导培训", kept.get("training") or "没有写"),),
    ]
    picture = (
        Picture(qr_png(code_url(dispatch)), words=f"{dispatch.code}\n{code_url(dispatch)}") if dispatch.code else None
    )
    return FormPaper(
        title=SHEET, rows=rows, subtitle=f"派发日期：{day_in_words(_day_sent(dispatch))}", picture=picture,
        signature_cells=[SignatureCell("派发单位", words=dispatch.issuer.name)],
        note=_SHEET_NOTE.format(_SHEET_CHECK if dispatch.code else ""),
    )  # fmt: skip


def notice(feedback: Feedback, *, sender: str, place: str) -> FormPaper:
    """《准入核查告知单》 in the name of ``sender``; ``place`` is what it says of where (a town's hides the village)."""
    card = verdict_card(feedback.verdict)
    came = feedback.came_on or timezone.localtime(feedback.at).date()
    rows = [
        (Cell("核查的事", feedback.title),),
        (
            Cell("提出单位", feedback.issuer_name or "没有写"),
            Cell("怎么来的", f"{feedback.get_way_display()}，{day_in_words(came)}"),
        ),
        (Cell("对方的编号", feedback.code or "没有编号"), Cell("多久一次", _OFTEN.get(feedback.frequency, "没有说"))),
        (Cell("在哪里", place), Cell("核查日期", day_in_words(timezone.localtime(feedback.at).date()))),
        (Cell("核查的原因", feedback.get_reason_display()),),
        (Cell("核查结果", _result(card)),),
        (Cell("规则依据", _ground(card)),),
        *_further(feedback),
        (Cell("请这样办", _advice(feedback)),),
    ]
    return FormPaper(
        title=NOTICE, rows=rows, subtitle=f"送：{feedback.issuer_name or '提出要求的单位'}",
        signature_cells=[SignatureCell("告知单位", words=sender), SignatureCell("签收", sealed=False)], note=NOTICE_NOTE,
    )  # fmt: skip


def _result(card: VerdictCard | None) -> str:
    return f"{card.word}：{card.sentence}" if card else "没有核对结果"


def _ground(card: VerdictCard | None) -> str:
    return "\n".join(part for part in (card.quote, card.source) if part) if card else ""


def _further(feedback: Feedback) -> list[tuple[Cell, ...]]:
    """What else decides, the hardest first as the gate has them: beside a red line only further ones."""
    lines = zip(other_reasons(feedback.verdict), feedback.verdict.get("reasons", [])[1:], strict=True)
    kept = takewhile(lambda line: not line[1]["note"] and _decides(feedback, line[1]), lines)
    words = [" ".join(part for part in (line.text, line.source) if part) for line, _reason in kept]
    return [(Cell("同时", "\n".join(words[:MOST_REASONS])),)] if words else []


def _decides(feedback: Feedback, reason: Mapping[str, Any]) -> bool:
    return feedback.outcome != Outcome.FORBIDDEN or reason["effect"] == "forbid"


def _advice(feedback: Feedback) -> str:
    """What the issuer should do; the gate's next step with the route stands there where something is to be applied for."""
    outcome = Outcome(feedback.outcome)
    step = "" if outcome in {Outcome.FORBIDDEN, Outcome.LISTED} else str(feedback.verdict.get("next_step", ""))
    return "\n".join(part for part in (_ADVICE[outcome], step) if part)


def _validity(dispatch: Dispatch) -> str:
    if dispatch.emergency is not None:
        return f"紧急情况期间，到 {day_in_words(dispatch.emergency.ends)}"
    until = dispatch.record.get("valid_to", "")
    if until:
        return f"到 {day_in_words(date.fromisoformat(until))}"
    return "长期" if dispatch.record.get("admitted") else "清单修订前有效"


def _ground_on_record(dispatch: Dispatch) -> list[tuple[Cell, ...]]:
    """On what it stands: an emergency, an admission, or a list with its document and the item's basis."""
    found, kept = dispatch.emergency, dispatch.record
    if found is not None:
        said = f"{found.title}（{found.level}），{found.declared_by}，{found.starts} 至 {found.ends}"
        return [(Cell("紧急情况", said),)]
    source = " ".join(kept[name] for name in ("source", "document", "clause") if kept.get(name))
    basis = "\n".join(kept.get("basis", []))
    label = "准入备案" if kept.get("admitted") else "在哪张清单"
    return [(Cell(label, source),), *([(Cell("依据", basis),)] if basis else [])]


def _places(dispatch: Dispatch) -> str:
    codes = dispatch.divisions[:MOST_PLACES]
    names = dict(Division.objects.filter(pk__in=codes).values_list("code", "name"))
    words = "、".join(names.get(code, code) for code in codes)
    return f"{words}等 {len(dispatch.divisions)} 处" if len(dispatch.divisions) > len(codes) else words


def _term(dispatch: Dispatch) -> str:
    if dispatch.due_on is not None:
        return day_in_words(dispatch.due_on)
    if dispatch.frequency == "on_event":
        return "有事才报"
    said = f"每个周期结束后 {dispatch.due_workdays} 个工作日内"
    return f"{said}，到 {day_in_words(dispatch.until)} 为止" if dispatch.until else said


def _minutes(minutes: object) -> str:
    return f"约 {minutes} 分钟（测算值）" if minutes else "未测算"


def _day_sent(dispatch: Dispatch) -> date:
    return timezone.localtime(dispatch.sent_at).date() if dispatch.sent_at else dispatch.begins
