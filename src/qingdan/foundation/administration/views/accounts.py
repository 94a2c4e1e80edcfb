"""Accounts and what they may do: the system administrator makes accounts, the security administrator grants roles."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.administration.forms import AccountFilter, AccountForm, GrantForm, PasswordResetForm
from qingdan.foundation.orgs import services
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, RoleGrant
from qingdan.foundation.orgs.services import OrgsProblem
from qingdan.foundation.web.access import for_roles, roles_of_request
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words

_SORTS = {"username": ["username"], "name": ["display_name", "username"], "created": ["created_at"]}
_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_both_administrators = for_roles(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@_both_administrators
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts with their live grants."""
    form = AccountFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(chosen.get(name), longest=60) for name in ("q", "role", "active")}
    listing: Listing[Account] = Listing(request, _found(filters), sorts=_SORTS, filters=filters)
    context = {"form": form, "listing": listing, "may_create": Role.SYSTEM_ADMIN in roles_of_request(request)}
    return render(request, "administration/accounts.html", context)


def _found(filters: dict[str, str]) -> QuerySet[Account]:
    live = RoleGrant.objects.filter(revoked_at=None).select_related("body", "division")
    rows = Account.objects.prefetch_related(Prefetch("grants", live, to_attr="live"))
    if filters["q"]:
        rows = rows.filter(Q(username__icontains=filters["q"]) | Q(display_name__contains=filters["q"]))
    if filters["role"]:
        rows = rows.filter(Q(grants__role=filters["role"], grants__revoked_at=None)).distinct()
    if filters["active"]:
        rows = rows.filter(is_active=filters["active"] == "1")
    return rows


@for_roles(Role.SYSTEM_ADMIN)
@sensitive_post_parameters("password")
@_GET_OR_POST
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; roles are granted afterwards by the security administrator."""
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.create_account(actor=actor_of(request), **form.cleaned_data)
        except OrgsProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已建账号“{made.username}”。请安全管理员给它授权。")
            return redirect("administration:account", made.pk)
    context = {
        "form": form, "title": "新建账号", "submit": "建账号",
        "crumbs": [_list_crumb(), Crumb("新建账号")], "cancel_url": reverse("administration:accounts"),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@_both_administrators
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its state, its grants, those that were revoked too."""
    shown = get_object_or_404(Account.objects.select_related("post__body", "post__division"), pk=pk)
    roles = roles_of_request(request)
    context = {
        "shown": shown,
        "grants": shown.grants.select_related("body", "division").order_by("revoked_at", "-since", "pk"),
        "is_system": Role.SYSTEM_ADMIN in roles,
        "is_security": Role.SECURITY_ADMIN in roles,
        "crumbs": [_list_crumb(), Crumb(shown.username)],
    }
    return render(request, "administration/account.html", context)


@for_roles(Role.SECURITY_ADMIN)
@_GET_OR_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the account a role in a scope."""
    shown = get_object_or_404(Account, pk=pk)
    form = GrantForm(request.POST or None)
    if form.is_valid():
        try:
            services.grant_role(actor=actor_of(request), account=shown, **form.cleaned_data)
        except OrgsProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已授予“{form.cleaned_data['role'].label}”。")
            return redirect("administration:account", pk)
    context = {
        "form": form, "title": f"给{shown.display_name}授权", "submit": "授权",
        "crumbs": [_list_crumb(), _account_crumb(shown), Crumb("授权")],
        "cancel_url": reverse("administration:account", args=[pk]),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(Role.SECURITY_ADMIN)
@_GET_OR_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a grant."""
    found = get_object_or_404(RoleGrant.objects.select_related("account", "division", "body"), pk=pk)
    if request.method == "POST":
        services.revoke_role(actor=actor_of(request), grant=found)
        messages.success(request, "已经撤销，立即生效。")
        return redirect("administration:account", found.account_id)
    question = f"撤销{found.account.display_name}在{found.division}的“{found.get_role_display()}”？"
    crumbs = [_list_crumb(), _account_crumb(found.account), Crumb("撤销授权")]
    return _confirm(request, question, "对方马上失去这个权限，已经办过的事仍留有记录。", "撤销", crumbs, found.account)


@for_roles(Role.SYSTEM_ADMIN)
@_GET_OR_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then switch the account off (ending its sessions) or on again."""
    shown = get_object_or_404(Account, pk=pk)
    if request.method == "POST":
        try:
            services.set_active(actor=actor_of(request), account=shown, active=request.POST.get("active") == "1")
        except OrgsProblem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "已经改好，立即生效。")
        return redirect("administration:account", pk)
    crumbs = [_list_crumb(), _account_crumb(shown), Crumb("停用" if shown.is_active else "启用")]
    if shown.is_active:
        effect = "停用后马上退出登录，不能再登录；授权和记录都保留。"
        return _confirm(request, f"停用账号“{shown.username}”？", effect, "停用", crumbs, shown, sent=("active", "0"))
    effect = "启用后可以用原来的密码登录，原来的授权恢复。"
    return _confirm(request, f"启用账号“{shown.username}”？", effect, "启用", crumbs, shown, sent=("active", "1"))


@for_roles(Role.SYSTEM_ADMIN)
@sensitive_post_parameters("password")
@_GET_OR_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a first password for somebody who forgot theirs; they must change it."""
    shown = get_object_or_404(Account, pk=pk)
    form = PasswordResetForm(request.POST or None)
    if form.is_valid():
        try:
            services.reset_password(actor=actor_of(request), account=shown, password=form.cleaned_data["password"])
        except OrgsProblem as problem:
            form.add_error("password", str(problem))
        else:
            messages.success(request, "初始密码已经设好，请当面告诉本人。")
            return redirect("administration:account", pk)
    context = {
        "form": form, "title": f"重置{shown.display_name}的密码", "submit": "重置密码",
        "crumbs": [_list_crumb(), _account_crumb(shown), Crumb("重置密码")],
        "cancel_url": reverse("administration:account", args=[pk]),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _confirm(
    request: HttpRequest, title: str, effect: str, submit: str, crumbs: list[Crumb], shown: Account,
    *, sent: tuple[str, str] = ("sure", "1"),
) -> HttpResponse:  # fmt: skip
    context = {
        "title": title, "effect": effect, "submit": submit, "crumbs": crumbs, "sent": sent,
        "cancel_url": reverse("administration:account", args=[shown.pk]),
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


def _list_crumb() -> Crumb:
    return Crumb("账号", reverse("administration:accounts"))


def _account_crumb(shown: Account) -> Crumb:
    return Crumb(shown.username, reverse("administration:account", args=[shown.pk]))
