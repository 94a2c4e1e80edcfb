"""``/v/CODE``: anybody checks a certificate with a phone; what was typed from paper is compared, nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import open_to_all, open_to_ask
from qingdan.foundation.web.rate_limit import limit
from qingdan.foundation.web.text import clean_words
from qingdan.village.certificates.checking.comparing import CannotCompare, compare
from qingdan.village.certificates.checking.forms import PaperForm
from qingdan.village.certificates.checking.page import is_visitor, page_for_visitors, shown
from qingdan.village.certificates.checking.record import Recorded, recorded
from qingdan.village.certificates.codes import asked_code, shown_code, typed_code
from qingdan.village.certificates.tries import TooManyTries

_LONGEST, _LONGEST_ADDRESS = 64, 400
_MISTYPED = "查验码抄错了：校验位对不上。请照着纸上再抄一遍。"
_CALL = "急用可以打电话问出具的村（社区）。"
_UNKNOWN = (
    "查不到这份证明。查验码没有抄错，但这里没有登记过：它不是本系统出具的。请问出示的人，或者打电话问村（社区）。"
)


@open_to_all
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """A field for the code, for who has no camera."""
    typed = clean_words(request.GET.get("code"), longest=_LONGEST_ADDRESS)
    if not typed:
        return render(request, "certificates/check.html", {"found": None, "sentence": ""})
    code = asked_code(typed)
    return redirect("certificates:check", code=code) if code else _nothing(request, "", _MISTYPED)


@open_to_ask
@csrf_exempt  # it only asks: nothing is stored and nobody is signed in by it, so there is nothing to forge
@sensitive_post_parameters("name", "last_four")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What the code is worth; POST: whether name and last four signs are those of the paper."""
    limit(request)
    stored = typed_code(clean_words(code, longest=_LONGEST))
    found = recorded(stored, today()) if stored else None
    if found is None:
        return _nothing(request, stored, _UNKNOWN if stored else _MISTYPED)
    if request.method == "POST":
        return _compared(request, found)
    if is_visitor(request):
        return HttpResponse(page_for_visitors(request, found))
    return render(request, "certificates/check.html", shown(found))


def _nothing(request: HttpRequest, code: str, sentence: str) -> HttpResponse:
    context = {"found": None, "sentence": sentence, "code": shown_code(code)}
    return render(request, "certificates/check.html", context, status=404)


def _compared(request: HttpRequest, found: Recorded) -> HttpResponse:
    form = PaperForm(request.POST)
    context, status = {**shown(found), "form": form}, 200
    if form.is_valid():
        try:
            typed = form.cleaned_data
            address = str(request.META.get("REMOTE_ADDR", ""))
            context["same"] = compare(found, typed["name"], typed["last_four"], address=address)
            context["form"] = PaperForm()
        except TooManyTries as limited:
            context["refused"], status = f"{limited}{_CALL}", 429
        except CannotCompare as erased:
            context["refused"] = str(erased)
    response = render(request, "certificates/check.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
