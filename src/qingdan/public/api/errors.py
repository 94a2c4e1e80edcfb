"""What programs get where no endpoint answers: JSON in the form of the API's other errors; people get the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from qingdan.foundation.web import errors
from qingdan.foundation.web.access import open_to_all

_API = "/api/"


@open_to_all
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """404: no such address."""
    if request.path_info.startswith(_API):
        return _problem(404, "没有这个接口，能用的见 /api/v1/openapi.json。")
    return errors.not_found(request, exception)


@open_to_all
def server_error(request: HttpRequest) -> HttpResponseBase:
    """500: our fault; what was asked for was not done by half."""
    if request.path_info.startswith(_API):
        return _problem(500, "系统出错了，错误已经记下，这次请求什么也没有改。请过一会儿再试。")
    return errors.server_error(request)


def _problem(status: int, message: str) -> HttpResponseBase:
    return JsonResponse({"error": message, "field": None}, status=status, json_dumps_params={"ensure_ascii": False})
