"""Serving attachments: always as a download, never as a page of this site."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.storage import fetch


def download(attachment: Attachment) -> HttpResponse:
    """The file as a download; the caller has asked ``access.readable`` before."""
    response = HttpResponse(fetch(attachment.sha256), content_type=attachment.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
