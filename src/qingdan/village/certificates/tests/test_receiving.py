"""A request is judged by the rules of its day: issued kinds are handled, the others explained, demands counted."""

from __future__ import annotations

import pytest

from qingdan.foundation.audit.queries import verify
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.personal.id_numbers import BadIdNumber
from qingdan.ledger.models import Lead
from qingdan.village.certificates import persons
from qingdan.village.certificates.choices import Channel, Demander, State, Way
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_application
from qingdan.village.certificates.services.receiving import Party, receive
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tests.cast import AID, BARRED, LAND, LIVING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_a_kept_simple_kind_is_handled_on_the_spot() -> None:
    made = cast.received()
    assert (made.state, made.way, made.regime) == (State.HANDLING, Way.ISSUE, "retained")
    assert made.simple and made.due_on == today() and not made.safeguards.exists()
    assert made.verdict["editions"] and made.verdict["pack_hash"]
    assert "王小明" not in str(made.sealed) and open_application(made).parts["name"] == "王小明"


def test_a_complex_kind_opens_an_investigation_with_its_limit_in_working_days() -> None:
    made = cast.received(cast.wanted(AID))
    assert not made.simple and made.due_on is not None and made.due_on > today()
    assert [(each.need, each.due_on) for each in made.safeguards.all()] == [("investigation", made.due_on)]


def test_public_interest_needs_deliberation_and_the_head() -> None:
    made = cast.received(cast.wanted(LAND))
    assert {each.need for each in made.safeguards.all()} == {"investigation", "deliberation", "head_signature"}


def test_a_barred_kind_is_explained_and_its_demander_counted_and_reported() -> None:
    made = cast.refused()
    slip = made.explanation
    assert (made.state, made.way, made.ungrounded) == (State.TO_EXPLAIN, Way.REPORT, True)
    assert (
        "不应由基层群众性自治组织出具证明事项清单" in slip.item
        and "公安派出所" in slip.instead
        and slip.clause == "CN-01"
    )
    lead = Lead.objects.get(pk=made.lead_id or 0)
    assert lead.about == cast.demo("department-officer").post.body or lead.about.name == "宁河区残联"
    assert "李四" not in f"{lead.title}{lead.text}{lead.verdict}"


def test_a_bank_is_counted_and_reported_to_nobody() -> None:
    made = cast.received(cast.by_bank(BARRED), Party())
    assert made.ungrounded and made.lead is None and made.state == State.TO_EXPLAIN


def test_a_residents_own_wish_is_no_demand() -> None:
    made = cast.received(cast.wanted(BARRED), Party())
    assert not made.ungrounded and made.lead is None


def test_a_body_above_the_district_is_counted_but_never_a_lead() -> None:
    made = cast.received(cast.by_department(BARRED, demander="天津市人民政府"), Party())
    assert made.ungrounded and made.lead is None
    unknown = cast.received(cast.by_department(BARRED, demander="某某处"), Party())
    assert unknown.ungrounded and unknown.lead is None
    by_name = cast.received(cast.by_department(BARRED, demander="区社保中心"), Party())
    assert by_name.lead is not None


def test_typing_a_name_anew_gets_no_round_a_barred_kind() -> None:
    made = cast.received(cast.wanted(" 亲属关系 证明"), Party())
    assert made.regime == "barred" and made.kind_title == BARRED


def test_what_is_on_no_list_goes_the_way_of_the_place() -> None:
    made = cast.received(cast.by_bank("跳广场舞证明"), Party())
    assert (made.regime, made.way, made.state) == ("neither", Way.REPORT, State.TO_EXPLAIN)


def test_issuing_asks_for_a_checked_card() -> None:
    for who, field in ((Party(), "id_number"), (Party(person=cast.resident()), "identity_checked")):
        with pytest.raises(CertificateProblem) as refused:
            receive(actor=cast.clerk(), request=cast.wanted(), party=who)
        assert refused.value.field == field
    assert not Application.objects.exists()


def test_an_agent_brings_the_letter() -> None:
    agent = cast.resident("赵大", 7)
    with pytest.raises(CertificateProblem, match="委托书"):
        cast.received(who=cast.party(agent=agent, channel=Channel.PROXY.value))
    made = cast.received(who=cast.party(agent=agent, proxy_seen=True, channel=Channel.PROXY.value))
    assert open_application(made).masked()["受托人姓名"] == "赵*"


