"""What documents want reported of certificates: channels, bases, kinds by quarter, how long it takes."""

from __future__ import annotations

from typing import Any

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.policy.packs.reading import library_packs
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.numbers.counting import Numbers, pace_by_kind
from qingdan.village.certificates.numbers.tables import ANNUAL_HEAD, annual_rows
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.services.issuing import issue
from qingdan.village.guides import services
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries import kinds_at
from qingdan.village.guides.queries.catalogue import catalogue
from qingdan.village.guides.services.publishing import Placed
from tests.packs.certificates.support import KEPT, Place, village_of
from tests.packs.certificates.test_guides import KONGTONG, TIEDONG, Office, keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


def issued(here: Place, order: int) -> None:
    issue(actor=here.clerk, application=here.fill(here.ask(KEPT, order=order)), verified_how="看过")


@pytest.mark.clause("AS-54")
def test_anshan_wants_a_guide_on_five_channels_at_the_same_time() -> None:
    keep("anshan", "AS-47")
    office = Office(TIEDONG)
    version = office.publish()
    channels = [each.id for each in library_packs()["anshan"].village.guides.channels]
    assert channels == ["portal", "service_platform", "service_place", "weibo", "wechat"]
    for channel in channels[:4]:
        services.record_publication(actor=office.steward, version=version, placed=Placed(channel, today(), "网址"))
    assert [gap.words for gap in _row().gaps] == ["没有公布：微信公众平台"]
    services.record_publication(actor=office.steward, version=version, placed=Placed("wechat", today(), "公众号"))
    assert _row().gaps == ()


def _row() -> Any:
    return next(row for row in catalogue(TIEDONG, today()) if row.kind.title == KEPT)


@pytest.mark.clause("AS-55")
def test_anshan_wants_a_reason_for_a_longer_way_and_reads_how_long_it_takes() -> None:
    here = village_of("anshan")
    keep("anshan", "AS-47")
    office = Office(TIEDONG)
    office.publish(simple=False, workdays=3)
    with pytest.raises(GuidesProblem, match="理由"):
        office.publish(simple=False, workdays=9)
    second = office.publish(reason="要到档案馆核查", simple=False, workdays=9)
    assert (second.workdays, second.number) == (9, 2)
    office.publish(reason="改为当场办结", simple=True, workdays=None)
    issued(here, 1)
    numbers = Numbers(Application.objects.all(), today(), today())
    assert pace_by_kind(numbers)[KEPT] == (0.0, 0)
    assert dict(zip(ANNUAL_HEAD, annual_rows(numbers)[0], strict=True))["平均工作日"] == "0.0"


@pytest.mark.clause("KT-40")
def test_kongtong_has_a_basis_for_every_kind_and_counts_kinds_and_issues_by_quarter() -> None:
    here = village_of("kongtong")
    here.keep(KEPT)
    here.guide(KEPT)
    assert all(kind.basis for kind in kinds_at(here.code, today()))
    issued(here, 1)
    issued(here, 2)
    numbers = Numbers(Application.objects.all(), today().replace(month=1, day=1), today())
    assert sorted((each.kinds, each.issued) for each in numbers.issued_by_quarter) == [(0, 0), (0, 0), (0, 0), (1, 2)]


@pytest.mark.clause("NH-70")
def test_ninghes_kinds_rest_on_the_citys_document_or_on_another_basis_on_record() -> None:
    number = "津民规〔2020〕6号"
    assert number in {basis.number for basis in library_packs()["ninghe"].header.document.basis}
    kinds = kinds_at("120117001001", today())
    assert kinds and all(kind.every_basis for kind in kinds)
    guided = [kind.suggestion for kind in kinds if kind.suggestion and "天津市" in kind.list_title]
    assert guided and all(any(number in words for words in guide.legal_basis) for guide in guided)


def test_in_kongtong_an_admitted_kind_is_issued_only_once_form_procedure_and_operating_rule_are_there() -> None:
    here = village_of("kongtong")
    keep("kongtong", "KT-42")
    waiting, office = here.ask(KEPT), Office(KONGTONG)
    with pytest.raises(CertificateProblem, match="样表"):
        issue(actor=here.clerk, application=waiting, verified_how="看过")
    lacking: tuple[dict[str, Any], ...] = ({"model_text": "", "fields": []}, {"procedure": []}, {"operating_rule": ""})
    for without in lacking:
        with pytest.raises(GuidesProblem, match="KT-48"):
            services.submit_version(actor=office.steward, version=office.draft(**without))
    office.publish()
    ready = here.ask(KEPT, order=2)
    assert issue(actor=here.clerk, application=here.fill(ready), verified_how="看过").number
