"""Papers for the resident, plain A4: the explanation slip and the receipt. The name is masked; nothing else tells who it is."""

from __future__ import annotations

from django.utils.timezone import localtime

from qingdan.foundation.documents.papers import Cell, FormPaper, SignatureCell, day_in_words
from qingdan.village.certificates.choices import State
from qingdan.village.certificates.contents import issuer_of
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.sealed import open_application

SLIP, RECEIPT = "解释说明单", "受理回执"
_SLIP_NOTE = "本单是按规定作的说明，不是证明。要证明的单位有疑问的，可以把本单交给它，也可以请它直接与村（社区）联系。"
_RECEIPT_NOTE = "办好以后凭身份证来取；委托别人来取的，带委托书和两个人的身份证。"


def slip_paper(application: Application) -> FormPaper:
    """The explanation as it is handed over."""
    said = application.explanation
    rows = [
        (Cell("要办的证明", application.kind_title), Cell("谁要的", application.demander_name or str(application.get_demander_class_display()))),
        (Cell("清单上怎么写", said.item or f"“{application.kind_title}”不在本地的保留清单里"),),
        (Cell("为什么不能出", f"{said.reason}{f'（{said.clause}）' if said.clause else ''}"),),
        (Cell("怎么办、找谁办", said.instead),),
        (Cell("说明日期", day_in_words(application.received_on)), Cell("居民", open_application(application).masked_name)),
    ]  # fmt: skip
    if hasattr(application, "coordination") and application.coordination.answered_at:
        known = application.coordination
        rows.append((Cell("镇街协调的结果", f"{known.contacted}：{known.get_settled_display()}。{known.outcome}"),))
    signed = [SignatureCell("村（社区）", day=application.received_on), SignatureCell("居民签收", sealed=False)]
    return FormPaper(SLIP, rows, issuer_of(application.division), signed, _SLIP_NOTE)


def receipt_paper(application: Application) -> FormPaper:
    """The receipt: what was taken in and until when it is done."""
    due = "当场办结" if application.simple else day_in_words(application.due_on) + "以前" if application.due_on else ""
    rows = [
        (Cell("要办的证明", application.kind_title), Cell("居民", open_application(application).masked_name)),
        (Cell("受理时间", f"{localtime(application.received_at):%Y年%m月%d日 %H:%M}"), Cell("什么时候办好", due or "见解释说明单")),
        (Cell("经办人", str(application.received_by)), Cell("现在", State(application.state).label)),
    ]  # fmt: skip
    return FormPaper(
        RECEIPT, rows, issuer_of(application.division), [SignatureCell("经办人", sealed=False)], _RECEIPT_NOTE
    )
