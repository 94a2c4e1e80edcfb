"""The page of a checked certificate. For visitors its frame is set once a process and filled for each certificate.

Anybody asks for this page, a whole counter at once: setting the shell anew each time would cost several times what the
read of the record costs. Who is signed in, or has a message waiting, gets the page set anew.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape

from qingdan.foundation.web.components import Pair
from qingdan.village.certificates.checking.answers import WORDS, Status
from qingdan.village.certificates.checking.forms import PaperForm
from qingdan.village.certificates.checking.record import Recorded
from qingdan.village.certificates.codes import shown_code
from qingdan.village.certificates.paper.text import day_in_words

TEMPLATE = "certificates/check.html"
_TAGS = {Status.VALID: "tag--done", Status.EXPIRED: "tag--amber"}
_PLACE = re.compile("\ue000([a-z_]+)\ue001")
Parts = tuple[tuple[bool, str], ...]
_FRAMES: dict[tuple[bool, bool], Parts] = {}
_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


def shown(found: Recorded) -> dict[str, Any]:
    """What the template shows of a certificate."""
    return _context(found.demo, _values(found)) | {"form": PaperForm()}


def is_visitor(request: HttpRequest) -> bool:
    """Whether nobody is signed in and no message waits, by the cookies alone."""
    return not any(name in request.COOKIES for name in _COOKIES)


def page_for_visitors(request: HttpRequest, found: Recorded) -> str:
    """The page as the template gives it to a visitor, from the frame."""
    values = _values(found)
    parts = _frame(request, demo=found.demo)
    return "".join(escape(values[part]) if place else part for place, part in parts)


def _frame(request: HttpRequest, *, demo: bool) -> Parts:
    """The page in parts: words as they are, and between them the names of the values."""
    key = (demo, bool(settings.DEMO))
    if key not in _FRAMES:
        html = render_to_string(TEMPLATE, _context(demo, _values(None)) | {"form": PaperForm()}, request)
        _FRAMES[key] = tuple((bool(place % 2), part) for place, part in enumerate(_PLACE.split(html)))
    return _FRAMES[key]


def _values(found: Recorded | None) -> dict[str, str]:
    """The values by name; without a certificate, marks in their places."""
    names = ("title", "code", "path_code", "number", "issuer", "issued", "until", "sentence", "word", "tag")
    if found is None:
        return {name: f"\ue000{name}\ue001" for name in names}
    until = day_in_words(found.valid_until) if found.valid_until else "没有规定"
    issued, tag = day_in_words(found.issued_on), _TAGS.get(found.status, "tag--red")
    values = (
        found.title, shown_code(found.code), found.code, found.number, found.issuer, issued, until, found.sentence,
        WORDS[found.status], tag,
    )  # fmt: skip
    return dict(zip(names, values, strict=True))


def _context(demo: bool, values: dict[str, str]) -> dict[str, Any]:
    pairs = [
        Pair("证明名称", values["title"]), Pair("编号", values["number"]), Pair("出具单位", values["issuer"]),
        Pair("出具日期", values["issued"]), Pair("有效期至", values["until"]),
    ]  # fmt: skip
    return {**values, "found": True, "demo": demo, "pairs": pairs, "same": None, "refused": ""}