def test_the_same_person_does_not_ask_twice_at_a_time() -> None:
    cast.received()
    with pytest.raises(CertificateProblem, match="正在办"):
        cast.received()
    assert cast.received(who=cast.party("王小红", 2)).state == State.HANDLING
    assert cast.received(cast.wanted(AID)).state == State.HANDLING


def test_the_town_does_it_for_a_village_and_it_is_marked() -> None:
    made = cast.received(actor=cast.town())
    assert made.on_behalf
    for stranger in ("department-officer", "lead-civil", "supervisor", "system-admin"):
        with pytest.raises(NotAllowed):
            receive(actor=cast.demo(stranger), request=cast.wanted(), party=cast.party())
    with pytest.raises(NotAllowed):
        cast.received(cast.wanted(division=cast.SIBLING))


@pytest.mark.parametrize(("said", "field"), [
    ({"title": ""}, "title"), ({"title": "长" * 61}, "title"), ({"demander_class": "moon"}, "demander_class"),
    ({"demander_class": Demander.COURT.value}, "demander"), ({"purpose": "用" * 201}, "purpose"), ({"basis": "x"}, "basis"),
    ({"code": "NH-没有"}, "code"),
])  # fmt: skip
def test_bad_input_is_told_in_words(said: dict[str, str], field: str) -> None:
    with pytest.raises(CertificateProblem) as refused:
        cast.received(cast.wanted(**{"title": LIVING, **said}))
    assert refused.value.field == field and "。" in str(refused.value)


@pytest.mark.parametrize(
    "number",
    [
        "120221197001010018",
        "120221700101001",
        "12022119701301001X",
        "",
        "9" * 200,
        "１２０２２１１９７００１０１００１８",
    ],
)
def test_wrong_numbers_are_refused_without_being_repeated(number: str) -> None:
    with pytest.raises(BadIdNumber) as refused:
        persons.person("王小明", number)
    assert number[:6] not in str(refused.value) or not number


@pytest.mark.parametrize(("typed", "plain"), [
    ("买买提•吐尔逊", "买买提·吐尔逊"), (" 阿依古丽・艾合买提 ", "阿依古丽·艾合买提"), ("㛃𬱖", "㛃𬱖"), ("John  Smith", "John Smith"),
    ("王 小　明", "王小明"), ("买买提．吐尔逊", "买买提·吐尔逊"), ("买买提.吐尔逊", "买买提·吐尔逊"), ("买买提 ·· 吐尔逊", "买买提·吐尔逊"), ("买买提ᐧ吐尔逊", "买买提·吐尔逊"),
    ("Ｊｏｈｎ O’Neil", "John O'Neil"), ("王\U00031350", "王\U00031350"), ("ئالىم تۇرسۇن", "ئالىم تۇرسۇن"),
])  # fmt: skip
def test_names_of_all_sorts_are_taken(typed: str, plain: str) -> None:
    assert persons.plain_name(typed) == plain


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "王" * 51,
        "王<b>",
        "·王",
        "王1",
        "王\u202e小",
        "王\ue000明",
        "王\ufffd",
        "王〓",
        "王\U000f0000",
        "王\u0378",
    ],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    if typed == "王\u202e小":
        assert persons.plain_name(typed) == "王小"
        return
    with pytest.raises(CertificateProblem):
        persons.plain_name(typed)


def test_a_sign_of_somebodys_own_making_is_told_and_never_left_out() -> None:
    with pytest.raises(CertificateProblem, match="自造"):
        persons.plain_name("王\ue863明")


@pytest.mark.parametrize(
    "typed", ["+86 138-0000-1111", "0086 13800001111", "86-13800001111", "１３８００００１１１１", "138-0000-1111"]
)
def test_a_mobile_number_is_taken_however_it_is_typed(typed: str) -> None:
    assert persons.plain_phone(typed) == "13800001111"


def test_the_audit_holds_and_names_nobody() -> None:
    cast.refused()
    cast.received()
    assert not verify()
