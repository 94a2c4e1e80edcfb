"""Signing in and out, the own password, and the demonstration's one-click entry."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.administration.forms import PasswordForm, SignInForm
from qingdan.foundation.orgs.demo.queries import demo_accounts, demo_entries
from qingdan.foundation.orgs.services import OrgsProblem, change_password
from qingdan.foundation.orgs.signing_in import SignIn, enter_demo, sign_out
from qingdan.foundation.orgs.signing_in import sign_in as begin_session
from qingdan.foundation.web.access import open_to_all, signed_in_with_first_password

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@open_to_all
@never_cache
@sensitive_post_parameters("password")
@_GET_OR_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in form; afterwards on to the page that was asked for."""
    following = _following(request)
    form = SignInForm(request.POST or None)
    if form.is_valid():
        ending = begin_session(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if ending is SignIn.OK:
            return redirect(following or settings.LOGIN_REDIRECT_URL)
        if ending is SignIn.MUST_CHANGE:
            messages.warning(request, ending.value)
            return redirect("administration:password")
        form.add_error(None, ending.value)
    context = {"form": form, "following": following}
    return render(request, "administration/sign_in.html", context, status=400 if form.errors else 200)


def _following(request: HttpRequest) -> str:
    """The page to go on to, if it is one of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


@signed_in_with_first_password
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session."""
    sign_out(request)
    messages.success(request, "已经退出。")
    return redirect(settings.LOGOUT_REDIRECT_URL)


@signed_in_with_first_password
@never_cache
@sensitive_post_parameters()
@_GET_OR_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; all sessions end, so that the new one is used at once."""
    account = actor_of(request)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            change_password(account=account, old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except OrgsProblem as problem:
            form.add_error("old" if "原密码不对" in str(problem) else "new", str(problem))
        else:
            messages.success(request, "密码已经改好，请用新密码登录。")
            return redirect("administration:sign_in")
    return render(request, "administration/password.html", {"form": form}, status=400 if form.errors else 200)


@open_to_all
@never_cache
@_GET_OR_POST
def demo(request: HttpRequest) -> HttpResponse:
    """One click enters as a role; only in a demonstration, only into demo accounts."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        account = get_object_or_404(demo_accounts(), pk=_number(request.POST.get("account")))
        enter_demo(request, account)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "administration/demo.html", {"entries": demo_entries()})


def _number(value: str | None) -> int:
    if not value or not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Http404
    return int(value)
