"""北京: what is done on behalf stands on a list with department, materials and time; all service lists in one index."""

from __future__ import annotations

import pytest
from django.test import Client

from qingdan.policy.packs.reading import library_packs
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services.installing import install_list
from qingdan.village.public_services.choices import Mode, ServiceClass
from qingdan.village.public_services.problems import ServiceProblem
from tests.packs.services.support import CARD, MEALS, Place, village_of
from tests.packs.support import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    made = village_of("beijing", CARD, "社保查询")
    second = recorded("service", "BJ-16", MEALS, units=["community"]).model_copy(
        update={"code": "ZT", "id": "recorded-charity", "title": "公共事务和公益服务事项清单"}
    )
    only_villages = recorded("service", "BJ-16", "村里浇地", units=["village"]).model_copy(
        update={"code": "ZU", "id": "recorded-villages", "title": "村级组织服务清单"}
    )
    for part in (second, only_villages):
        assert install_list(pack=library_packs()["beijing"], part=part) is not None
    Edition.objects.filter(item_list__kind="service").update(openness="public")
    return made


@pytest.mark.clause("BJ-15")
def test_agency_needs_an_item_that_names_department_materials_and_time(here: Place) -> None:
    with pytest.raises(ServiceProblem, match="主管部门"):
        here.describe(CARD, agency=True)
    here.describe(CARD, agency=True, department="区残联", materials="身份证、照片", time_limit="20 个工作日")
    made = here.take(item_code=here.item(CARD).code, mode=Mode.AGENCY)
    assert made.item_code == here.item(CARD).code
    for more in ({"item_code": here.item("社保查询").code}, {}):
        with pytest.raises(ServiceProblem, match="BJ-15"):
            here.take(mode=Mode.AGENCY, **more)
    assert here.take(mode=Mode.ACCOMPANIED).mode == Mode.ACCOMPANIED


@pytest.mark.clause("BJ-16")
def test_public_affairs_and_charity_have_provider_and_unit_type_and_residents_see_them(here: Place) -> None:
    here.describe(MEALS, service_class=ServiceClass.CHARITY, provider="街道养老驿站")
    shown = next(each for each in here.services() if each.title == MEALS)
    assert shown.item.spec["units"] == ["community"] and shown.service_class == ServiceClass.CHARITY
    words = Client().get(f"/services/{here.code}/").content.decode()
    assert MEALS in words and "街道养老驿站" in words and "公益服务" in words


@pytest.mark.clause("BJ-35")
def test_all_service_lists_share_one_index_by_unit_type_and_kind_with_the_edition_in_force(here: Place) -> None:
    here.describe(MEALS, service_class=ServiceClass.CHARITY)
    for client in (Client(), here.browser(here.steward)):
        every = client.get("/services/110000000000/").content.decode()
        assert all(title in every for title in (CARD, "社保查询", MEALS, "村里浇地"))
        villages = client.get("/services/110000000000/?unit=village").content.decode()
        assert "村里浇地" in villages and MEALS not in villages
        charity = client.get("/services/110000000000/?service_class=charity").content.decode()
        assert MEALS in charity and CARD not in charity
    assert "第1版" in Client().get(f"/services/{here.code}/{here.item(MEALS).code}/").content.decode()
    own = Client().get(f"/services/{here.code}/").content.decode()
    assert MEALS in own and "村里浇地" not in own, "a community is shown what is for communities"
