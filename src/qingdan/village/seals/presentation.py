"""How seals, approvals and entries are shown: words, tags, steps, pairs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localtime

from qingdan.foundation.web.components import Pair, Step
from qingdan.village.seals.choices import ApprovalState, SealState, Sort
from qingdan.village.seals.models import Seal, SealApproval, SealUse, Takeout
from qingdan.village.seals.rules import PEOPLE
from qingdan.village.seals.settings import SealRules, Separation
from qingdan.village.seals.sources import sealed_thing

SEAL_TAGS = {SealState.IN_USE: "tag--done", SealState.PUT_AWAY: "tag--wait", SealState.DESTROYED: "tag--wait"}


def standing(approval: SealApproval, pressed: int) -> tuple[str, str]:
    """How an approval stands, in a word, with its tag."""
    if approval.state == ApprovalState.APPROVED:
        if approval.sort == Sort.TAKEOUT:
            return ("已带出", "tag--done") if hasattr(approval, "takeout") else ("已批准，等带出", "tag--amber")
        if pressed >= approval.copies:
            return "已盖章登记", "tag--done"
        return (
            f"盖了 {pressed} 份，还剩 {approval.copies - pressed} 份" if pressed else "已批准，等盖章"
        ), "tag--amber"
    tags = {ApprovalState.ASKED: "tag--amber", ApprovalState.REFUSED: "tag--red", ApprovalState.WITHDRAWN: "tag--wait"}
    return approval.get_state_display(), tags[ApprovalState(approval.state)]


def steps_of(approval: SealApproval, pressed: int) -> list[Step]:
    """The way of an approval as a line of steps."""
    asked = Step("申请", f"{approval.applicant_name}，{localtime(approval.asked_at):%-m月%-d日}", "done")
    out = approval.sort == Sort.TAKEOUT
    last = "带出登记" if out else "盖章登记"
    finished = hasattr(approval, "takeout") if out else pressed >= approval.copies
    if approval.state == ApprovalState.ASKED:
        return [asked, Step("批准", f"等{approval.seal.approver_title}批", "now"), Step(last)]
    if approval.state == ApprovalState.APPROVED:
        return [asked, Step("批准", _decided(approval), "done"), Step(last, "", "done" if finished else "now")]
    return [asked, Step(approval.get_state_display(), _decided(approval), "done")]


def _decided(approval: SealApproval) -> str:
    if approval.on_paper:
        return f"{approval.approver_name}，纸质，{approval.paper_on:%-m月%-d日}"
    moment = approval.decided_at or approval.closed_at
    return (
        f"{approval.approver_name or ''}{'，' if approval.approver_name else ''}{localtime(moment):%-m月%-d日}"
        if moment
        else ""
    )


def pairs_of_approval(approval: SealApproval) -> list[Pair]:
    """What an approval says."""
    seal = approval.seal
    paper = ""
    if approval.on_paper:
        paper = f"{approval.paper_number}，{approval.paper_on}，原件在{approval.paper_kept_at}"
        paper += f"，晚 {approval.late_days} 天补录" if approval.late else ""
    checked = (
        f"{approval.checked_by}，{localtime(approval.checked_at):%Y-%m-%d}"
        if approval.checked_at
        else "等第二人对照原件核对"
    )
    thing = sealed_thing(approval.source)
    pairs = [
        Pair("印章", str(seal), reverse("seals:seal", args=[seal.pk])),
        Pair("村（社区）", str(seal.division)),
        Pair("哪一件", thing.label, thing.url(approval.reference)) if thing else Pair("", ""),
        Pair("做什么用", approval.purpose),
        Pair("份数、页数", f"{approval.copies} 份，每份 {approval.pages} 页" if approval.sort == Sort.USE else ""),
        Pair("留存件", approval.kept_at),
        Pair("经办人", approval.applicant_name + ("（代录）" if approval.on_behalf else "")),
        Pair("批准人", approval.approver_name),
        Pair("没有批的理由", approval.remark),
        Pair("纸质批准", paper),
        Pair("核对", checked if approval.on_paper else ""),
        Pair("保管人", seal.keeper_name),
    ]
    return [pair for pair in pairs if pair.value]


def pairs_of_use(use: SealUse) -> list[Pair]:
    """What an entry of the register says."""
    approval = use.approval
    pairs = [
        Pair("印章", str(use.seal), reverse("seals:seal", args=[use.seal_id])),
        Pair("什么材料", approval.document_title, reverse("seals:approval", args=[approval.pk])),
        Pair("做什么用", approval.purpose),
        Pair("份数、页数", f"{use.copies} 份，每份 {use.pages} 页"),
        Pair("经办人", approval.applicant_name),
        Pair("批准人", approval.approver_name + (f"（纸质 {approval.paper_number}）" if approval.on_paper else "")),
        Pair("盖章人", use.presser_name),
        Pair("保管人", use.keeper_name),
        Pair("盖章日期", f"{use.pressed_on}" + ("，在外面盖的" if use.outside else "")),
        Pair("登记", f"{use.recorded_by}，{localtime(use.recorded_at):%Y-%m-%d %H:%M}" + ("，代录" if use.on_behalf else "")),
        Pair("留存件", approval.kept_at),
    ]  # fmt: skip
    return [pair for pair in pairs if pair.value]


def _apart(separation: Separation) -> str:
    one, other = (PEOPLE[part] for part in separation.persons)
    return f"{one}和{other}（{'、'.join(separation.clauses) or '系统建议值'}）"


def pairs_of_seal(seal: Seal, out: Takeout | None, rules: SealRules) -> list[Pair]:
    """What the register says of a seal."""
    pairs = [
        Pair("村（社区）", str(seal.division)),
        Pair("哪一种", seal.get_kind_display()),
        Pair("谁保管", seal.keeper_name),
        Pair("放在哪里", seal.kept_where),
        Pair("用印由谁批准", f"{seal.approver_title}（{seal.get_approver_role_display()}）"),
        Pair("不能是同一个人", "；".join(map(_apart, rules.separations))),
        Pair("现在在外面", f"{out.taker_name}带到{out.where}，{out.due_back} 前带回" if out else ""),
        Pair("登记", f"{localtime(seal.registered_at):%Y-%m-%d}" + ("，代录" if seal.on_behalf else "")),
    ]
    return [pair for pair in pairs if pair.value]
