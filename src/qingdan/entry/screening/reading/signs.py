"""By what the parts of an official paper are known: numbers, dates, names of bodies, headings (GB/T 9704 and what people write). Pure."""

from __future__ import annotations

import re
from datetime import date

_GAPS = re.compile(r"\s+")
_NUMBER = re.compile(
    r"(?P<number>[^\W\d_][\w（）()·]{0,24}?[〔\[（(【﹝［〈]\d{4}年?[〕\]）)】﹞］〉]第?\d{1,5}号|\d{4}年第?\d{1,4}号)(?:签发人.*)?"
)
_ZEROS = "〇○零0oO０Ｏ"
_HAN = {sign: value for value, signs in enumerate((_ZEROS, *"一二三四五六七八九")) for sign in signs}
_DAY = (
    r"(?P<y>\d{4})(?:年|[.．/-])(?P<m>\d{1,2})(?:月|[.．/-])(?P<d>\d{1,2})日?"
    rf"|(?P<cy>[二一九{_ZEROS}][{_ZEROS}一二三四五六七八九]{{3}})年(?P<cm>[元正一二三四五六七八九十]{{1,3}})月(?P<cd>[一二三四五六七八九十]{{1,3}})日"
)
_MONTH = (
    rf"(?:\d{{4}}|[二一九{_ZEROS}][{_ZEROS}一二三四五六七八九]{{3}})年(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
)
_DATE = re.compile(rf"[（(]?(?:{_DAY}|{_MONTH})(?:\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?(?:印发|发布|通过)?[）)]?")
_DATE_IN = re.compile(_DAY)
_DAY_ONLY = re.compile(r"\d{1,2}月\d{1,2}日")
_BODY = r"政府|党委|党工委|工委|委员会|办公室|办事处|[局厅部处科所站院馆校社办委会组]|中心|大队|支队|中队|总队|公司|团委|妇联|工会|支部|总支|专班|指挥部|银行"
_ISSUER = re.compile(rf"[\w（）()·、—-]{{2,40}}(?:{_BODY})(?:[（(](?:代?盖?章|公章|印章)[）)])?")
_SEALED = re.compile(r"[（(](?:代?盖?章|公章|印章)[）)]$")
_RED_HEAD = re.compile(r"(?P<issuer>[\w（）()·、]{3,40}?)(?:文件|函件|公文|（通知）|\(通知\))")
_ENDS_TITLE = (
    "通知|通告|公告|通报|意见|方案|办法|函|请示|报告|决定|规定|细则|计划|要点|批复|纪要|倡议书|公开信|一封信|清单|表|说明|指引|制度|规则|提示|"
    "安排|预案|规范|标准|讲话|简报|目录|指南|须知|提醒|任务书|责任书|承诺书|告知书|明白纸|部署|规程|章程|名单"
)
_TITLE = re.compile(rf".*(?:{_ENDS_TITLE})[》”]?(?:[（(【].*[）)】])?")
_BRACKETED = re.compile(r"[（(【〔].{1,40}[）)】〕]")
_HEADINGS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}\s*[、．.]\s*|第[一二三四五六七八九十百\d]{1,4}(?:章|部分|篇)\s*")),
    (2, re.compile(r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]\s*[、．.]?\s*|第[一二三四五六七八九十百\d]{1,4}节\s*")),
    (3, re.compile(r"\d{1,2}\s*(?:[、．]|\.(?!\d))\s*|第[一二三四五六七八九十百零〇\d]{1,5}条\s*")),
    (4, re.compile(r"[（(]\s*\d{1,2}\s*[)）]\s*|\d{1,2}\s*[)）]\s*")),
    (5, re.compile(r"[①-⑳⑴-⑽]\s*")),
)  # fmt: skip
_MAY_NUMBER = frozenset("一二三四五六七八九十第（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽0123456789０１２３４５６７８９")
_ASKS = re.compile(
    r"[村社镇乡街区居][^，。]{0,10}(?:要|应|须|需|必须|不得|严禁|负责)|每[日天周月季年半]|(?:日|月底|周[一二三四五六日])前|不少于|不低于|上报|报送|一票否决"
)
_ADDRESSED = re.compile(
    r"各|村|社区|镇|乡|街道|局|委|办|部门|单位|中心|公司|企业|学校|所|站|同志|居民|党员|干部|员|书记|主任|负责人|家长|商户|业主|小组"
)
_NO_ADDRESSEES = re.compile(
    r"如下|制定|印发|^(?:为|根据|按照|依据|现将|经|请|目前|近期)(?!民|营)|(?:通知|要求|事项|问题|包括|下列|以下|工作|内容|措施|注意|强调|指出|规定|附件|承诺|倡议|决定|邀请|务必|\d|时间|地点|来源)\s*[：:]$|。"
)
_BARE = re.compile(
    r"(?:各|全体|全镇|辖区)[^，。！？；：:\d]{0,36}(?:村|社区|村（社区）|村（居）|单位|部门|委员会|村委会|居委会|支部|站所|学校|乡镇|街道|村民|居民)"
)
_CALLED = re.compile(r"[★☆\s]*(?:转发\s*[：:])?\s*@(?P<to>(?:各|全体)[^\s，。：:@]{1,30})[：:，,！!\s]*")
_INLINE = re.compile(
    r"(?:(?:【[^】]{1,20}】|\[[^\]]{1,20}\]|@\S{1,10}|[^\w\s（(【@])\s*)*"
    r"(?P<to>(?:各|全体|全镇|全区|全乡|全街|全县|辖区|所有|尊敬的|亲爱的)[^：:。！？；，]{0,60}?"
    r"(?:村|社区|居|单位|部门|镇|乡|街道|书记|主任|同志|干部|员|组|所|站|办|[)）]|支部|委会|组织|负责人|村民|居民|家长|朋友|党委|政府|位))[：:]\s*(?=\S)"
)
_OTHER = re.compile(
    r"抄[送报发]\s*[：:]|分送\s*[：:]|主题词\s*[：:]|签发人\s*[：:]|(?:特急|加急|急件|平急|特提)$|份号|\d{6}$|(?:第)?\s*\d{1,4}\s*页|[-—－–]\s*\d{1,4}\s*[-—－–]$|\d{1,3}\s*/\s*\d{1,3}$"
    r"|[-—－–=*_~·.…─━]+$|[（(](?:此件|联系人|联系电话|本文|此文)|(?:联系人|联系电话|咨询电话|联系方式)\s*[：:][^。]*$|.{0,40}\d{1,2}月\d{1,2}日\s*印发$|.{0,30}日印发$"
    r"|共印|校\s*对\s*[：:]|打\s*印\s*[：:]|[•·\s]*(?:发布时间|发布日期|时间|日期|浏览次数|阅读次数|点击数|字体|字号|分享|来源|信息来源|作者|责任编辑|编辑|发布机构|索引号)\s*[：:]"
    r"|[（(]?(?:\d{4}年)?\s*(?:总?\s*第\s*[\d一二三四五六七八九十]{1,5}\s*期\s*)+[)）]?$|[★☆]?[【\[（(]?(?:紧急|重要|温馨|工作|会议|转发)?(?:通知|提醒|提示|公告)[】\])）]?\s*[：:！!]$"
    r"|打印本页|关闭窗口|扫一扫|上一篇|下一篇|分享到|@所有人$|https?://\S+$"
)
_MAY_OTHER = frozenset(
    "抄分主签特加急平份第-—－–=*_~·.…─━（(联咨共校打•发时日浏阅点字来信作责编索关扫上下@h0123456789０１２３４５６７８９"
)
_MADE_ON = re.compile(r"(?:时间|日期)\s*[：:]|印发$")
_SOURCE = re.compile(r"(?:信息来源|来源|发布机构)\s*[：:]\s*(?P<issuer>[\w（）()·]{3,40})")


