"""Marks of secret and internal papers in words, found in memory before anything is kept. Pure.

GB/T 9704 and the law on secrets write 绝密★, 机密★1年, 秘密★; internal papers say 内部资料, 注意保存.
"""

from __future__ import annotations

import re
import unicodedata

REMINDER = "涉密、工作秘密、内部资料不得录入。"
_MARKS = re.compile(
    r"(?:绝密|机密|秘密)[★☆*]|(?:绝密|机密|秘密)(?:级)?(?:文件|资料)|(?:^|[\n（(【\[])(?:绝密|机密|秘密|工作秘密|内部文件|内部资料)(?:$|[\n）)】\]])"
    r"|内部(?:资料|文件|材料).{0,4}(?:注意保存|请勿外传|不得外传|严禁外传)"
)
_SOFT = re.compile(r"注意保密|不得外传|请勿外传|仅限内部")
_ABOUT_PEOPLE = re.compile(
    r"(?:个人|群众|居民|村民|农户|住户|人员|学生|儿童|患者|家庭)\S{0,4}(?:信息|资料|情况)|隐私|当事人|举报人|反映人"
)
"""A notice that tells people to keep residents' data to themselves is no internal paper."""
_FAR = 200
_STOPS = re.compile(r"[。；\n]")
_IN_NAMES = re.compile(r"绝密|机密|(?:^|[^\w])秘密|秘密级|工作秘密|内部(?:资料|文件|材料)")
_GAPS = re.compile(r"[^\S\n]+")


def marked(*texts: str) -> bool:
    """Whether any of these words carries a mark of a secret or internal paper."""
    return any(map(_marked, texts))


def _marked(text: str) -> bool:
    words = _GAPS.sub("", unicodedata.normalize("NFKC", text))
    return bool(_MARKS.search(words)) or any(
        not _ABOUT_PEOPLE.search(_sentence(words, found)) for found in _SOFT.finditer(words)
    )


def _sentence(words: str, found: re.Match[str]) -> str:
    start = max(words.rfind(stop, max(0, found.start() - _FAR), found.start()) for stop in "。;\n") + 1
    end = _STOPS.search(words, found.end(), found.end() + _FAR)
    return words[start : end.start() if end else found.end() + _FAR]


def marked_name(name: str) -> bool:
    """Whether a file is called after such a mark: in a name the word alone says enough."""
    return marked(name) or bool(_IN_NAMES.search(_GAPS.sub("", unicodedata.normalize("NFKC", name))))
