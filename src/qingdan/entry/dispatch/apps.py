"""The room of dispatch."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Dispatch: what is on a list or admitted is sent to villages; what is not is refused with its reason."""

    name = "qingdan.entry.dispatch"
    label = "dispatch"
    verbose_name = "派发"

    def ready(self) -> None:
        """Offer pages and jobs, the emergencies for the gate, the sources of leads; hear the ledger's answers."""
        from django.urls import reverse

        from qingdan.entry.admission.uses import register_uses
        from qingdan.entry.dispatch.menu import offer
        from qingdan.entry.dispatch.queries import emergencies_at, places_in_emergency, uses
        from qingdan.entry.dispatch.services import (
            delivering,  # noqa: F401 - its jobs register themselves
            emergencies,  # noqa: F401 - its job registers itself
        )
        from qingdan.entry.dispatch.services.feedback import SOURCE, lead_was_decided
        from qingdan.ledger.events import lead_decided
        from qingdan.ledger.sources import register_source
        from qingdan.register.lists.sources import register_emergencies, register_places

        offer()
        register_emergencies(emergencies_at)
        register_places(places_in_emergency)
        register_uses(uses)
        register_source(SOURCE, "反馈核实", lambda reference: reverse("dispatch:feedback", args=[reference]))
        register_source(
            "emergency_filing", "紧急派发没有备案", lambda reference: reverse("dispatch:dispatch", args=[reference])
        )
        lead_decided.connect(lead_was_decided, dispatch_uid="dispatch.lead_was_decided")
