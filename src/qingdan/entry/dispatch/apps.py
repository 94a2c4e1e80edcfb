"""The room of dispatch."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Dispatch: what is on a list or admitted is sent to villages; what is not is refused with its reason."""

    name = "qingdan.entry.dispatch"
    label = "dispatch"
    verbose_name = "派发"

    def ready(self) -> None:
        """Register the jobs."""
        from qingdan.entry.dispatch.services import delivering  # noqa: F401 - its jobs register themselves
