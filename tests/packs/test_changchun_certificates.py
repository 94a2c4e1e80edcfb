"""长春: certificates, by the draft table."""

from __future__ import annotations

import pytest

from qingdan.policy.gate.model import FactValue
from tests.packs.support import (
    CONDITIONAL,
    FORBIDDEN,
    LISTED,
    UNDECIDED,
    VILLAGE,
    ask,
    book_with,
    cited,
    deciding,
    recorded,
)

PACK = "changchun"
CERTIFICATE = "租住情况说明"


@pytest.mark.clause("CC-24")
def test_an_office_without_a_law_may_not_ask_for_a_certificate() -> None:
    refused = ask(PACK, "certificate", CERTIFICATE, demander="party_government", basis="none", **VILLAGE)
    assert refused.outcome is FORBIDDEN
    assert deciding(refused) == {"CC-24"}
    unknown = ask(PACK, "certificate", CERTIFICATE, demander="party_government", **VILLAGE)
    assert unknown.outcome is UNDECIDED
    assert "CC-24" in cited(unknown)
    assert "basis" in unknown.missing_facts


@pytest.mark.clause("CC-24")
@pytest.mark.parametrize("basis", ["rule", "central", "province", "city"])
def test_whether_a_document_is_basis_enough_waits_for_the_issuing_body(basis: str) -> None:
    verdict = ask(PACK, "certificate", CERTIFICATE, demander="party_government", basis=basis, **VILLAGE)
    assert verdict.outcome in {UNDECIDED, CONDITIONAL}
    assert any("待制定机关解释" in reason.text and reason.clause == "CC-24" for reason in verdict.reasons)


@pytest.mark.clause("CC-24", "CC-26")
def test_a_claimed_law_alone_lists_no_certificate() -> None:
    claimed: dict[str, FactValue] = {"demander": "party_government", "within_duty": True, "verifiable": True}
    verdict = ask(PACK, "certificate", CERTIFICATE, basis="law", **claimed, **VILLAGE)
    assert verdict.outcome is CONDITIONAL
    assert "待核依据" in verdict.summary


@pytest.mark.clause("CC-24a")
@pytest.mark.parametrize("demander", ["party_government", "enterprise", "court", "individual"])
def test_a_barred_certificate_never_takes_the_way_of_convenience(demander: str) -> None:
    facts: dict[str, FactValue] = {"demander": demander, "within_duty": True, "verifiable": True, **VILLAGE}
    verdict = ask(PACK, "certificate", "亲属关系证明", **facts)
    assert verdict.outcome is FORBIDDEN
    assert {"CC-24a", "CN-01"} <= deciding(verdict)
    assert "公安派出所" in verdict.next_step


@pytest.mark.clause("CC-24a", "CC-25")
def test_a_cancelled_certificate_is_not_issued_and_a_retained_one_is() -> None:
    lists = (
        recorded("certificate_cancelled", "CC-25", CERTIFICATE),
        recorded("certificate_retained", "CC-25", "丧葬证明"),
    )
    known = book_with(PACK, lists)
    facts: dict[str, FactValue] = {"demander": "enterprise", "within_duty": True, "verifiable": True, **VILLAGE}
    cancelled = ask(PACK, "certificate", CERTIFICATE, rulebook=known, **facts)
    assert cancelled.outcome is FORBIDDEN
    assert {"CC-24a", "CC-25"} <= deciding(cancelled)
    assert ask(PACK, "certificate", "丧葬证明", rulebook=known, demander="enterprise", **VILLAGE).outcome is LISTED


@pytest.mark.clause("CC-26")
def test_a_certificate_on_no_list_may_be_issued_if_within_duty_and_verifiable() -> None:
    asked: dict[str, FactValue] = {"demander": "enterprise", **VILLAGE}
    both = ask(PACK, "certificate", CERTIFICATE, within_duty=True, verifiable=True, **asked)
    assert both.outcome is LISTED
    assert deciding(both) == {"CC-26"}
    for lacking in ({"within_duty": False, "verifiable": True}, {"within_duty": True, "verifiable": False}):
        assert ask(PACK, "certificate", CERTIFICATE, **lacking, **asked).outcome is UNDECIDED
    unknown = ask(PACK, "certificate", CERTIFICATE, **asked)
    assert unknown.outcome is UNDECIDED
    assert {"within_duty", "verifiable"} <= set(unknown.missing_facts)


@pytest.mark.clause("CC-27")
def test_public_interest_needs_consultation_first() -> None:
    facts: dict[str, FactValue] = {
        "demander": "enterprise", "within_duty": True, "verifiable": True, "public_interest": True, **VILLAGE,
    }  # fmt: skip
    before = ask(PACK, "certificate", CERTIFICATE, **facts)
    assert before.outcome is CONDITIONAL
    assert deciding(before) == {"CC-27"}
    assert ask(PACK, "certificate", CERTIFICATE, consent_of="村民代表会议", **facts).outcome is LISTED
