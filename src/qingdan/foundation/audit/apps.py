"""The audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit streams."""

    name = "qingdan.foundation.audit"
    label = "audit"
    verbose_name = "审计"
