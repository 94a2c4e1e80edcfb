"""What programs get where no endpoint answers: JSON in the form of the API's other errors; people get the pages."""

from __future__ import annotations

from collections.abc import Callable

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


class MethodMiddleware:
    """405 of the API in the form of its other errors: which methods the address takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self._get_response(request)
        if response.status_code != 405 or not request.path_info.startswith(_API):
            return response
        allowed = response.headers.get("Allow", "")
        words = "、".join(part.strip() for part in sorted(allowed.split(",")) if part.strip())
        answer = _problem(405, f"这个地址不收 {request.method} 请求，能用的是 {words}，见 /api/v1/openapi.json。")
        answer["Allow"] = allowed
        return answer


def _problem(status: int, message: str) -> HttpResponseBase:
    return JsonResponse({"error": message, "field": None}, status=status, json_dumps_params={"ensure_ascii": False})
