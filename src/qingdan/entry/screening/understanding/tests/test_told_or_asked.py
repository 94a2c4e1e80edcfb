"""Pairs of sentences that differ only in how they are said: told or asked, free or not, one's own duty or another's."""

from __future__ import annotations

import pytest

from qingdan.entry.screening.understanding import understand_text

PAIRS = [
    ("各村清运垃圾300吨，11月底前完成。", "各村共清运垃圾300吨。"),
    ("村干部要连夜转移群众。", "昨晚，村干部连夜转移群众。"),
    ("逢检查，村里要补会议记录。", "以往逢检查，村里就得补会议记录。"),
    ("部分村存在漏登，为此要求各村立即自查。", "部分村存在漏登，群众意见较大。"),
    ("各村要开展秸秆青贮加工。", "鼓励有条件的村开展秸秆青贮加工。"),
    ("交办事项由村里当天办结。", "未经审批的交办事项，村里有权拒绝。"),
    ("值班室由社区值守，不得断人。", "社区工作者不得收受礼品。"),
    ("高龄补贴申请人须提供社区出具的居住证明。", "高龄补贴申请人不再提供社区出具的居住证明。"),
    ("各村要防止返贫。", "各部门要防止把返贫报表压给各村。"),
    ("镇政府要与各村签订责任书。", "沿街商户应与社区签订责任书。"),
    ("各村每季度抽查两户。", "镇纪委对低保开展专项监督，每村至少抽查两户。"),
    ("请各村按通知要求，规范村务公开。", "《通知》要求，村级组织规范村务公开。"),
    ("镇党委牵头整改，社区则要逐户上门。", "镇党委牵头整改，社区工作站由区里建设。"),
]


@pytest.mark.parametrize(("asked", "told"), PAIRS)
def test_what_is_asked_is_a_demand_and_what_is_told_is_none(asked: str, told: str) -> None:
    assert understand_text(asked).demand
    assert not understand_text(told).demand
