"""What sort of thing a sentence asks for, and how often: a transparent guess from words, which a person may change.

The borders between kinds follow the screening guideline; screening itself reads grammar and is another room.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingdan.policy.gate.model import Kind
from qingdan.policy.gate.normalise import squash

_WORDS: tuple[tuple[Kind, str], ...] = (
    (Kind.VETO, r"一票否决|取消(年度|全年)?(所有)?评优|直接(评为)?不合格|按零分|评优一律取消"),
    (
        Kind.TRACE,
        r"(照片|图片|截图|截屏|视频|录像|短视频|定位|轨迹|打卡|签到).{0,12}(佐证|印证|证明|作为|上传|报送|发送|发至|发到|存档|备查|为准)"
        r"|(上传|报送|发送|发|拍|附|留存|提供).{0,12}(照片|图片|截图|截屏|视频|录像|轨迹)|留痕|痕迹|拍照|打卡|摄像",
    ),
    (Kind.PLEDGE, r"责任书|责任状|承诺书|军令状|目标书|任务指标|指标任务|下达.{0,8}指标|指标|任务数|完成率.{0,6}(%|百分之)|不低于\d+%"),
    (
        Kind.LIABILITY,
        r"责任主体|第一责任人|主体责任|负总责|属地(管理)?责任|承担.{0,6}责任|追责|问责|约谈|直接责任|包保责任",
    ),
    (Kind.CERTIFICATE, r"证明|出具|开具|盖章|签章|公章"),
    (Kind.PLAQUE, r"挂牌|牌子|牌匾|标牌|门牌|标识牌|公示牌|制度牌|上墙|授牌|(工作站|服务站|警务室|联络站|工作室|活动室)的?牌"),
    (Kind.CHANNEL, r"微信群|工作群|qq群|钉钉|建群|入群|app|小程序|公众号|平台账号|安装.{0,6}软件|下载.{0,6}软件|注册.{0,8}(账号|系统|平台)|业务(应用)?系统|系统延伸|扫码关注"),
    (Kind.APPRAISAL, r"考核|评比|排名|达标|创建|示范(村|社区|点)|通报|打分|评分|验收|末位|先进|红黑榜|督查检查"),
    (Kind.MECHANISM, r"领导小组|工作专班|专班|工作机制|专人|专岗|专干|联络员|指挥部|工作队|服务队|巡逻队|(成立|设立|组建|设置).{0,14}(组|站|队|中心|室|所|机构|委员会)|明确.{0,6}(责任人|负责人)"),
    (Kind.FORM, r"报表|台账|填报|填表|统计表|登记表|月报|周报|日报|季报|零报告|造册|花名册|名单|(?<![代仪外发水电气手钟])表(格|单|$|[》”」、，。；（(])|报送.{0,14}(表|数据|情况|材料|信息)|上报.{0,14}(表|数据|情况|材料)|录入|材料"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _WORDS)
_HARDEST_FIRST = (
    Kind.VETO, Kind.TRACE, Kind.LIABILITY, Kind.PLEDGE, Kind.CERTIFICATE, Kind.PLAQUE, Kind.CHANNEL, Kind.APPRAISAL,
    Kind.MECHANISM, Kind.FORM, Kind.AFFAIR,
)  # fmt: skip

_FREQUENCY = (
    ("daily", r"每日|每天|日报|逐日|天天|一日一|当日报|每个工作日"),
    ("weekly", r"每周|周报|逐周|一周一|每星期|每礼拜"),
    ("monthly", r"每月|月报|逐月|按月|一月一|每个月"),
    ("quarterly", r"每季|季报|按季|季度"),
    ("half_yearly", r"每半年|半年报|半年一次"),
    ("yearly", r"每年|年报|年度|一年一次"),
)
_FREQUENCY_PATTERNS = tuple((name, re.compile(words)) for name, words in _FREQUENCY)


@dataclass(frozen=True, slots=True)
class GuessedKind:
    """A kind that the words point to, and the words that did."""

    kind: Kind
    words: str


def guess_kinds(text: str) -> list[GuessedKind]:
    """The kinds that a text's words point to, hardest first; an affair where none does."""
    words = squash(text)
    found = {}
    for kind, pattern in _PATTERNS:
        hit = pattern.search(words)
        if hit is not None:
            found[kind] = GuessedKind(kind, hit.group(0)[:20])
    ordered = [found[kind] for kind in _HARDEST_FIRST if kind in found]
    return ordered or [GuessedKind(Kind.AFFAIR, "")]


def guess_frequency(text: str) -> str | None:
    """How often a text asks for something; the most frequent one that it names, or None."""
    words = squash(text)
    return next((name for name, pattern in _FREQUENCY_PATTERNS if pattern.search(words)), None)
