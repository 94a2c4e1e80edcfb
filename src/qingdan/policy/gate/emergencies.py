"""Emergencies pass at once and are filed afterwards; they never cover routine reports or photo proof."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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
    """A hit that decides alone, or a note, or nothing.

    Only what is said to be for an emergency passes: one on record in this place lets no other matter through, but
    its note says how to ask for what belongs to it.
    """
    asked = case.demand
    declared, stated = on_record(case.book.emergencies, asked.division, asked.on), case.facts.value("emergency")
    if stated is not True:
        unsaid = declared is not None and stated is None and case.policy.emergency and not _routine(case)
        return _note(f"这里正在“{declared.title}”。是为它办的，请说明是紧急情况。") if declared and unsaid else None
    if not case.policy.emergency:
        return _note("紧急情况不包括这一类要求，照平时的规定看。")
    if _routine(case):
        return _note("紧急情况不包括经常性报送和拍照留痕，照平时的规定看。")
    if declared is not None:
        text = f"已宣布“{declared.title}”（{declared.level}），先办后备案。"
        reason = Reason(text, Outcome.LISTED, document=declared.title, effect="permit")
    else:
        reason = Reason(
            "按填报是紧急情况，先办后备案；事后要有宣布或者值班决定的记录。", Outcome.LISTED, effect="permit"
        )
    return Hit(reason, permits=True, stamp=STAMP, advice=_ADVICE)


def _routine(case: Case) -> bool:
    return case.demand.frequency in _ROUTINE_FREQUENCIES or any(word in case.words.text for word in ROUTINE)


def _note(text: str) -> Hit:
    return Hit(Reason(text, Outcome.LISTED, note=True), decides=False)


def on_record(emergencies: Iterable[Emergency], division: str, on: date) -> Emergency | None:
    """The emergency on record that covers a place on a day: the earliest."""
    running = (
        each
        for each in emergencies
        if covers(each.divisions, division) and each.starts <= on and (each.ends is None or on <= each.ends)
    )
    return min(running, key=lambda each: (each.starts, each.title), default=None)
