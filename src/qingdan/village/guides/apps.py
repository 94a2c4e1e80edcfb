"""The room of guides."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Guides: what each certificate and service needs, who issues it, and where that was published."""

    name = "qingdan.village.guides"
    label = "guides"
    verbose_name = "办事指南"

    def ready(self) -> None:
        """Offer pages; say where leads come from; lists of certificates are checked before they are submitted."""
        from django.urls import reverse

        from qingdan.ledger.sources import register_source
        from qingdan.register.lists.completeness_checks import register_check
        from qingdan.village.guides.cancellation_checks import lacking_of_cancellations
        from qingdan.village.guides.list_checks import lacking_of_certificates
        from qingdan.village.guides.menu import offer
        from qingdan.village.guides.services.offices import SOURCE

        offer()
        register_source(SOURCE, "材料里有不该要的证明", lambda _reference: reverse("guides:offices"))
        register_check(lacking_of_certificates)
        register_check(lacking_of_cancellations)
