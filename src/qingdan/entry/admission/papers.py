"""The papers of a case as A4 forms and drafts of letters: what is on record stands in them, the rest is left to be written."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from qingdan.entry.admission.certificate_words import certificate_lines
from qingdan.entry.admission.models import AdmittedItem, Case, CaseAct, UpwardReport
from qingdan.entry.admission.queries.codes import code_path
from qingdan.entry.admission.rules import STANCE_LABELS, Stance, Verb
from qingdan.foundation.documents.papers import Cell, FormPaper, LetterPaper, Picture, SignatureCell
from qingdan.foundation.documents.qr import qr_png
from qingdan.foundation.orgs.models import Division
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.procedures import Procedure, Step
from qingdan.register.burden.rules import in_words
from qingdan.register.lists.fields import units_label

CHECK_NOTE = "本表由系统按申请内容生成；规则检查不是审批，审批以签字盖章为准。"
_APPLICATION, _REVIEW, _FILING = "村（社区）事项准入申请审批表", "准入初审意见表", "准入结果备案表"


def application_form(case: Case, villages: int) -> FormPaper:
    """《申请审批表》: the application, and a cell for the applicant, each reviewing body and each approver."""
    return FormPaper(
        title=_APPLICATION,
        subtitle=f"申请号：{case.number or '（未报送）'}",
        rows=[
            (Cell("申请单位", case.body.name), Cell("类别", KIND_LABELS[Kind(case.kind)])),
            (Cell("事项名称", case.title),),
            (Cell("要做什么", case.content),),
            (Cell("依据", _basis(case)),),
            *_upper(case),
            (Cell("范围", _places(case)), Cell("适用", units_label(case.units) or "村、社区都适用")),
            (Cell("频次", case.get_frequency_display()), Cell("期限", _duration(case))),
            (Cell("经费标准", case.funding_standard), Cell("经费来源", case.funding_source)),
            (Cell("办事流程", _flow(case)),),
            (Cell("指导培训", case.training),),
            *_certificate(case),
            (Cell("基层负担", in_words(case.minutes, case.frequency or None, villages, unit="村")),),
        ],
        signature_cells=[_applicant(case), *_answers(case)],
        note=CHECK_NOTE,
    )


def review_form(case: Case) -> FormPaper:
    """《初审意见表》: the opinions that were collected and the one initial review."""
    procedure = case.kept_procedure
    steps = [(number, step) for number, step in enumerate(procedure.steps) if step.act == "review"] if procedure else []
    return FormPaper(
        title=_REVIEW,
        subtitle=f"申请号：{case.number}",
        rows=[
            (Cell("申请单位", case.body.name), Cell("类别", KIND_LABELS[Kind(case.kind)])),
            (Cell("事项名称", case.title),),
            (Cell("要做什么", case.content),),
            *([(Cell("办事流程", _flow(case)),)] if case.kind == Kind.CERTIFICATE else []),
            *_certificate(case),
        ],
        signature_cells=[cell for number, step in steps for cell in _step(case, number, step)],
        note=_says(procedure),
    )


def filing_form(case: Case, item: AdmittedItem | None) -> FormPaper:
    """《备案表》: the decisions, and with the filing number the code and where it can be checked."""
    number = item.filing_number if item else ""
    picture = Picture(qr_png(f"{settings.PUBLIC_URL}{code_path(item.code)}"), words=item.code) if item else None
    return FormPaper(
        title=_FILING,
        subtitle=f"备案号：{number}",
        rows=[
            (Cell("申请单位", case.body.name), Cell("申请号", case.number)),
            (Cell("事项名称", case.title),),
            (Cell("审批结果", _decisions(case)),),
            (Cell("准入编号", item.code if item else ""), Cell("有效期", _validity(item) if item else "")),
            (Cell("公开属性", item.get_openness_display() if item else case.get_openness_display()),),
        ],
        signature_cells=[SignatureCell("备案单位意见")],
        note=CHECK_NOTE,
        picture=picture,
    )


def approval_letter(case: Case) -> LetterPaper:
    """The request for approval that the applicant sends with the initial review (代拟稿)."""
    procedure = case.kept_procedure
    approvers = (
        [seat.title for step in procedure.steps if step.act == "approve" for seat in step.by] if procedure else []
    )
    reviews = [act for act in _acts(case) if act.verb in {Verb.REVIEW, Verb.OPINE}]
    said = "；".join(f"{act.seat}：{_stance(act)}{'，' + act.text if act.text else ''}" for act in reviews)
    return LetterPaper(
        title=f"关于{case.title}准入的请示",
        addressee="、".join(approvers) or "审批单位",
        paragraphs=[
            f"因工作需要，拟请{_places(case)}的村（社区）协助办理“{case.title}”。{case.content}",
            f"依据：{_basis(case) or '无'}。频次：{case.get_frequency_display() or '未定'}。期限：{_duration(case)}。经费：{case.funding_standard or '未列'}；来源：{case.funding_source or '未列'}。",
            f"初审情况：{said or '尚未初审'}。",
            "妥否，请批示。",
        ],
        signer=case.body.name,
    )


def return_letter(case: Case, act: CaseAct) -> LetterPaper:
    """The notice by which a body returns an application for completion (代拟稿)."""
    return LetterPaper(
        title=f"关于退回{case.title}准入申请补正的函",
        addressee=case.body.name,
        paragraphs=[
            f"你单位报送的“{case.title}”准入申请（{case.number}）收悉。经审核，请补正以下内容后再报：",
            act.text,
            "补正期间办理时限暂停计算，收到补正材料后接着计算。",
        ],
        signer=act.seat or (act.body.name if act.body else ""),
        day=timezone.localtime(act.at).date(),
    )


def upward_letter(report: UpwardReport) -> LetterPaper:
    """The letter by which a body tells upwards that a document does not fit the place's rules (代拟稿)."""
    title = report.upper_title.strip("《》")
    return LetterPaper(
        title=f"关于《{title}》有关要求的反映",
        addressee=report.addressee,
        paragraphs=[
            f"{report.upper_issuer}《{title}》{report.upper_number}要求：{report.asks}",
            f"经对照，上述要求与本地规定不一致：{report.conflict}",
            f"建议：{report.proposal}",
            "特此反映，请予研究答复。",
        ],
        signer=report.body.name,
    )


