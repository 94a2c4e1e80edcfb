"""Emergencies pass at once and are filed afterwards; they never cover routine reports or photo proof."""

from __future__ import annotations

from qingdan.policy.gate.case import Case
from qingdan.policy.gate.hits import Hit
from qingdan.policy.gate.model import Emergency, Outcome, Reason
from qingdan.policy.gate.places import covers

STAMP = "急"
ROUTINE = (
    "日报", "周报", "月报", "零报告", "每日报", "每天报", "每周报", "定期报", "台账", "填表", "报表",
    "照片", "拍照", "截图", "截屏", "视频", "录像", "打卡", "签到", "留痕", "轨迹", "排名", "考核", "责任书", "挂牌",
)  # fmt: skip
"""Words of routine reports and proof of work; a demand that has one is judged as on any other day."""
_ROUTINE_FREQUENCIES = {"daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"}
_ADVICE = "先办。请对方事后按规定补办备案，并把处置结果告诉村里。"


def emergency_hit(case: Case) -> Hit | None:
    """A hit that decides alone, or a note that the emergency does not cover this, or nothing."""
    declared = _on_record(case)
    stated = case.facts.value("emergency") is True
    if declared is None and not stated:
        return None
    if not case.policy.emergency:
        return _note("紧急情况不包括这一类要求，照平时的规定看。") if stated else None
    if case.demand.frequency in _ROUTINE_FREQUENCIES or any(word in case.words.text for word in ROUTINE):
        return _note("紧急情况不包括经常性报送和拍照留痕，照平时的规定看。")
    if declared is not None:
        text = f"已宣布“{declared.title}”（{declared.level}），先办后备案。"
        reason = Reason(text, Outcome.LISTED, document=declared.title, effect="permit")
    else:
        reason = Reason(
            "按填报是紧急情况，先办后备案；事后要有宣布或者值班决定的记录。", Outcome.LISTED, effect="permit"
        )
    return Hit(reason, permits=True, stamp=STAMP, advice=_ADVICE)


def _note(text: str) -> Hit:
    return Hit(Reason(text, Outcome.LISTED, note=True), decides=False)


def _on_record(case: Case) -> Emergency | None:
    day, division = case.demand.on, case.demand.division
    for emergency in sorted(case.book.emergencies, key=lambda found: (found.starts, found.title)):
        if (
            covers(emergency.divisions, division)
            and emergency.starts <= day
            and (emergency.ends is None or day <= emergency.ends)
        ):
            return emergency
    return None
