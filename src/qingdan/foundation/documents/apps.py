"""The documents room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Attachments."""

    name = "qingdan.foundation.documents"
    label = "documents"
    verbose_name = "附件"
