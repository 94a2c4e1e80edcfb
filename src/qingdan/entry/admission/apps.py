"""The room of admission."""

from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    """Admission: how a new demand is reviewed, approved and filed before it may reach a village."""

    name = "qingdan.entry.admission"
    label = "admission"
    verbose_name = "准入"

    def ready(self) -> None:
        """Offer the filed admissions to the rulebook, the way in and attached guides to others, and follow what is published."""
        from qingdan.entry.admission import jobs  # noqa: F401 - registration is the effect
        from qingdan.entry.admission.menu import offer
        from qingdan.entry.admission.queries import admissions_at
        from qingdan.entry.admission.queries.offers import guides_of, way_in
        from qingdan.entry.admission.services.listing import after_publication
        from qingdan.register.lists.events import edition_published
        from qingdan.register.lists.offers import register_admission
        from qingdan.register.lists.sources import register_admissions

        offer()
        register_admission(way_in=way_in, guides=guides_of)
        register_admissions(admissions_at)
        edition_published.connect(after_publication, dispatch_uid="admission.after_publication")
