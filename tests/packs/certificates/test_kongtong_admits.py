"""崆峒: a kind that villagers need and no list has goes from the counter to the town, to the body that applies, through the
workflow of work items with its tests and its guide, onto the list, and back to the counter (KT-47, KT-48)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from qingdan.entry.admission import services as admission
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.tests import cast
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import BodyType, Level, Role
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.services import grant_role
from qingdan.foundation.web.tests.people import person, place
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.village.certificates.choices import Cause, Demander, Settled, State, Way
from qingdan.village.certificates.judging import Request
from qingdan.village.certificates.models import Application, Coordination
from qingdan.village.certificates.persons import Person
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_certificate
from qingdan.village.certificates.services import explaining, handling
from qingdan.village.certificates.services.issuing import issue
from qingdan.village.certificates.services.receiving import Party, receive
from qingdan.village.certificates.tests.cast import id_number
from qingdan.village.certificates.ways import Answers
from qingdan.village.guides import services as guides
from qingdan.village.guides.models import Source
from qingdan.village.guides.queries import kind_at
from qingdan.village.guides.services import Draft
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db
VILLAGE, TOWN, TITLE, WHY = "620802101201", "620802101000", "租住情况证明", "给孩子报名上学"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *cast.installed())


def client(account: Account) -> Client:
    made = Client()
    made.force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
    return made


def clerk() -> Account:
    return cast.person("kongtong-village")


def asked(order: int = 1, **more: Any) -> Application:
    """A resident asks at the village's counter, for themselves, and shows their card."""
    who = Party(person=Person("王小明", id_number(order), "13800001111"), identity_checked=True)
    request = Request(
        division=VILLAGE, title=TITLE, demander_class=Demander.INDIVIDUAL, answers=Answers(verifiable=True), **more
    )
    return receive(actor=clerk(), request=request, party=who)


def explained(order: int = 1) -> Application:
    return explaining.deliver_explanation(actor=clerk(), application=asked(order), how="打印交给本人")


def reported(order: int = 1) -> Coordination:
    return explaining.escalate(actor=clerk(), application=explained(order), cause=Cause.NO_RULE, reason=WHY)


def refused(words: str, **more: Any) -> None:
    with pytest.raises(AdmissionProblem, match=words):
        cast.certificate_submitted(title=f"{TITLE}（试）", **more)


@pytest.mark.clause("KT-47", "KT-48")
def test_a_kind_is_admitted_by_the_workflow_of_work_items_with_three_tests_and_its_guide_and_issued_then() -> None:
    made = asked()
    assert (made.way, made.way_clause) == (Way.ADMIT, "KT-47")
    assert made.explanation.reason.startswith(f"“{TITLE}”不在保留清单里") and "申请准入" in made.explanation.instead
    with pytest.raises(CertificateProblem):
        issue(actor=clerk(), application=made, verified_how="看过")
    for test in ("unregulated", "useful", "verifiable"):  # each of the three, open or answered no
        refused("KT-47", **{test: None})
        refused("^不能报送.*KT-47", **{test: False})
    for part in ({"model_text": ""}, {"flow_steps": ()}, {"operating_rule": ""}):  # form, procedure, operating rule
        refused("KT-48", **part)
    work = cast.certificate_submitted().kept_procedure
    same = admission.start_case(
        actor=cast.person("kongtong-applicant"),
        body=cast.body("崆峒区残联"),
        application=cast.application(divisions=(cast.KONGTONG,)),
    )
    items = admission.submit(actor=cast.person("kongtong-applicant"), case=same).kept_procedure
    assert (
        work and items and [(step.act, step.by) for step in work.steps] == [(step.act, step.by) for step in items.steps]
    )
    case = cast.certificate_admitted(title=TITLE)  # KT-11 to KT-14: three bodies, 区委 and 区政府, the published list
    assert AdmittedItem.objects.get().title == TITLE
    with pytest.raises(CertificateProblem, match="样表"):
        issue(actor=clerk(), application=asked(2), verified_how="看过")
    published(case)
    ready = handling.fill(actor=clerk(), application=asked(3), values={"gap3": "二区八号", "gap4": "2026年1月1日"})
    kept = issue(actor=clerk(), application=ready, verified_how="看租房合同，问了房东")
    text = "".join(open_certificate(kept).paragraphs)
    assert kept.number and text.endswith("现租住在二区八号，自2026年1月1日起。")


def published(case: Case) -> None:
    """The guide, which its steward begins with the words of the application, published by another."""
    steward = cast.person("kongtong-steward")
    kind = kind_at(cast.KONGTONG, TITLE, today())
    assert kind is not None and kind.regime == "retained"
    draft = guides.begin_version(actor=steward, division=cast.KONGTONG, code=kind.code)
    assert (draft.source, draft.provided_by, draft.document) == (
        Source.DEPARTMENT,
        "崆峒区残联",
        f"准入申请 {case.number}",
    )
    assert draft.content["procedure"] == ["本人申请", "村里核实", "出具"] and "gap3" in draft.content["model_text"]
    content = draft.content | {"issuing_body": "村民委员会", "purpose": WHY, "simple": True}
    written = guides.write_version(actor=steward, version=draft, draft=Draft(GuideContent.model_validate(content)))
    guides.publish_version(
        actor=cast.person("kongtong-party"), version=guides.submit_version(actor=steward, version=written)
    )