def _applicant(case: Case) -> SignatureCell:
    chain = "、".join(case.chain) if case.chain else ""
    handed = case.acts.filter(verb=Verb.SUBMIT, round=case.round).order_by("-number").first()
    return SignatureCell(
        "申请单位意见",
        words=f"本单位审签：{chain}" if chain else "",
        signer=str(handed.by) if handed and handed.by else "",
        day=timezone.localtime(handed.at).date() if handed else None,
    )


def _answers(case: Case) -> list[SignatureCell]:
    procedure = case.kept_procedure
    if procedure is None:
        return [SignatureCell("审核意见"), SignatureCell("审批意见")]
    steps = enumerate(procedure.steps)
    return [cell for number, step in steps if step.act != "file" for cell in _step(case, number, step)]


def _step(case: Case, number: int, step: Step) -> list[SignatureCell]:
    """A cell for every seat of a step, those that are asked first; what is on record of this round stands in it."""
    on_record = {act.seat: act for act in _acts(case) if act.step == number}
    return [
        _signed(f"{seat.title}{'审批意见' if step.act == 'approve' else '意见'}", on_record.get(seat.title))
        for seat in (*step.asks, *step.by)
    ]


def _signed(label: str, act: CaseAct | None) -> SignatureCell:
    if act is None:
        return SignatureCell(label)
    words = "\n".join(
        part
        for part in (_stance(act), act.text, f"条件：{act.conditions}" if act.conditions else "", _paper(act))
        if part
    )
    return SignatureCell(label, words=words, day=_act_day(act))


def _act_day(act: CaseAct) -> date:
    return act.paper.day if act.paper else timezone.localtime(act.at).date()


def _paper(act: CaseAct) -> str:
    return f"据{act.paper.get_kind_display()} {act.paper.number}".strip() if act.paper else ""


def _stance(act: CaseAct) -> str:
    return STANCE_LABELS[Stance(act.stance)] if act.stance else ""


def _acts(case: Case) -> list[CaseAct]:
    """The answers of this round, in order; a seat's later answer stands for its earlier one."""
    verbs = [Verb.OPINE, Verb.REVIEW, Verb.DECIDE]
    return list(case.acts.filter(round=case.round, verb__in=verbs).select_related("paper", "body").order_by("number"))


def _decisions(case: Case) -> str:
    decided = [act for act in _acts(case) if act.verb == Verb.DECIDE]
    return "\n".join(f"{act.seat}：{_stance(act)} {_paper(act)} {_act_day(act)}".strip() for act in decided)


def _says(procedure: Procedure | None) -> str:
    if procedure is None:
        return CHECK_NOTE
    said = "；".join(step.says for step in procedure.steps)
    return f"办理程序：{said}（{procedure.source}）。{CHECK_NOTE}"


def _upper(case: Case) -> list[tuple[Cell, ...]]:
    if not case.upper_title:
        return []
    document = f"{case.upper_issuer}《{case.upper_title.strip('《》')}》{case.upper_number}"
    return [(Cell("上级文件", document),), (Cell("上级原话", case.upper_asks),), (Cell("本级增加", case.added_here),)]


def _certificate(case: Case) -> list[tuple[Cell, ...]]:
    """The entry tests, the sample and the operating rule of a new kind of certificate."""
    return [(Cell(label, words),) for label, words in certificate_lines(case) if words]


def _basis(case: Case) -> str:
    sort = case.get_basis_display() if case.basis else ""
    return "：".join(part for part in (sort, case.basis_text.strip()) if part)


def _places(case: Case) -> str:
    codes = case.divisions[:40]
    names = dict(Division.objects.filter(pk__in=codes).values_list("code", "name"))
    more = f"等 {len(case.divisions)} 处" if len(case.divisions) > len(codes) else ""
    return "、".join(names.get(code, code) for code in codes) + more


def _duration(case: Case) -> str:
    until = {"standing": f"，{case.review_on} 复核" if case.review_on else ""}
    ends = f"，到 {case.ends_on}" if case.ends_on else ""
    return case.get_duration_display() + until.get(case.duration, ends)


def _flow(case: Case) -> str:
    if case.flow_steps:
        return "\n".join(f"{number}. {step}" for number, step in enumerate(case.flow_steps, start=1))
    return "见所附流程图" if case.flow_chart_id else ""


def _validity(item: AdmittedItem) -> str:
    return f"{item.valid_from} 起，{item.valid_to} 止" if item.valid_to else f"{item.valid_from} 起，长期"
