"""Pages on which a steward prepares the next edition."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import ListKind
from qingdan.register.lists import services
from qingdan.register.lists.access import ListPowers
from qingdan.register.lists.forms.editions import HeadingForm, NewListForm, ReasonForm
from qingdan.register.lists.forms.items import BasisFormSet, ItemForm, bases_from, faults_of, initial_bases, initial_of
from qingdan.register.lists.models import Edition, Item, ItemList
from qingdan.register.lists.queries import kept_by, own_division
from qingdan.register.lists.roles import PREPARERS
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.services.drafting import Heading
from qingdan.register.lists.views.pages import (
    add_problem,
    confirm_page,
    crumbs,
    done,
    draft_of,
    edition_url,
    form_page,
    revision_of,
)

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(*PREPARERS)
@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """The lists that the reader keeps: which edition runs, which draft is under way."""
    actor = actor_of(request)
    division = own_division(actor)
    kept = kept_by(actor)
    context = {
        "kept": kept,
        "division": division,
        "may_begin": bool(division and kinds_for(actor, division.pk)),
        "in_town": bool(division and level(division.pk) is Level.TOWN),
        "today": today(),
        "crumbs": [Crumb("清单编修")],
    }
    return render(request, "lists/keeping.html", context)


def kinds_for(actor: Account, division: str) -> list[ListKind]:
    """The kinds of list that somebody may begin for a division."""
    powers = ListPowers(actor)
    return [kind for kind in ListKind if powers.may_prepare(division, kind)]


@for_roles(*PREPARERS)
@_GET_OR_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a list."""
    actor = actor_of(request)
    division = own_division(actor)
    kinds = kinds_for(actor, division.pk) if division else []
    if division is None or not kinds:
        raise Http404
    in_town = level(division.pk) is Level.TOWN
    form = NewListForm(
        request.POST or None,
        kinds=kinds,
        initial={
            "kind": clean_words(request.GET.get("kind")),
            "title": clean_words(request.GET.get("title")).removeprefix("《").removesuffix("》")
            or (f"{division.name}红线清单" if in_town else ""),
            "publisher": f"{division.name}人民政府" if in_town and division.name.endswith(("镇", "乡")) else "",
        },
    )
    if form.is_valid():
        try:
            said = form.cleaned_data
            begun = services.create_list(
                actor=actor, division_code=division.pk, kind=ListKind(said["kind"]), title=said["title"],
                publisher=said["publisher"], document=said["document"],
            )  # fmt: skip
        except ListsProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "已建好，下面一项一项加，或者从文件导入。")
            return redirect(edition_url(begun.editions.get()))
    context = {
        "form": form, "title": f"{division}划红线" if in_town else f"在{division}新建清单", "submit": "建好，去编草稿", "cancel_url": "../keeping/",
        "crumbs": [Crumb("清单编修", "../keeping/"), Crumb("新建")],
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(*PREPARERS)
@require_POST
def open_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the next edition of a list; where one is open already, go there."""
    actor = actor_of(request)
    item_list = get_object_or_404(ItemList, pk=pk)
    if not ListPowers(actor).may_prepare(item_list.division, item_list.kind):
        raise Http404
    try:
        draft = services.open_draft(actor=actor, item_list=item_list)
    except ListsProblem as problem:
        messages.error(request, str(problem))
        return redirect(edition_url(item_list.editions.order_by("-number")[0]))
    messages.success(request, f"第{draft.number}版的草稿已经开好，现行版照常有效。")
    return redirect(edition_url(draft))


@for_roles(*PREPARERS)
@_GET_OR_POST
def heading(request: HttpRequest, pk: int) -> HttpResponse:
    """Document, dates, whether it is whole, and why it is revised."""
    draft = draft_of(request, pk)
    initial = {name: getattr(draft, name) for name in Heading.__slots__}
    initial["published_on"] = draft.published_on or today()
    form = HeadingForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.set_heading(actor=actor_of(request), edition=draft, heading=form.heading())
        except ListsProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "已保存。")
            return redirect(edition_url(draft))
    return form_page(request, draft, form, title="这一版的文件和日期", submit="保存")


@for_roles(*PREPARERS)
@_GET_OR_POST
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an item."""
    draft = draft_of(request, pk)
    return _item_page(request, draft, None)


@for_roles(*PREPARERS)
@_GET_OR_POST
def edit_item(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Change an item."""
    draft = draft_of(request, pk)
    return _item_page(request, draft, get_object_or_404(draft.items, code=item))


def _item_page(request: HttpRequest, draft: Edition, item: Item | None) -> HttpResponse:
    content: dict[str, Any] = item.spec if item else {}
    initial = initial_of(content) | {"reason": item.reason if item else ""}
    form = ItemForm(request.POST or None, initial=initial, kind=ListKind(draft.item_list.kind))
    bases = BasisFormSet(request.POST or None, initial=initial_bases(content), prefix="basis")
    if request.method == "POST" and form.is_valid() and bases.is_valid():
        saved = _save_item(request, draft, item, form, bases)
        if saved:
            messages.success(request, f"已保存“{form.cleaned_data['title']}”。")
            again = "again" in request.POST
            return redirect("lists:add-item", draft.pk) if again else redirect(f"{edition_url(draft)}#{saved}")
    title = f"修改第 {item.position} 项" if item else "新增事项"
    context = {
        "form": form, "bases": bases, "title": title, "draft": draft, "item": item, "crumbs": crumbs(draft, title),
        "cancel_url": edition_url(draft),
    }  # fmt: skip
    return render(
        request, "lists/item_form.html", context, status=400 if form.errors or bases.total_error_count() else 200
    )


def _save_item(request: HttpRequest, draft: Edition, item: Item | None, form: ItemForm, bases: Any) -> str:
    """The code of the item that was stored; empty where it was refused, and the form tells why."""
    try:
        spec = form.spec(bases_from(bases, item.spec if item else {}), item.spec if item else None)
        return _store(actor_of(request), draft, item, spec, form.cleaned_data["reason"], revision_of(request))
    except ValidationError as error:
        for fault in faults_of(error):
            form.add_error(None, fault)
    except ListsProblem as problem:
        add_problem(form, problem)
    return ""


def _store(actor: Account, draft: Edition, item: Item | None, spec: Any, reason: str, revision: int | None) -> str:
    if item is None:
        return services.add_items(actor=actor, edition=draft, rows=[spec], reasons=[reason])[0].code
    return services.amend_item(
        actor=actor, edition=draft, code=item.code, spec=spec, reason=reason, revision=revision
    ).code


@for_roles(*PREPARERS)
@_GET_OR_POST
def remove_item(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Take an item out, with the reason."""
    draft = draft_of(request, pk)
    found = get_object_or_404(draft.items, code=item)
    form = ReasonForm(request.POST or None)
    if not (draft.based_on and draft.based_on.items.filter(code=item).exists()):
        form.fields["reason"].required = False
        form.fields["reason"].help_text = "这一项是这份草稿新加的，可以不写。"
    if form.is_valid():
        try:
            services.remove_item(actor=actor_of(request), edition=draft, code=item, reason=form.cleaned_data["reason"])
        except ListsProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"已从草稿里删去“{found.title}”。")
            return redirect(edition_url(draft))
    return form_page(
        request, draft, form, title=f"删去“{found.title}”", submit="删去", intro="现行版不受影响；发布前可以恢复。"
    )


@for_roles(*PREPARERS)
@require_POST
def restore_item(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Put an item back."""
    draft = draft_of(request, pk)
    return done(
        request, draft, lambda: services.restore_item(actor=actor_of(request), edition=draft, code=item), "已恢复。"
    )


@for_roles(*PREPARERS)
@require_POST
def move_item(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Move an item to another place of the order."""
    draft = draft_of(request, pk)
    sent = request.POST.get("place", "")
    if not (sent.isascii() and sent.isdigit() and 0 < len(sent) < 7):
        messages.error(request, "请写要移到第几项，例如 3。")
        return redirect(edition_url(draft))
    act = partial(services.move_item, actor=actor_of(request), edition=draft, code=item, place=int(sent))
    return done(request, draft, act, f"已移到第 {int(sent)} 项。", f"{edition_url(draft)}#{item}")


@for_roles(*PREPARERS)
@_GET_OR_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then throw the draft away."""
    draft = draft_of(request, pk)
    if request.method == "POST":
        act = partial(services.discard_draft, actor=actor_of(request), edition=draft, revision=revision_of(request))
        return done(request, draft, act, "草稿已经作废。", "/lists/keeping/")
    size = draft.items.aggregate(size=Count("pk"))["size"]
    effect = f"草稿里的 {size} 项都会删掉，不能恢复。已经发布的版本不受影响。"
    return confirm_page(
        request,
        draft,
        title=f"作废《{draft.item_list.title}》第{draft.number}版的草稿？",
        effect=effect,
        submit="作废草稿",
    )
