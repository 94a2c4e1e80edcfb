"""The audit for the audit administrator: streams, their heads, their records, and whether the chain holds."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.administration.labels import VERB_LABELS
from qingdan.foundation.audit.models import Record, StreamHead
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.foundation.web.widgets import DayInput

_SORTS = {"newest": ["-at", "-pk"], "actor": ["actor_name", "-pk"], "verb": ["verb", "-pk"]}
_FIELDS = ("stream", "verb", "actor", "since", "until")


class RecordFilter(forms.Form):
    """Narrows the records."""

    stream = forms.CharField(label="流", required=False, max_length=12)
    verb = forms.ChoiceField(label="动作", required=False, choices=[("", "全部"), *VERB_LABELS.items()])
    actor = forms.CharField(label="操作人", required=False, max_length=60)
    since = forms.DateField(label="起", required=False, widget=DayInput())
    until = forms.DateField(label="止", required=False, widget=DayInput())


@for_roles(Role.AUDIT_ADMIN)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Streams with their heads, and the records, newest first."""
    form = RecordFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    tests = {
        "stream": chosen.get("stream"),
        "verb": chosen.get("verb"),
        "actor_name__contains": chosen.get("actor"),
        "at__date__gte": chosen.get("since"),
        "at__date__lte": chosen.get("until"),
    }
    rows = Record.objects.filter(**{name: value for name, value in tests.items() if value})
    filters = {name: clean_words(request.GET.get(name)) for name in _FIELDS if chosen.get(name)}
    listing: Listing[Record] = Listing(request, rows, sorts=_SORTS, filters=filters)
    context = {
        "form": form,
        "listing": listing,
        "rows": [(row, VERB_LABELS.get(row.verb, row.verb)) for row in listing.page],
        "heads": StreamHead.objects.order_by("stream"),
        "crumbs": [Crumb("审计")],
    }
    return render(request, "administration/audit.html", context)


@for_roles(Role.AUDIT_ADMIN)
@require_POST
def verify_audit(request: HttpRequest) -> HttpResponse:
    """Check every stream now; changes nothing, but is a POST because it reads the whole record."""
    faults = verify()
    context = {
        "faults": faults,
        "crumbs": [Crumb("审计", reverse("administration:audit")), Crumb("核验结果")],
        "heads": StreamHead.objects.all(),
    }
    return render(request, "administration/audit_verified.html", context)
