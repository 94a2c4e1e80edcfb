"""The room of numbering."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Numbers without gaps or doubles, taken in the caller's transaction."""

    name = "qingdan.foundation.numbering"
    label = "numbering"
    verbose_name = "编号"
