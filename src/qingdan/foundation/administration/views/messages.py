"""The account's own messages: what happened that concerns it, and the page where it goes on."""

from __future__ import annotations

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.alerts.queries import messages_of, unread
from qingdan.foundation.alerts.services import mark_all_read, mark_read
from qingdan.foundation.web.access import signed_in
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing


class MessageFilter(forms.Form):
    """Narrows the messages."""

    unread = forms.ChoiceField(label="看过没有", required=False, choices=[("", "全部"), ("on", "没有看的")])


@signed_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """All messages of the reader, or those not yet read; newest first."""
    reader, form = actor_of(request), MessageFilter(request.GET or None)
    chosen = {"unread": "on"} if form.is_valid() and form.cleaned_data["unread"] else {}
    rows = messages_of(reader).filter(read_at=None) if chosen else messages_of(reader)
    listing: Listing[Message] = Listing(request, rows, filters=chosen, per_page=30)
    context = {"form": form, "listing": listing, "unread": unread(reader).number, "crumbs": [Crumb("消息")]}
    return render(request, "administration/messages.html", context)


@signed_in
@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go to the page that it is about."""
    reader = actor_of(request)
    message = get_object_or_404(messages_of(reader), pk=pk)
    mark_read(reader=reader, message_id=pk)
    return redirect(message.link or "administration:messages")


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    number = mark_all_read(reader=actor_of(request))
    notices.success(request, f"{number} 条都标为看过了。")
    return redirect("administration:messages")
