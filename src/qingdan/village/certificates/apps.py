"""The room of certificates."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates: asked, decided by the gate, issued or explained, checked by anybody."""

    name = "qingdan.village.certificates"
    label = "certificates"
    verbose_name = "证明"

    def ready(self) -> None:
        """Offer pages and what waits, the source of leads, what is forgotten when a person is erased."""
        from django.urls import reverse

        from qingdan.foundation.personal.erasing import on_erasure
        from qingdan.foundation.personal.retention import register_retention
        from qingdan.ledger.sources import register_source
        from qingdan.village.certificates.menu import offer
        from qingdan.village.certificates.services import electronic  # noqa: F401 - registration of its job is the effect
        from qingdan.village.certificates.services.demands import SOURCE
        from qingdan.village.certificates.services.erasing import forget, sweep
        from qingdan.village.certificates.services.stamping import APPLICATION, CERTIFICATE
        from qingdan.village.certificates.signing import service  # noqa: F401 - so is that of the seal service
        from qingdan.village.certificates.stamped import application_page, certificate_page
        from qingdan.village.seals.sources import register_sealed_thing

        offer()
        register_source(
            SOURCE, "无清单依据索要证明", lambda reference: reverse("certificates:application", args=[reference])
        )
        register_sealed_thing(CERTIFICATE, "证明", certificate_page)
        register_sealed_thing(APPLICATION, "证明申请", application_page)
        on_erasure("certificates", forget)
        register_retention("certificates", sweep)
