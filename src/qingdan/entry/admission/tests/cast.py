"""The people of the demonstration who take part in admission, and short ways through its procedures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, Case, LocalProcedure, PaperDecision, PaperKind
from qingdan.entry.admission.rules import Stance
from qingdan.entry.admission.services import Application, Paper
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import BodyType, Level, Role
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.services import create_account, grant_role
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services as lists
from qingdan.register.lists.models import Openness
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.services.drafting import Heading

DISTRICT, TOWN, VILLAGE = "120117000000", "120117103000", "120117103201"
CIVIL, PARTY, RURAL = "区民政局", "区委组织部", "区委农办"
COMMITTEE, GOVERNMENT = "区委", "区政府"
TITLE = "残疾人家庭无障碍需求季度表"


def person(name: str) -> Account:
    """An account of the demonstration: department-officer, lead-civil … or its whole user name."""
    return Account.objects.get(username=name if "kongtong" in name or name.startswith("test-") else f"demo-{name}")


def client(name: str) -> Client:
    """A browser in which a demo person is signed in."""
    made = Client()
    made.force_login(person(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return made


def applicant() -> Account:
    """Drafts for 区残联."""
    return person("department-officer")


def body(name: str = "宁河区残联") -> Body:
    """A body of the demonstration."""
    return Body.objects.get(name=name)


def application(**more: Any) -> Application:
    """A complete application for a quarterly form."""
    said: dict[str, Any] = {
        "kind": "form",
        "title": TITLE,
        "content": "每季度登记有无障碍改造需求的残疾人家庭，报镇街汇总。",
        "basis": "province",
        "basis_text": "《天津市残疾人保障条例》第十条",
        "divisions": (DISTRICT,),
        "duration": "standing",
        "review_on": today() + timedelta(days=365),
        "frequency": "quarterly",
        "minutes": 30,
        "funding_standard": "每村每年 200 元",
        "funding_source": "区残联年度预算",
        "training": "每年 3 月集中培训一次，平时电话指导",
        "flow_steps": ("村里登记需求", "镇街汇总", "区残联上门核对"),
    }
    return Application(**(said | more))


def drafted(**more: Any) -> Case:
    """A draft of 区残联."""
    return services.start_case(actor=applicant(), body=body(), application=application(**more))


def submitted(**more: Any) -> Case:
    """Handed in: with 区民政局 for the initial review."""
    case = drafted(**more)
    return services.submit(actor=applicant(), case=case)


def opined(case: Case, party: Stance = Stance.AGREE, rural: Stance = Stance.AGREE) -> Case:
    """With both opinions."""
    for name, seat, stance in (("lead-party", PARTY, party), ("lead-rural", RURAL, rural)):
        services.give_opinion(actor=person(name), case=case, seat=seat, stance=stance, text="已研究。")
    case.refresh_from_db()
    return case


def reviewed(case: Case) -> Case:
    """Passed by the initial review: the applicant is to seek approval."""
    opined(case)
    return services.write_review(
        actor=person("lead-civil"), case=case, seat=CIVIL, stance=Stance.AGREE, text="初审通过。"
    )


def recorded(case: Case, *seats: str, stance: Stance = Stance.AGREE, **more: Any) -> PaperDecision:
    """A paper, recorded by the decision recorder."""
    said: dict[str, Any] = {
        "kind": PaperKind.REPLY, "day": today(), "stance": stance, "number": "津宁党〔2026〕9号", "kept_at": "区委办档案室",
    }  # fmt: skip
    paper = Paper(**(said | more))
    return services.record_paper(actor=person("decision-recorder"), case=case, seats=seats, paper=paper)


def confirmed(paper: PaperDecision) -> Case:
    """Confirmed by a second person, of 区民政局."""
    return services.confirm_paper(actor=person("lead-civil"), paper=paper)


def approved(case: Case) -> Case:
    """Handed on by the applicant and approved by both on one paper of the two offices."""
    reviewed(case)
    services.hand_on(actor=applicant(), case=case)
    return confirmed(recorded(case, COMMITTEE, GOVERNMENT, kind=PaperKind.TWO_OFFICES))


def filed(case: Case, **more: Any) -> AdmittedItem:
    """Filed with 区民政局: the code is valid."""
    approved(case)
    services.hand_on(actor=applicant(), case=case)
    return services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL, **more)


def admitted(**more: Any) -> AdmittedItem:
    """An item that went the whole way."""
    return filed(submitted(**more))


def officer(name: str, of: Body, role: Role = Role.DEPARTMENT_OFFICER) -> Account:
    """A further account of a body."""
    account = create_account(actor=None, username=f"test-{name}", display_name=name, is_demo=True)
    grant_role(actor=None, account=account, role=role, division=of.division, body=of)
    return account


def anshan() -> dict[str, Body]:
    """Bodies of 鞍山市 and of one of its districts, with a town, as its document names them."""
    places = (
        ("210000000000", "辽宁省", Level.PROVINCE, None),
        ("210300000000", "鞍山市", Level.CITY, "210000000000"),
        ("210302000000", "铁东区", Level.COUNTY, "210300000000"),
        ("210302001000", "长甸街道", Level.TOWN, "210302000000"),
        ("210302001001", "一社区居委会", Level.VILLAGE, "210302001000"),
        ("210302001002", "二社区居委会", Level.VILLAGE, "210302001000"),
    )
    for code, name, level, above in places:
        kind = "community" if level is Level.VILLAGE else ""
        Division.objects.get_or_create(
            code=code, defaults={"name": name, "level": level, "parent_id": above, "kind": kind}
        )
    named = (
        ("鞍山市委", ["市委"], Level.CITY, BodyType.PARTY_GOVERNMENT, "210300000000"),
        ("鞍山市人民政府", ["市政府"], Level.CITY, BodyType.PARTY_GOVERNMENT, "210300000000"),
        ("鞍山市残联", ["市残联"], Level.CITY, BodyType.MASS_ORG, "210300000000"),
        ("铁东区委", ["区委"], Level.COUNTY, BodyType.PARTY_GOVERNMENT, "210302000000"),
        ("铁东区人民政府", ["区政府"], Level.COUNTY, BodyType.PARTY_GOVERNMENT, "210302000000"),
        ("铁东区残联", ["区残联"], Level.COUNTY, BodyType.MASS_ORG, "210302000000"),
        ("铁东区委编办", ["区委编办"], Level.COUNTY, BodyType.DEPARTMENT, "210302000000"),
        ("长甸街道办事处", ["长甸街道"], Level.TOWN, BodyType.TOWN, "210302001000"),
    )
    found = {}
    for name, aliases, level, sort, division in named:
        found[name], _made = Body.objects.get_or_create(
            division_id=division, name=name, defaults={"aliases": aliases, "level": level, "type": sort}
        )
    return found


BEIJING = ("110000000000", "北京市", "110101000000", "东城区")
CHANGCHUN = ("220100000000", "长春市", "220102000000", "南关区")
"""Places whose documents state no steps: above, its name, the district, its name."""


def unstated(above: str, city: str, district: str, name: str) -> Body:
    """Bodies and a community of a district whose document states no steps; the body that applies."""
    upper = Level.CITY if above[2:6] != "0000" else Level.PROVINCE
    for code, called, level in ((above, city, upper), (district, name, Level.COUNTY)):
        Division.objects.get_or_create(code=code, defaults={"name": called, "level": level})
    kept = {"name": "某社区", "level": Level.VILLAGE, "kind": "community"}
    Division.objects.get_or_create(code=f"{district[:6]}001001", defaults=kept)
    for short in ("区民政局", "区委社会工委", "区残联", "区委", "区政府"):
        said = {"aliases": [short], "level": Level.COUNTY, "type": BodyType.DEPARTMENT}
        Body.objects.get_or_create(division_id=district, name=name + short[1:], defaults=said)
    return body(f"{name}残联")


def beijing_words() -> services.LocalMethod:
    """A local method of a district of 北京市, in a form's words."""
    return services.LocalMethod(
        title="东城区准入办法", kinds=["form"], document="东城区社区工作准入办法", source="区委办印发件，原件在区民政局",
        leads="区民政局", asks=["区委社会工委"], approvers=[], filing="区民政局",
    )  # fmt: skip


