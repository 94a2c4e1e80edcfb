"""What Anshan's document asks of seals, in a village of Anshan under its own pack."""

from __future__ import annotations

from typing import Any

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.tests.people import person, place
from qingdan.village.seals import services
from qingdan.village.seals.models import Seal, SealUse
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.queries import approval_for, uses_for
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services import NewSeal, Wanted
from qingdan.village.seals.settings import seal_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
VILLAGE = "210381100201"


@pytest.fixture
def clerk() -> Account:
    return person(Role.VILLAGE_CLERK, at=VILLAGE, name="于文书")


@pytest.fixture
def head() -> Account:
    return person(Role.VILLAGE_HEAD, at=VILLAGE, name="宋主任")


@pytest.fixture
def seal(clerk: Account) -> Seal:
    new = NewSeal("committee", "某某村村民委员会", Who(None, "关会计"), "村委会主任")
    return services.register_seal(actor=clerk, division=place(VILLAGE), new=new)


def certificate(**more: Any) -> Wanted:
    said: dict[str, Any] = {
        "document_title": "证明（2026）第17号",
        "purpose": "公共利益事项",
        "source": "certificate",
        "reference": "17",
    }
    return Wanted(**(said | more))


def test_who_must_be_another_cites_the_clause() -> None:
    rules = seal_rules(VILLAGE, today())
    assert {each.persons for each in rules.separations} == {("keeper", "approver"), ("applicant", "approver")}
    assert all(each.clauses == ("AS-51",) for each in rules.separations)


@pytest.mark.clause("AS-51")
def test_the_seal_comes_only_after_the_heads_signature_and_every_use_is_logged(
    seal: Seal, clerk: Account, head: Account
) -> None:
    waiting = services.ask_approval(actor=clerk, seal=seal, wanted=certificate())
    with pytest.raises(SealProblem, match="没有批准的，不能用印"):
        services.record_use(actor=clerk, approval=waiting)
    with pytest.raises(NotAllowed, match="村委会主任批准"):
        services.approve(actor=clerk, approval=waiting)
    own = services.ask_approval(actor=head, seal=seal, wanted=certificate(reference="18"))
    with pytest.raises(SealProblem, match="不能是同一个人"):
        services.approve(actor=head, approval=own)
    services.approve(actor=head, approval=waiting)
    assert approval_for("certificate", "17") == waiting
    use = services.record_use(actor=clerk, approval=waiting, presser=Who(None, "关会计"))
    (entry,) = uses_for("certificate", "17")
    assert entry == use
    logged = entry.approval
    assert (logged.document_title, logged.purpose) == ("证明（2026）第17号", "公共利益事项")
    assert (entry.presser_name, logged.applicant_name, logged.approver_name) == ("关会计", "于文书", "宋主任")
    for nothing in (certificate(source="", reference=""), certificate(reference="")):
        with pytest.raises(SealProblem, match="没有对应材料的，不能用印"):
            services.ask_approval(actor=clerk, seal=seal, wanted=nothing)
        with pytest.raises(SealProblem, match="没有对应材料的，不能用印"):
            services.record_approval(
                actor=head, seal=seal, wanted=Wanted(**{**vars_of(nothing), "applicant": Who(None, "于文书")})
            )
    assert SealUse.objects.filter(seal=seal).count() == 1


def vars_of(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in wanted.__slots__}
