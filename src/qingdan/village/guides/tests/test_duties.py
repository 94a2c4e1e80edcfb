"""Reviews of kinds end as the clauses want; offices confirm negative lists, and are told which materials to change."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body
from qingdan.ledger.models import Lead
from qingdan.village.guides import services
from qingdan.village.guides.materials import faults
from qingdan.village.guides.models import ApprovalService, KindReview, NegativeConfirmation, ReviewStep
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries import kind_at, kinds_at
from qingdan.village.guides.services.offices import negative_editions
from qingdan.village.guides.services.reviewing import Done, Ending
from qingdan.village.guides.tests.cast import COMMUNITY, DISTRICT, LIVING, code_of, lead, person, steward

pytestmark = pytest.mark.usefixtures("demo")
GONE = Ending("cancelled", "村里核实不了", replaced_by="凭居住证办理")


def civil() -> Body:
    return Body.objects.get(name="宁河区民政局")


def flagged(reason: str = "unverifiable") -> KindReview:
    return services.open_review(
        actor=steward(), division=DISTRICT, code=code_of(), reason=reason, text="人户分离多，核实不了", owner=civil()
    )


def test_a_flag_shows_until_the_review_is_closed_and_the_kind_stays_on_its_list() -> None:
    review = flagged()
    kind = kind_at(COMMUNITY, LIVING, today())
    assert kind is not None and kind.regime == "retained" and kind.flag == "村（社区）没有能力核实"
    for step in ("opinions", "study", "proposed"):
        with pytest.raises(GuidesProblem, match="还没有登记"):
            services.close_review(actor=lead(), review=review, ending=GONE)
        services.take_step(actor=lead(), review=review, done=Done(step, today(), "做了", "文号"))
    with pytest.raises(GuidesProblem, match="改由谁办"):
        services.close_review(actor=lead(), review=review, ending=Ending("cancelled", "核实不了"))
    closed = services.close_review(actor=lead(), review=review, ending=GONE)
    kind = kind_at(COMMUNITY, LIVING, today())
    assert closed.outcome == "cancelled" and kind is not None and kind.flag == ""
    with pytest.raises(GuidesProblem, match="已经办结"):
        services.take_step(actor=lead(), review=review, done=Done("study", today(), "再做"))


def test_a_kind_may_be_kept_with_a_reason() -> None:
    review = flagged("outdated")
    with pytest.raises(GuidesProblem, match="理由"):
        services.close_review(actor=lead(), review=review, ending=Ending("kept", " "))
    assert services.close_review(actor=lead(), review=review, ending=Ending("kept", "入学还要用")).outcome == "kept"


def test_a_kind_is_reviewed_once_at_a_time_by_those_of_the_place() -> None:
    review = flagged()
    with pytest.raises(GuidesProblem, match="已经在清理"):
        flagged()
    with pytest.raises(NotAllowed):
        services.open_review(
            actor=Account.objects.get(username="kongtong-civil"), division=DISTRICT, code=code_of(), reason="outdated", text="x", owner=civil()
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.take_step(actor=person("department-officer"), review=review, done=Done("study", today(), "做了"))


def test_what_has_no_basis_can_only_be_cancelled() -> None:
    with pytest.raises(GuidesProblem, match="有依据"):
        services.open_review(
            actor=steward(), division=DISTRICT, code="亲属关系证明", reason="no_basis", text="x", owner=civil()
        )
    bare = KindReview.objects.create(
        division=DISTRICT, title="无依据的证明", reason="no_basis", text="x", owner=civil(), opened_by=steward()
    )
    with pytest.raises(GuidesProblem, match="只能取消"):
        services.close_review(actor=lead(), review=bare, ending=Ending("kept", "想留"))
    with pytest.raises(IntegrityError), transaction.atomic():
        KindReview.objects.filter(pk=bare.pk).update(outcome="kept", closed_for="x", closed_on=today())
    assert services.close_review(actor=lead(), review=bare, ending=GONE).outcome == "cancelled"


def test_steps_only_grow() -> None:
    made = services.take_step(actor=lead(), review=flagged(), done=Done("study", today(), "做了"))
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        ReviewStep.objects.filter(pk=made.pk).update(text="别的")


def test_a_body_confirms_each_edition_of_a_negative_list_once_with_its_date() -> None:
    edition = negative_editions(DISTRICT)[0]
    services.confirm_negative(actor=lead(), body=civil(), edition=edition, on=today(), document="区审批负面清单")
    with pytest.raises(GuidesProblem, match="已经确认"):
        services.confirm_negative(actor=lead(), body=civil(), edition=edition, on=today())
    with pytest.raises(NotAllowed):
        services.confirm_negative(actor=person("department-officer"), body=civil(), edition=edition, on=today())


def test_materials_that_are_barred_certificates_raise_a_lead_to_change_them() -> None:
    made = services.record_approval(
        actor=lead(), body=civil(), title="临时救助", materials=["身份证", "村委会出具的收入证明", "亲属关系证明"]
    )
    assert made.faults == 2
    found = Lead.objects.get(source="approval_material")
    assert found.about == civil() and "亲属关系证明" in found.text
    again = services.record_approval(actor=lead(), body=civil(), title="临时救助", materials=["身份证"])
    assert again.pk == made.pk and again.faults == 0 and Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("material", "is_fault"),
    [
        ("亲属关系证明", True),
        ("村（居）委会出具的亲属关系证明原件", True),
        ("公安机关出具的无犯罪记录证明", False),
        ("社区开具的婚姻状况证明", True),
        ("居民身份证", False),
        ("出生医学证明", False),
    ],
)
def test_which_materials_are_certificates_of_a_village(material: str, is_fault: bool) -> None:
    assert bool(faults([material], kinds_at(DISTRICT, today()))) is is_fault


def test_guidance_is_on_record_by_kind() -> None:
    said = {"on": today(), "text": "讲了怎么核实", "places": "苗庄镇各村"}
    made = services.record_guidance(actor=lead(), body=civil(), code=code_of(), **said)
    assert made.title == LIVING
    with pytest.raises(GuidesProblem, match="清单上没有"):
        services.record_guidance(actor=lead(), body=civil(), code="NH-XX-01", **said)


def test_the_pages_of_reviews_and_offices_do_each_thing_once() -> None:
    client = Client()
    client.force_login(lead(), backend="qingdan.foundation.orgs.backend.AccountBackend")
    body, day = civil().pk, today().isoformat()
    flag = {"code": code_of(), "reason": "outdated", "text": "情况", "owner": body, "once": "a" * 32}
    for _time in range(2):
        assert client.post("/guides/reviews/new/", flag).status_code == 302
    pk = KindReview.objects.get().pk
    step = {"kind": "study", "done_on": day, "text": "论证", "once": "b" * 32}
    assert client.post(f"/guides/reviews/{pk}/step/", step).status_code == 302
    assert (
        client.post(
            f"/guides/reviews/{pk}/close/", {"outcome": "kept", "reason": "还要用", "once": "c" * 32}
        ).status_code
        == 302
    )
    assert "论证" in client.get(f"/guides/reviews/{pk}/").content.decode()
    edition = negative_editions(DISTRICT)[0].pk
    for act, said in (
        ("confirm", {"edition": edition, "on": day}),
        ("approval", {"title": "临时救助", "materials": "身份证\n亲属关系证明"}),
        ("guidance", {"code": code_of(), "on": day, "places": "各村", "text": "讲了"}),
    ):
        assert client.post(f"/guides/offices/{act}/", said | {"body": body, "once": act * 5}).status_code == 302
    assert NegativeConfirmation.objects.count() == ApprovalService.objects.count() == 1
    page = client.get("/guides/offices/").content.decode()
    assert "1 件要改" in page and "各村" in page
    assert client.get("/guides/reviews/").status_code == 200 and client.get("/guides/offices/else/").status_code == 404