def beijing_method() -> LocalProcedure:
    """The local method of a district of 北京市, recorded by a steward and confirmed by its lead body."""
    civil = body("东城区民政局")
    steward, lead = officer("管", civil, Role.LIST_STEWARD), officer("牵头", civil, Role.LEAD_OFFICER)
    recorded = services.record_local_procedure(actor=steward, division=BEIJING[2], method=beijing_words())
    return services.confirm_local_procedure(actor=lead, procedure=recorded)


def filed_in_beijing(case: Case, actor: Account) -> AdmittedItem:
    """A drafted case that goes the way of :func:`beijing_method`: opinion, review, filing."""
    lead = Account.objects.get(username="test-牵头")
    services.submit(actor=actor, case=case)
    asked = officer("社会工委", body("东城区委社会工委"))
    services.give_opinion(actor=asked, case=case, seat="区委社会工委", stance=Stance.AGREE, text="")
    services.write_review(actor=lead, case=case, seat="区民政局", stance=Stance.AGREE, text="通过")
    services.hand_on(actor=actor, case=case)
    return services.file_case(actor=lead, case=case, seat="区民政局")


KONGTONG = "620802000000"
KONGTONG_REVIEWERS = {"区委组织部": "kongtong-party", "区委农办": "kongtong-rural", "区民政局": "kongtong-civil"}


