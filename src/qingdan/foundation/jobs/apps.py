"""The jobs room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs."""

    name = "qingdan.foundation.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Register the jobs of this floor."""
        from qingdan.foundation.jobs import housekeeping  # noqa: F401 - registration is the effect
