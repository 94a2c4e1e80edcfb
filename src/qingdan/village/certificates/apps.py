"""The room of certificates."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates: asked, decided by the gate, issued or explained, checked by anybody."""

    name = "qingdan.village.certificates"
    label = "certificates"
    verbose_name = "证明"
