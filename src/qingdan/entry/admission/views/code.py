"""``/c/CODE``: anybody checks an admission code, by the item's 公开属性. Nothing is written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from qingdan.entry.admission.queries.codes import LONGEST, Standing, answer_for
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Pair
from qingdan.foundation.web.rate_limit import limit
from qingdan.foundation.web.text import clean_words

_TAGS = {Standing.VALID: "tag--done", Standing.NOT_YET: "tag--amber"}
_WORDS = {
    Standing.VALID: "有效", Standing.NOT_YET: "还没有生效", Standing.EXPIRED: "已过期", Standing.ENDED: "已终止",
    Standing.MISTYPED: "编号有误", Standing.UNKNOWN: "查不到",
}  # fmt: skip


@open_to_all
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """A field for the code, for who has no camera."""
    code = clean_words(request.GET.get("code"), longest=LONGEST)
    if not code:
        return render(request, "admission/code.html", {"code": "", "answer": None})
    if answer_for(code, today()).standing is Standing.MISTYPED:
        return _said(request, code)  # what can be no code may be no part of an address either
    return redirect("admission:code", code=code)


@open_to_all
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """What the code says."""
    return _said(request, code)


def _said(request: HttpRequest, code: str) -> HttpResponse:
    limit(request)
    answer = answer_for(clean_words(code, longest=LONGEST), today())
    if answer.item_code:
        return redirect("lists:item", code=answer.item_code)
    context = {
        "code": answer.code,
        "answer": answer,
        "pairs": [Pair(label, value) for label, value in answer.told],
        "word": _WORDS[answer.standing],
        "tag": _TAGS.get(answer.standing, "tag--red"),
    }
    status = 404 if answer.standing in {Standing.MISTYPED, Standing.UNKNOWN} else 200
    return render(request, "admission/code.html", context, status=status)
