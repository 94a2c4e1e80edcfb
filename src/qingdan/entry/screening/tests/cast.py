"""Who screens in the tests, and their papers."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from qingdan.entry.screening.models import Screening, Side
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.reading.tests.made_files import saved, word
from qingdan.entry.screening.services.screening import Asked, screen
from qingdan.foundation.orgs.demo.cast import SECOND_VILLAGE, TOWN, VILLAGE
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.obligations.tests.cast import demo

DISTRICT = "120117000000"
SIBLING, FOREIGN = "120117103202", SECOND_VILLAGE
TITLE = "关于做好残疾人就业服务工作的通知"
LINES = (
    TITLE, "各村（居）民委员会：", "现将有关事项通知如下。", "一、工作要求", "区残联负责汇总数据，联系用人单位。",
    "各村（社区）要把入户走访照片上传到工作群，作为工作佐证。", "各村（社区）要成立残疾人就业工作专班，悬挂“残疾人就业服务站”牌子。", "宁河区残疾人联合会", "2026年2月8日",
)  # fmt: skip
WORDS = "\n".join(LINES)
MENDED = "\n".join(line for line in LINES if not line.startswith("各村（社区）"))


def disabled() -> Body:
    """The office whose drafts are screened."""
    return Body.objects.get(name="宁河区残联")


def officer() -> Account:
    """Its officer."""
    return demo("department-officer")


def docx(name: str = "通知.docx", words: str = WORDS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, saved(word(words.split("\n"))))


def draft(words: str = WORDS, **more: Any) -> Screening:
    """A draft of 区残联, screened by its officer."""
    body = disabled()
    asked = Asked(division=body.division_id, side=Side.DRAFT, body=body, **more)
    return screen(actor=officer(), paper=read_words(words), asked=asked)


def received(words: str = WORDS, division: str = VILLAGE, who: str = "village-clerk", **more: Any) -> Screening:
    """What a village received from 区残联."""
    asked = Asked(division=division, side=Side.RECEIVED, issuer="宁河区残联", **more)
    return screen(actor=demo(who), paper=read_words(words), asked=asked)


__all__ = ["FOREIGN", "SIBLING", "TOWN", "VILLAGE", "demo"]
