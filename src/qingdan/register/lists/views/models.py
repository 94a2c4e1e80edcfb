"""Copying items of model lists of other places into a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.clashes import keys_of
from qingdan.register.lists import services
from qingdan.register.lists.forms.editions import PickForm
from qingdan.register.lists.forms.filters import ModelFilter
from qingdan.register.lists.model_lists import model_by_id, models_for
from qingdan.register.lists.roles import PREPARERS
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.views.pages import crumbs, draft_of, edition_url


@for_roles(*PREPARERS)
@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The model lists of the draft's kind."""
    draft = draft_of(request, pk)
    words = clean_words(request.GET.get("q"), longest=60)
    kept = draft.item_list
    context = {
        "draft": draft, "models": models_for(kept.division, ListKind(kept.kind), words), "words": words,
        "form": ModelFilter({"q": words}), "crumbs": crumbs(draft, "参照范本"), "filtered": bool(words),
    }  # fmt: skip
    return render(request, "lists/models.html", context)


@for_roles(*PREPARERS)
@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, pk: int, model: str) -> HttpResponse:
    """Choose the items that are copied; those that the draft has already are shown as such."""
    draft = draft_of(request, pk)
    found = model_by_id(draft.item_list.division, ListKind(draft.item_list.kind), model)
    if found is None:
        raise Http404
    present = set(draft.items.values_list("key", flat=True))
    rows = [(spec, bool(present & set(keys_of(spec)))) for spec in found.specs]
    form = PickForm(request.POST or None)
    form.fields["codes"].choices = [(spec.id, spec.title) for spec in found.specs]  # type: ignore[attr-defined]  # it is a choice field
    if form.is_valid():
        chosen = [spec for spec in found.specs if spec.id in form.cleaned_data["codes"]]
        try:
            items = services.copy_items(actor=actor_of(request), edition=draft, rows=chosen, model=found.mark)
        except ListsProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, f"已复制 {len(items)} 项，每一项都标明参照{found.mark}。请逐项核对，换成本地的依据。"
            )
            return redirect(edition_url(draft))
    context = {
        "draft": draft, "model": found, "rows": rows, "form": form, "crumbs": crumbs(draft, "参照范本", found.title),
        "fresh": sum(not there for _spec, there in rows),
    }  # fmt: skip
    return render(request, "lists/model.html", context, status=400 if form.errors else 200)