def test_the_village_reports_it_the_town_names_the_body_and_the_bodys_form_is_filled_in() -> None:
    known = reported()
    town = person(Role.TOWN_CLERK, at=TOWN, name="孙镇办")
    made = known.application
    assert (made.state, known.demander, known.reason, known.town_id) == (
        State.ESCALATED,
        "个人，或者自己要用",
        WHY,
        TOWN,
    )
    queue = client(town).get("/certificates/coordination/").content.decode()
    assert TITLE in queue and WHY in queue and "王小明" not in queue
    page = client(town).get(f"/certificates/{made.pk}/").content.decode()
    assert "由主管单位或者镇街申请" in page and "/admission/new/" not in page  # this clerk stands for no body
    explaining.record_contact(actor=town, application=made, body="区残联")
    explaining.record_contact(actor=town, application=made, body="区残联")
    told = Message.objects.get(recipient=cast.person("kongtong-applicant"), title__startswith="村里要一种新证明")
    assert told.link == f"/certificates/wanted/{known.pk}/" and "王小明" not in told.title + told.body
    office = client(cast.person("kongtong-applicant"))
    page = office.get(told.link).content.decode()
    assert WHY in page and "王" not in page.split("<main")[1] and "/admission/new/?kind=certificate" in page
    url = page.split('button--main" href="')[1].split('"')[0].replace("&amp;", "&")
    form = office.get(url).content.decode()
    assert f'value="{TITLE}"' in form and WHY in form and form.count('<option value="true" selected>') == 1
    explaining.answer(actor=town, application=made, contacted="", settled=Settled.APPLIED, outcome="区残联已报送申请。")
    explaining.tell_resident(actor=clerk(), application=made, how="打电话告诉本人")
    made.refresh_from_db()
    assert made.state == State.CLOSED


def test_a_town_that_applies_itself_gets_the_form_too() -> None:
    known = reported()
    body = Body.objects.create(name="某镇人民政府", division=place(TOWN), level=Level.TOWN, type=BodyType.TOWN)
    town = person(name="钱镇办")
    grant_role(actor=None, account=town, role=Role.TOWN_CLERK, division=place(TOWN), body=body)
    assert "以本单位名义申请准入" in client(town).get(f"/certificates/{known.application_id}/").content.decode()
    assert "申请准入" in client(town).get(f"/certificates/wanted/{known.pk}/").content.decode()


def test_once_it_is_admitted_village_and_body_are_told_so() -> None:
    known = reported()
    cast.certificate_admitted(title=TITLE)
    assert "可以重新受理" in client(clerk()).get(f"/certificates/{known.application_id}/").content.decode()
    page = client(cast.person("kongtong-applicant")).get(f"/certificates/wanted/{known.pk}/").content.decode()
    assert "已经准入" in page and "/admission/new/" not in page


def test_the_reason_is_asked_and_no_other_cause_will_do() -> None:
    made = explained()
    for said, field in (({"cause": Cause.NO_RULE}, "reason"), ({"cause": Cause.POLICY_GAP, "reason": WHY}, "cause")):
        with pytest.raises(CertificateProblem) as told:
            explaining.escalate(actor=clerk(), application=made, **said)
        assert told.value.field == field
    page = client(clerk()).get(f"/certificates/{made.pk}/escalate/").content.decode()
    assert "村民办什么事要用" in page and "政策衔接" not in page
    sent = {"reason": WHY, "demander": "", "once": "k"}
    assert client(clerk()).post(f"/certificates/{made.pk}/escalate/", sent).status_code == 302
    assert client(clerk()).post(f"/certificates/{made.pk}/escalate/", sent).status_code == 302
    known = Coordination.objects.get(application=made)
    known.reason = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        known.save()


def test_strangers_see_none_of_it_and_the_page_asks_as_often_whatever_was_reported() -> None:
    first = reported()
    office, counts = client(cast.person("kongtong-applicant")), []
    for order in range(2, 5):
        with CaptureQueriesContext(connection) as seen:
            assert office.get(f"/certificates/wanted/{first.pk}/").status_code == 200
        counts.append(len(seen))
        reported(order)
    assert len(set(counts)) == 1
    for name in ("department-officer", "lead-civil", "town-clerk"):  # of the other district
        assert client(cast.person(name)).get(f"/certificates/wanted/{first.pk}/").status_code == 404
    assert client(clerk()).get(f"/certificates/wanted/{first.pk}/").status_code == 404
    Coordination.objects.filter(pk=first.pk).update(cause=Cause.POLICY_GAP)
    assert office.get(f"/certificates/wanted/{first.pk}/").status_code == 404
