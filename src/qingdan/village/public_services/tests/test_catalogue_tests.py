"""Into the purchase catalogue only with both tests and both signatures: an edition with anything else is not published."""

from __future__ import annotations

import pytest

from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.tests.browsing import browser, page, person
from qingdan.policy.gate.model import ListKind
from qingdan.register.lists.models import EditionState
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.tests.cast import dated, draft, lead, publish, submitted
from qingdan.village.public_services.models import PurchaseTest
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.services.purchasing import PurchaseTested, record_test, sign_test
from qingdan.village.public_services.tests.cast import DISTRICT, body, demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
MEALS = "独居老人助餐配送"


def finance() -> Account:
    return person("财政", Role.DEPARTMENT_OFFICER, DISTRICT, body("宁河区财政局"))


@pytest.mark.clause("NH-25")
def test_an_item_enters_the_versioned_catalogue_only_with_both_tests_and_both_signatures() -> None:
    edition = submitted(dated(draft(MEALS, kind=ListKind.PURCHASE, title="宁河区政府购买服务指导性目录")))
    with pytest.raises(ListsProblem, match="NH-25"):
        publish(edition, actor=lead())
    made = record_test(actor=demo("lead-civil"), body=body("宁河区民政局"), division=DISTRICT, tested=yes())
    with pytest.raises(ListsProblem, match=MEALS):
        publish(edition, actor=lead())
    edition.refresh_from_db()
    assert edition.state == EditionState.DRAFT, "the refused publication is undone"
    sign_test(actor=finance(), test=made)
    made.refresh_from_db()
    assert made.passed and publish(edition, actor=lead()).number == 1


def yes(title: str = MEALS) -> PurchaseTested:
    return PurchaseTested(title, True, True, "民政职责，适合社会组织做")


def test_one_body_does_not_sign_twice_and_others_not_at_all() -> None:
    made = record_test(actor=demo("lead-civil"), body=body("宁河区民政局"), division=DISTRICT, tested=yes())
    for who in (demo("lead-civil"), demo("department-officer"), demo("kongtong-civil")):
        with pytest.raises(NotAllowed):
            sign_test(actor=who, test=made)
    signer = finance()
    sign_test(actor=signer, test=made)
    with pytest.raises(ServiceProblem, match="已经签过"):
        sign_test(actor=signer, test=made)
    with pytest.raises(ServiceProblem, match="已经审核过"):
        record_test(
            actor=demo("lead-civil"), body=body("宁河区民政局"), division=DISTRICT, tested=yes("独居老人 助餐配送")
        )


def test_it_is_done_on_its_pages() -> None:
    own = body("宁河区民政局").pk
    said = {"title": MEALS, "government_duty": "on", "market_suitable": "on", "reason": "按文件"}
    refused = browser("lead-civil").post(f"/purchases/tests/new/{own}/", {**said, "market_suitable": ""})
    assert refused.status_code == 400 and "两条都成立" in refused.content.decode()
    assert browser("lead-civil").post(f"/purchases/tests/new/{own}/", said).status_code == 302
    made = PurchaseTest.objects.get()
    assert browser("lead-civil").post(f"/purchases/tests/{made.pk}/sign/").status_code == 404
    signer = browser(finance())
    assert signer.post(f"/purchases/tests/{made.pk}/sign/").status_code == 302
    assert signer.post(f"/purchases/tests/{made.pk}/sign/").status_code == 302
    assert "新增 1 项" in page(signer, "/purchases/tests/") and "新增 1 项" in page(
        browser("village-clerk"), "/purchases/tests/"
    )
