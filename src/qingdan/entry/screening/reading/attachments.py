"""Attachments: the lines that name them at the foot, and the lines that open them. Pure."""

from __future__ import annotations

import re

_OPENS = re.compile(r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[：:]?")
_NAMES = re.compile(
    r"附\s*件\s*(?:\d{1,2}(?:\s*[-—－~至]\s*\d{1,2})?|[一二三四五六七八九十]{1,2})?\s*(?:[：:]|\.(?:docx?|xlsx?|pdf|wps|et)|[.．、])\s*(?=\S)"
)
_GOES_ON = re.compile(r"(?:附\s*件\s*)?\d{1,2}\s*[.．、:：]\s*\S")
_LABEL = re.compile(
    r"(?:附\s*件)?\s*(?:\d{1,2}(?:\s*[-—－~至]\s*\d{1,2})?)?\s*(?:\.(?:docx?|xlsx?|pdf|wps|et)(?![a-z])|[.．、：:])?\s*"
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et)$", re.IGNORECASE)


def opens(line: str) -> bool:
    """Whether a line opens an attachment: 附件1 and nothing else."""
    return line[0] == "附" and _OPENS.fullmatch(line) is not None


def names(line: str) -> bool:
    """Whether a line begins to name attachments: 附件：1.…"""
    return line[0] == "附" and len(line) < 200 and "。" not in line and _NAMES.match(line) is not None


def goes_on(line: str) -> bool:
    """Whether a line after it names another one: 2.…"""
    return len(line) < 100 and "。" not in line and _GOES_ON.match(line) is not None


def name_of(line: str) -> str:
    """The attachment's name without its label: 附件：1.统计表 is 统计表."""
    name = line.strip()
    for _label in range(3):
        shorter = _LABEL.sub("", name, count=1) if _LABEL.match(name) else name
        if shorter == name:
            break
        name = shorter
    return _FILE.sub("", name).strip("。；; 　").replace("《", "").replace("》", "")