def despaced(words: str) -> str:
    """The words without any blank."""
    return _GAPS.sub("", words)


def document_number(line: str) -> str:
    """The document number (发文字号) that a line consists of, without blanks; empty where it is none."""
    if "号" not in line or len(line) > 120:
        return ""
    found = _NUMBER.fullmatch(despaced(line))
    return found["number"] if found else ""


def date_of(line: str) -> tuple[bool, date | None]:
    """Whether a line is nothing but a date, and which (None where the day does not exist)."""
    if len(line) > 40:
        return False, None
    found = _DATE.fullmatch(despaced(line))
    return (True, _date(found)) if found else (False, None)


def date_in(line: str) -> date | None:
    """The last date that stands within a line."""
    found = [*_DATE_IN.finditer(despaced(line))]
    return _date(found[-1]) if found else None


def date_at_end(line: str) -> int:
    """Where a date begins with which a line ends after the name of a body; -1 where it does not."""
    if len(line) > 80 or not line.rstrip().endswith(("日", *"0123456789")):
        return -1
    for place in range(3, len(line) - 3):
        if (line[place].isdigit() or line[place] in _HAN) and not line[place - 1].isdigit():
            rest = despaced(line[place:])
            if (_DATE.fullmatch(rest) or _DAY_ONLY.fullmatch(rest)) and is_issuer(line[:place]):
                return place
    return -1


