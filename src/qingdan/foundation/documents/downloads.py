"""Serving files: always as a download, never as a page of this site."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse

from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import DOCX
from qingdan.foundation.documents.storage import fetch


def download(attachment: Attachment | None) -> HttpResponse:
    """An attachment; the caller has asked ``access.readable`` before. Raises ``Http404`` where there is none."""
    if attachment is None:
        raise Http404
    return given_out(attachment, fetch(attachment.sha256))


def given_out(attachment: Attachment, data: bytes) -> HttpResponse:
    """The bytes of an attachment that somebody brought: saved by the browser, never run."""
    response = file_response(data, attachment.name, attachment.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def file_response(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Bytes that we made, under a name that may be Chinese."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def word_response(data: bytes, title: str) -> HttpResponse:
    """A Word file (``papers.to_docx``), named after its title."""
    return file_response(data, f"{title}.docx", DOCX.content_type)
