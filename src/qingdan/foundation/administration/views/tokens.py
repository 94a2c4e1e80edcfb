"""API tokens: an account makes and revokes its own; the security administrator sees and revokes all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.administration.forms import TokenFilter, TokenForm
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import ApiToken
from qingdan.foundation.orgs.services import OrgsProblem
from qingdan.foundation.orgs.tokens import make_token, manageable_tokens, revoke_token
from qingdan.foundation.web.access import for_roles, signed_in
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_USUAL_LIFE = timedelta(days=90)


@signed_in
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """The reader's own tokens."""
    own = ApiToken.objects.filter(account=actor_of(request))
    context = {"rows": _with_standing(own[:100]), "crumbs": [Crumb("我的接口令牌")]}
    return render(request, "administration/tokens.html", context)


@signed_in
@never_cache
@_GET_OR_POST
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer shows it once."""
    form = TokenForm(request.POST or None, initial={"expires_on": today() + _USUAL_LIFE})
    crumbs = [_own_crumb(), Crumb("新建令牌")]
    if form.is_valid():
        try:
            made = make_token(actor=actor_of(request), **form.cleaned_data)
        except OrgsProblem as problem:
            form.add_error(None, str(problem))
        else:
            return render(request, "administration/token_made.html", {"made": made, "crumbs": crumbs})
    context = {
        "form": form, "title": "新建令牌", "submit": "建令牌", "crumbs": crumbs,
        "intro": "程序拿着令牌就能以您的账号读写，权限和您一样。只给自己管的程序用，不要发到群里。",
        "cancel_url": reverse("administration:tokens"),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(Role.SECURITY_ADMIN)
@require_safe
def all_tokens(request: HttpRequest) -> HttpResponse:
    """Everybody's tokens."""
    form = TokenFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(chosen.get(name), longest=60) for name in ("q", "live")}
    listing: Listing[ApiToken] = Listing(
        request, _found(manageable_tokens(actor_of(request)), filters), filters=filters
    )
    context = {"form": form, "listing": listing, "rows": _with_standing(listing.page), "crumbs": [Crumb("接口令牌")]}
    return render(request, "administration/all_tokens.html", context)


def _found(rows: QuerySet[ApiToken], filters: dict[str, str]) -> QuerySet[ApiToken]:
    if filters["q"]:
        q = filters["q"]
        rows = rows.filter(
            Q(account__username__icontains=q)
            | Q(account__display_name__contains=q)
            | Q(name__contains=q)
            | Q(begins=q[:8])
        )
    live = Q(revoked_at=None, expires_on__gte=today())
    return rows.filter(live) if filters["live"] == "1" else rows.exclude(live) if filters["live"] == "0" else rows


@signed_in
@_GET_OR_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a token: one's own, or as security administrator anybody's."""
    actor = actor_of(request)
    token = get_object_or_404(manageable_tokens(actor), pk=pk)
    own = token.account_id == actor.pk
    back = reverse("administration:tokens" if own else "administration:all_tokens")
    if request.method == "POST":
        revoke_token(actor=actor, token=token)
        messages.success(request, "已经撤销，立即生效。")
        return redirect(back)
    context = {
        "title": f"撤销{'' if own else token.account.display_name + '的'}令牌“{token.name}”？",
        "effect": "用它的程序马上读不到、写不了；已经办过的事仍留有记录。撤销后不能恢复，只能另建。",
        "submit": "撤销", "sent": ("sure", "1"), "cancel_url": back,
        "crumbs": [_own_crumb() if own else Crumb("接口令牌", back), Crumb("撤销")],
    }  # fmt: skip
    return render(request, "web/confirm.html", context)


def _with_standing(rows: Iterable[ApiToken]) -> list[tuple[ApiToken, str]]:
    day = today()
    return [(token, token.standing(day)) for token in rows]


def _own_crumb() -> Crumb:
    return Crumb("我的接口令牌", reverse("administration:tokens"))
