"""Addresses of the room's pages, for messages and leads."""

from __future__ import annotations

from django.urls import reverse

from qingdan.village.certificates.models import Application, Coordination


def link_to(application: Application) -> str:
    """The page of an application."""
    return reverse("certificates:application", args=[application.pk])


def link_to_wanted(known: Coordination) -> str:
    """The page of a kind that a village wants to have admitted, for those who may apply."""
    return reverse("certificates:wanted", args=[known.pk])
