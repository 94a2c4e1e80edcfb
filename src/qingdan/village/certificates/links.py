"""Addresses of the room's pages, for messages and leads."""

from __future__ import annotations

from qingdan.village.certificates.models import Application


def link_to(application: Application) -> str:
    """The page of an application."""
    return f"/certificates/{application.pk}/"
