"""Marks of secret and internal papers in words, found in memory before anything is kept. Pure.

GB/T 9704 and the law on secrets write 绝密★, 机密★1年, 秘密★; internal papers say 内部资料, 注意保存.
"""

from __future__ import annotations

import re
import unicodedata

REMINDER = "涉密、工作秘密、内部资料不得录入。"
_MARKS = re.compile(
    r"(?:绝密|机密|秘密)[★☆*]|(?:绝密|机密|秘密)(?:级)?(?:文件|资料)|(?:^|[\n（(【\[])(?:绝密|机密|秘密|工作秘密|内部文件|内部资料)(?:$|[\n）)】\]])"
    r"|内部(?:资料|文件|材料).{0,4}(?:注意保存|请勿外传|不得外传|严禁外传)|(?:注意保密|不得外传|请勿外传|仅限内部)"
)
_IN_NAMES = re.compile(r"绝密|机密|(?:^|[^\w])秘密|秘密级|工作秘密|内部(?:资料|文件|材料)")
_GAPS = re.compile(r"[^\S\n]+")


def marked(*texts: str) -> bool:
    """Whether any of these words carries a mark of a secret or internal paper."""
    return any(_MARKS.search(_GAPS.sub("", unicodedata.normalize("NFKC", text))) for text in texts)


def marked_name(name: str) -> bool:
    """Whether a file is called after such a mark: in a name the word alone says enough."""
    return marked(name) or bool(_IN_NAMES.search(_GAPS.sub("", unicodedata.normalize("NFKC", name))))
