"""One NinjaAPI with every room's router, Chinese errors, and a limit of requests for callers without a token."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from qingdan import __version__
from qingdan.entry.admission.api import router as cases
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.dispatch.api import dispatches, feedback
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.screening.api import judging, screenings
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.foundation.jobs.once import BadKey
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.web.rate_limit import TooMany
from qingdan.policy.packs.api import router as packs
from qingdan.policy.packs.queries import OutsideEveryPack, UnknownPack
from qingdan.register.check.api import router as gate
from qingdan.register.check.services import BadQuestion
from qingdan.register.lists.annexes.model import BadAnnex
from qingdan.register.lists.api import items
from qingdan.register.lists.api import router as lists
from qingdan.register.lists.services import ListsProblem
from qingdan.register.obligations.api import router as obligations
from qingdan.register.obligations.services import ObligationProblem
from qingdan.village.certificates.api import router as certificates
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.guides.api import router as kinds
from qingdan.village.public_services.api import services, tickets
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.seals.api import router as seals


class Readable(JSONRenderer):
    """JSON with Chinese as Chinese; half a character that somebody sent stays escaped."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The document as bytes."""
        words = json.dumps(data, cls=self.encoder_class, ensure_ascii=False)
        return words.encode("utf-8", "backslashreplace")


api = NinjaAPI(
    title="清单 Qingdan",
    version=__version__,
    description="问一件事：可以这样要求这个村吗，依据是什么；读清单、各版、事项和两版的不同；用令牌编修清单、申请准入、派发、看村里要办的事、反馈核实；筛查通知里向村里提的要求。",
    docs_url=None,
    urls_namespace="api",
    renderer=Readable(),
)
api.add_router("/gate", gate)
api.add_router("/certificates", certificates)
api.add_router("/packs", packs)
api.add_router("/lists", lists)
api.add_router("/items", items)
api.add_router("/kinds", kinds)
api.add_router("/cases", cases)
api.add_router("/dispatches", dispatches)
api.add_router("/obligations", obligations)
api.add_router("/feedback", feedback)
api.add_router("/seals", seals)
api.add_router("/screen", judging)
api.add_router("/screenings", screenings)
api.add_router("/services", services)
api.add_router("/tickets", tickets)


_FAULTS = {
    "missing": "没有填",
    "extra_forbidden": "不是能用的项目，能用的见 /api/v1/openapi.json",
    "string_type": "要是文字",
    "string_too_long": "太长了",
    "string_too_short": "没有填",
    "dict_type": '要是一个对象，例如 {"location": "outside"}',
    "model_attributes_type": "要是一个对象",
    "list_type": "要是一个列表",
    "too_long": "太多了",
    "too_short": "是空的",
    "bool_type": "要是 true 或者 false",
    "bool_parsing": "要是 true 或者 false",
    "int_type": "要是整数",
    "int_parsing": "要是整数",
    "int_parsing_size": "太大了",
    "int_from_float": "要是整数",
    "greater_than_equal": "太小了",
    "less_than_equal": "太大了",
    "enum": "不是能用的值，能用的见 /api/v1/openapi.json",
    "literal_error": "不是能用的值，能用的见 /api/v1/openapi.json",
    "date_type": "要写成 2026-01-31 这样",
    "date_from_datetime_parsing": "要写成 2026-01-31 这样",
    "date_from_datetime_inexact": "要写成 2026-01-31 这样",
    "date_parsing": "要写成 2026-01-31 这样",
    "hidden_characters": "里有看不见的控制字符，请去掉再发",
    "too_deep": "一层套一层，套得太深了",
    "no_number": "里有不是数的数",
}
"""What is wrong with a field, by the type of fault that pydantic names."""


def problem(request: HttpRequest, status: int, message: str, field: str | None = None) -> HttpResponse:
    """An error in one form: what is wrong, and in which field."""
    return api.create_response(request, {"error": message, "field": field}, status=status)


@api.exception_handler(BadQuestion)
def bad_question(request: HttpRequest, error: BadQuestion) -> HttpResponse:
    """A question that cannot be understood."""
    return problem(request, 422, error.message, error.field)


@api.exception_handler(OutsideEveryPack)
def outside(request: HttpRequest, error: OutsideEveryPack) -> HttpResponse:
    """A place that no pack governs."""
    return problem(request, 422, str(error), "division")


@api.exception_handler(UnknownPack)
def unknown_pack(request: HttpRequest, error: UnknownPack) -> HttpResponse:
    """A pack that is not installed."""
    return problem(request, 404, str(error), "pack")


@api.exception_handler(AuthenticationError)
def no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """A write without a token, or a token that does not count."""
    response = problem(request, 401, str(error))
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    """The token's account may not do this here."""
    return problem(request, 403, str(error))


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing here, or nothing that this caller may know of."""
    return problem(request, 404, "没有这一项，或者您看不到它。")


@api.exception_handler(ListsProblem)
def lists_problem(request: HttpRequest, error: ListsProblem) -> HttpResponse:
    """A change of lists that the rules refuse: 422 for what was sent, 409 for the state that it met."""
    return problem(request, 422 if error.field else 409, str(error), error.field or None)


@api.exception_handler(AdmissionProblem)
@api.exception_handler(DispatchProblem)
@api.exception_handler(ObligationProblem)
@api.exception_handler(ScreeningProblem)
@api.exception_handler(ServiceProblem)
@api.exception_handler(CertificateProblem)
def room_problem(
    request: HttpRequest,
    error: AdmissionProblem
    | DispatchProblem
    | ObligationProblem
    | ScreeningProblem
    | ServiceProblem
    | CertificateProblem,
) -> HttpResponse:
    """What admission, dispatch, screening or the village's obligation refuses, in the same two ways."""
    return problem(request, 422 if error.field else 409, str(error), error.field or None)


@api.exception_handler(BadAnnex)
def bad_annex(request: HttpRequest, error: BadAnnex) -> HttpResponse:
    """An item that does not have the form of an export."""
    return problem(request, 422, str(error), "items")


@api.exception_handler(BadKey)
def bad_key(request: HttpRequest, error: BadKey) -> HttpResponse:
    """An Idempotency-Key that cannot be used."""
    return problem(request, 422, str(error), "Idempotency-Key")


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """The limit of requests is reached."""
    response = problem(request, 429, str(error))
    response["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body that has not the documented form."""
    first = error.errors[0] if error.errors else {}
    source, *path = first.get("loc", ("",))
    field = ".".join(str(part) for part in (path[1:] if source == "body" else path)) or None
    known = _FAULTS.get(first.get("type", ""), f"值不对（{first.get('msg', '')}）")
    return problem(request, 422, f"请求的格式不对：{field or '请求体'} {known}。", field)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """A body beyond the limit of the settings."""
    return problem(request, 413, "请求太大了，最多 5 MB。请分几次发；问一件事只发要问的那一段。")


@api.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    message = "请求不是能读的 JSON。" if error.status_code == 400 else str(error)
    return problem(request, error.status_code, message)
