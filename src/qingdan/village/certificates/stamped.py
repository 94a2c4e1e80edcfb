"""Where the register of seals finds what a use belongs to."""

from __future__ import annotations

from django.urls import reverse

from qingdan.village.certificates.models import Certificate


def certificate_page(reference: str) -> str:
    """The page of the application of the certificate with this key; empty where there is none."""
    found = Certificate.objects.filter(pk=reference).values_list("application_id", flat=True).first()
    return application_page(str(found)) if found else ""


def application_page(reference: str) -> str:
    """The page of the application with this key."""
    return reverse("certificates:application", args=[reference])
