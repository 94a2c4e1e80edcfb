"""The room of public_services."""

from django.apps import AppConfig


class PublicServicesConfig(AppConfig):
    """Services of the village: items, window, agency, appointments, what goes to the town."""

    name = "qingdan.village.public_services"
    label = "public_services"
    verbose_name = "服务"

    def ready(self) -> None:
        """Offer pages, erase residents in time, look at what enters a purchase catalogue."""
        from qingdan.foundation.personal.erasing import on_erasure
        from qingdan.foundation.personal.retention import register_retention
        from qingdan.register.lists.events import edition_published
        from qingdan.village.public_services.menu import offer
        from qingdan.village.public_services.services.booking import forget_digest, forget_old
        from qingdan.village.public_services.services.purchasing import demand_tested

        offer()
        on_erasure("public_services", forget_digest)
        register_retention("public_services", forget_old)
        edition_published.connect(demand_tested, dispatch_uid="public_services.demand_tested")
