"""The room of screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Screening: a notice goes in, every demand on a village comes out with its verdict."""

    name = "qingdan.entry.screening"
    label = "screening"
    verbose_name = "文件筛查"

    def ready(self) -> None:
        """Offer pages, what waits, jobs and the source of leads."""
        from django.urls import reverse

        from qingdan.entry.screening.menu import offer
        from qingdan.entry.screening.services import opinions, screening  # noqa: F401 - their jobs register themselves
        from qingdan.entry.screening.services.working import SOURCE
        from qingdan.ledger.sources import register_source

        offer()
        register_source(SOURCE, "文件筛查", lambda reference: reverse("screening:found", args=[reference]))
