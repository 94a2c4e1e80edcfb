"""One NinjaAPI with every room's router, Chinese errors, and a limit of requests for callers without a token."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from qingdan import __version__
from qingdan.foundation.web.rate_limit import TooMany
from qingdan.policy.packs.api import router as packs
from qingdan.policy.packs.queries import OutsideEveryPack, UnknownPack
from qingdan.register.check.api import router as gate
from qingdan.register.check.services import BadQuestion
from qingdan.register.lists.api import router as lists

api = NinjaAPI(
    title="清单 Qingdan",
    version=__version__,
    description="问一件事：可以这样要求这个村吗，依据是什么。",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/gate", gate)
api.add_router("/packs", packs)
api.add_router("/lists", lists)


_FAULTS = {
    "missing": "没有填",
    "extra_forbidden": "不是能用的项目，能用的见 /api/v1/openapi.json",
    "string_type": "要是文字",
    "dict_type": '要是一个对象，例如 {"location": "outside"}',
    "date_from_datetime_parsing": "要写成 2026-01-31 这样",
    "date_parsing": "要写成 2026-01-31 这样",
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
    return problem(request, 413, "请求太大了。原文最多 20 万字，请只发要问的那一段。", "text")


@api.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    message = "请求不是能读的 JSON。" if error.status_code == 400 else str(error)
    return problem(request, error.status_code, message)