def opined_in_kongtong(case: Case, *seats: str, stance: Stance = Stance.AGREE) -> Case:
    """With the opinions of these of the three reviewing bodies of 崆峒区."""
    for seat in seats:
        services.give_opinion(
            actor=person(KONGTONG_REVIEWERS[seat]), case=case, seat=seat, stance=stance, text="已审核"
        )
    case.refresh_from_db()
    return case


def approved_in_kongtong(case: Case) -> Case:
    """Handed on by a reviewer and approved by 区委 and 区政府 on paper: in the draft of the list's next edition."""
    services.hand_on(actor=person("kongtong-civil"), case=case)
    paper = Paper(kind=PaperKind.REPLY, day=today(), stance=Stance.AGREE, number="区委发〔2026〕1号", kept_at="区委办")
    row = services.record_paper(actor=person("kongtong-recorder"), case=case, seats=["区委", "区政府"], paper=paper)
    return services.confirm_paper(actor=person("kongtong-civil"), paper=row)


def published_in_kongtong(case: Case) -> Case:
    """The edition with the item published, in force from today on: the item is admitted."""
    case.refresh_from_db()
    edition, steward = case.list_edition, person("kongtong-steward")
    assert edition is not None
    heading = Heading(document="区委办、区政府办文件", published_on=today(), effective_on=today(), reason="准入新增")
    lists.set_heading(actor=steward, edition=edition, heading=heading)
    lists.submit_edition(actor=steward, edition=edition)
    edition.refresh_from_db()
    lists.publish_edition(
        actor=person("kongtong-party"), edition=edition, openness=Openness.INTERNAL, openness_review="内部", not_secret=True
    )  # fmt: skip
    case.refresh_from_db()
    return case


SAMPLE = "兹证明{姓名}（证件号码{证件号码}）现租住在{住址}，自{起租日期}起。"


def certificate(**more: Any) -> Application:
    """A complete application of 崆峒区 for a new kind of certificate: the three tests, the sample, the procedure, the rule."""
    said: dict[str, Any] = {
        "kind": "certificate", "title": "租住情况证明", "content": "村民给孩子报名要用，村里知道谁租住在哪里。", "basis": "rule",
        "basis_text": "某办法第三条", "divisions": (KONGTONG,), "units": ("village",), "frequency": "", "minutes": 10,
        "flow_steps": ("本人申请", "村里核实", "出具"), "unregulated": True, "useful": True, "verifiable": True, "model_text": SAMPLE,
        "operating_rule": "看租房合同和身份证，问房东或者邻居；不清楚的不出。",
    }  # fmt: skip
    return application(**(said | more))


def certificate_drafted(**more: Any) -> Case:
    """A draft of 崆峒区残联 for a kind of certificate."""
    actor = person("kongtong-applicant")
    return services.start_case(actor=actor, body=body("崆峒区残联"), application=certificate(**more))


def certificate_submitted(**more: Any) -> Case:
    """Handed in to the three."""
    return services.submit(actor=person("kongtong-applicant"), case=certificate_drafted(**more))


def certificate_admitted(**more: Any) -> Case:
    """The whole way of 崆峒区, to the published edition."""
    case = opined_in_kongtong(certificate_submitted(**more), *KONGTONG_REVIEWERS)
    return published_in_kongtong(approved_in_kongtong(case))


def installed() -> tuple[Any, ...]:
    """What every module of these tests installs once."""
    return install_library_packs, install_pack_lists, install_demo
