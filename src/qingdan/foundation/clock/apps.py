"""The clock room."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    """Working days, deadlines, periods."""

    name = "qingdan.foundation.clock"
    label = "clock"
    verbose_name = "工作日历"
