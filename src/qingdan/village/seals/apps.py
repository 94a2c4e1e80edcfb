"""The room of seals."""

from django.apps import AppConfig


class SealsConfig(AppConfig):
    """Seals: who keeps them, and every use with its approval."""

    name = "qingdan.village.seals"
    label = "seals"
    verbose_name = "用印"
