"""Error pages in Chinese: what happened, and what to do next. They need no database and no sign-in."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from qingdan.foundation.documents.uploads import FilesTooBig
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.rate_limit import TooMany

_TOO_BIG = "一次提交的内容太大了（最多 5 MB）。请减少文字，或者分几次提交。填好的内容还在上一页，请按浏览器的“后退”。"
_BAD = "服务器看不懂这次请求。请回到上一页重新填写；如果是从别处点来的链接，请核对链接是否完整。"
_FAULT = "错误已经记下。已经保存成功的内容不会丢。请过一会儿再试；一直这样请联系系统管理员。"
_EXPIRED = "这个表单打开太久，或者浏览器不允许保存登录状态（Cookie）。请按“后退”，刷新页面后再提交一次。"


class RefusalMiddleware:
    """Shows a service's refusal (:class:`NotAllowed`) as the 403 page with the service's own words, and the limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a NUL, which no text has and PostgreSQL refuses, ends here."""
        if "\x00" in request.path_info:
            return not_found(request)
        if "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """403 for a refusal, 429 for too many questions; everything else takes its usual way."""
        if isinstance(exception, TooMany):
            response = _page(request, 429, "问得太快了", f"{exception}登录以后不受这个限制。")
            response.headers["Retry-After"] = str(exception.seconds)
            return response
        return forbidden(request, exception) if isinstance(exception, NotAllowed) else None


@open_to_all
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood, or is too big."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    if too_big:
        said = str(exception) if isinstance(exception, FilesTooBig) else _TOO_BIG
        return _page(request, 413, "内容太大", said)
    return _page(request, 400, "看不懂的请求", _BAD)


@open_to_all
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the account may not do this here."""
    said = str(exception or "").strip()
    if isinstance(exception, SuspiciousOperation) or not said:
        said = "您的账号没有做这件事的权限。需要的话，请联系本单位的安全管理员。"
    return _page(request, 403, "没有权限", said)


@open_to_all
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that this person may know of."""
    return _page(request, 404, "没有这一页", "地址可能写错了，内容可能已经移走，或者您的账号看不到它。")


@open_to_all
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing acknowledged is lost."""
    return _page(request, 500, "系统出错了", _FAULT)


@open_to_all
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened too long ago, or cookies are off."""
    return _page(request, 403, "页面过期了", _EXPIRED)


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "advice": advice}, status=status)
