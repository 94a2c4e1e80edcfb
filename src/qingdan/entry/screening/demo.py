"""Screenings of the demonstration: a draft of an office with what it may not ask, and what a village received."""

from __future__ import annotations

from django.db import transaction

from qingdan.entry.screening.models import Screening, Side
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.services.screening import Asked, screen
from qingdan.foundation.orgs.demo.cast import VILLAGE
from qingdan.foundation.orgs.models import Account, Body

DRAFT_TITLE = "关于做好2026年残疾人就业服务工作的通知（演示）"
DRAFT = f"""宁河区残疾人联合会文件
宁残联发〔2026〕8号
{DRAFT_TITLE}
各镇人民政府、各街道办事处，各村（居）民委员会：
为做好残疾人就业服务工作，现将有关事项通知如下。
一、摸清底数
各村（社区）要建立残疾人就业台账，每周五前报送《残疾人就业情况统计表》。
区残联负责汇总数据，联系用人单位。
二、加强宣传
各村（社区）要在村务公开栏张贴宣传画，每季度一次。
各村（社区）要成立残疾人就业工作专班，悬挂“残疾人就业服务站”牌子。
三、严格考核
各村（社区）要把入户走访照片上传到工作群，作为工作佐证。
完成情况纳入年度考核，对排名靠后的村予以通报批评，实行一票否决。
不得要求残疾人重复提交材料。
宁河区残疾人联合会
2026年5月8日"""
RECEIVED_TITLE = "关于报送人居环境整治情况的紧急通知（演示）"
RECEIVED = f"""{RECEIVED_TITLE}
各村（社区）：
请各村（社区）每天下午5点前把人居环境整治前后对比照片发到工作群，没有发的视同没有开展。
各村（社区）要与每户村民签订门前三包责任书，签订率达到100%。
区残联将为有困难的残疾人家庭免费清运杂物。
宁河区残疾人联合会
2026年5月10日"""


@transaction.atomic
def install_demo_screenings() -> None:
    """Screen them; running it again changes nothing that is there."""
    if Screening.objects.filter(title=DRAFT_TITLE).exists():
        return
    officer, body = Account.objects.get(username="demo-department-officer"), Body.objects.get(name="宁河区残联")
    draft = Asked(
        division=body.division_id, side=Side.DRAFT, body=body, name="残疾人就业通知（送审稿）.docx", keep=True
    )
    screen(actor=officer, paper=read_words(DRAFT), asked=draft)
    clerk = Account.objects.get(username="demo-village-clerk")
    came = Asked(division=VILLAGE, side=Side.RECEIVED, issuer="宁河区残联", keep=True)
    screen(actor=clerk, paper=read_words(RECEIVED), asked=came)
