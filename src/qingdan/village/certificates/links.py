"""Addresses of the room's pages, for messages and leads."""

from __future__ import annotations

from django.urls import reverse

from qingdan.village.certificates.models import Application


def link_to(application: Application) -> str:
    """The page of an application."""
    return reverse("certificates:application", args=[application.pk])