def _date(found: re.Match[str]) -> date | None:
    try:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        if not found["cy"]:
            return None  # a month only
        year = int("".join(str(_HAN[sign]) for sign in found["cy"]))
        return date(year, _counted(found["cm"].replace("元", "一").replace("正", "一")), _counted(found["cd"]))
    except ValueError:
        return None


def _counted(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + (_HAN[ones] if ones else 0)


def is_issuer(line: str) -> bool:
    """Whether a line may be the name of one or several bodies and nothing else."""
    return len(line) <= 120 and _ISSUER.fullmatch(despaced(line)) is not None


def issuers_of(line: str) -> list[str]:
    """The bodies that a signature names; blanks between single characters only spread a name."""
    words = line.split()
    names = ["".join(words)] if all(len(word) <= 2 for word in words) else words
    return [_SEALED.sub("", name) for name in names]


def red_head(line: str) -> str:
    """The issuer that a red head (某某文件) names; empty where the line is none."""
    if len(line) > 60:
        return ""
    found = _RED_HEAD.fullmatch(despaced(line))
    return found["issuer"] if found else ""


def ends_title(words: str) -> bool:
    """Whether words without blanks may be a whole title: they end as titles do, and what opens is closed."""
    return words.count("《") == words.count("》") and _TITLE.fullmatch(words) is not None


def is_bracketed(line: str) -> bool:
    """Whether a line stands wholly in brackets, as （征求意见稿） under a title does."""
    return _BRACKETED.fullmatch(line) is not None


def heading(line: str) -> tuple[int, int]:
    """The level of a line's number (1 for 一、, 2 for （一）, 3 for 1., 4 for (1), 5 for ①) and where it ends; 0 for none."""
    if line[:1] in _MAY_NUMBER:
        for level, form in _HEADINGS:
            found = form.match(line)
            if found:
                return level, found.end()
    return 0, 0


def asks(words: str) -> bool:
    """Whether the words of a numbered line ask for something themselves and head nothing."""
    return _ASKS.search(words) is not None


def is_bare_addressees(line: str) -> bool:
    """Whether a line under a title names those addressed and the colon was forgotten: 各村民委员会."""
    return len(line) <= 40 and _BARE.fullmatch(line) is not None


def called(line: str) -> str:
    """Those whom a line of a chat calls and says no more: ★转发：@各村书记; empty where it does not."""
    found = _CALLED.fullmatch(line) if "@" in line and len(line) < 60 else None
    return found["to"] if found else ""


def is_addressees(line: str) -> bool:
    """Whether a line names those to whom the paper goes: a list that ends with a colon."""
    return line[-1:] in "：:" and len(line) <= 300 and not _NO_ADDRESSEES.search(line) and bool(_ADDRESSED.search(line))


def inline_addressees(line: str) -> re.Match[str] | None:
    """Those addressed at the beginning of a line that goes on, as in 各村：请于…; group ``to``."""
    return _INLINE.match(line)


def is_other(line: str) -> bool:
    """Whether a line is none of what the paper says: 抄送, 印发, page numbers, what a web page adds."""
    return (line[0] in _MAY_OTHER and _OTHER.match(line) is not None) or (line.endswith("印发") and len(line) < 80)


def made_on(line: str) -> date | None:
    """The date that a line beside the paper gives for it (发布时间, 印发)."""
    return date_in(line) if _MADE_ON.search(line) else None


def source_of(line: str) -> str:
    """The body that a web page names as the source of a paper."""
    found = _SOURCE.search(line)
    return found["issuer"] if found else ""
