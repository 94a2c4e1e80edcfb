"""The demonstration: people, bodies and places of two districts, and what every room has to show of them."""

from __future__ import annotations


def install_demonstration() -> None:
    """Put all of it into the database; what is there already stays."""
    from qingdan.entry.admission.demo import install_demo_cases
    from qingdan.entry.dispatch.demo import install_demo_dispatches
    from qingdan.entry.screening.demo import install_demo_screenings
    from qingdan.foundation.orgs.demo.services import install_demo
    from qingdan.ledger.demo import install_demo_ledger
    from qingdan.policy.gate.json_form import verdict_to_json
    from qingdan.register.check.services import ask_document
    from qingdan.register.existing.demo import install_demo_round
    from qingdan.village.certificates.demo import install_demo_certificates
    from qingdan.village.guides.demo import install_demo_guides
    from qingdan.village.public_services.demo import install_demo_services
    from qingdan.village.seals.demo import install_demo_seals

    install_demo()
    install_demo_round()
    install_demo_cases()
    install_demo_screenings()
    install_demo_guides()
    install_demo_dispatches()
    install_demo_seals()
    install_demo_certificates()
    install_demo_ledger(lambda document: verdict_to_json(ask_document(document)))
    install_demo_services()
