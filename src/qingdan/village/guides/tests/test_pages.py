"""The room's pages: residents find an answer without an account; officers write, publish and record."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.village.guides.field_lines import BadLine, read_fields, write_fields
from qingdan.village.guides.forms.versions import VersionForm, written
from qingdan.village.guides.models import GuideVersion, Publication
from qingdan.village.guides.services import begin_version, submit_version
from qingdan.village.guides.tests.cast import (
    COMMUNITY,
    DISTRICT,
    LIVING,
    VILLAGE,
    code_of,
    drafted,
    lead,
    published,
    steward,
)

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_all()


def as_(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def as_posted(version: GuideVersion) -> dict[str, object]:
    """A draft as a browser would send it: boxes without a tick and empty numbers are not there."""
    return {name: value for name, value in written(version).items() if value is not None and value is not False}


def words(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_resident_finds_out_whether_a_certificate_is_needed_and_who_issues_it() -> None:
    page = words(Client().get(f"/guides/at/{VILLAGE}/", {"q": "证明我妈是我妈"}))
    assert "亲属关系证明" in page and "不用找村（社区）开" in page and "公安派出所" in page


def test_a_kind_that_is_kept_says_what_to_bring() -> None:
    published()
    page = words(Client().get(f"/guides/at/{COMMUNITY}/{code_of()}/"))
    assert "村（社区）可以开" in page and "居民身份证" in page and "〔住址〕" in page and "{address}" not in page


def test_a_kind_without_a_guide_says_so() -> None:
    page = words(Client().get(f"/guides/at/{COMMUNITY}/{code_of()}/"))
    assert "办事指南还没有发布" in page


@pytest.mark.parametrize(
    "path", ["/guides/at/33/", "/guides/at/abc/", "/guides/at/120117/NH-XX-99/", "/guides/at/120117/%00/"]
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_hostile_words_do_no_harm() -> None:
    page = words(Client().get(f"/guides/at/{VILLAGE}/", {"q": "<script>alert(1)</script>' OR 1=1 --" + "证" * 5000}))
    assert "<script>alert" not in page


def test_questions_of_one_address_are_limited(settings: object) -> None:
    settings.PUBLIC_CHECKS_PER_MINUTE = 2  # type: ignore[attr-defined]
    asked = [Client().get(f"/guides/at/{VILLAGE}/", {"q": "狗证"}).status_code for _time in range(3)]
    assert asked == [200, 200, 429]


def test_who_has_a_home_comes_to_its_page() -> None:
    clerk = Account.objects.get(username="demo-village-clerk")
    assert as_(clerk).get("/guides/").headers["Location"] == f"/guides/at/{VILLAGE}/"
    assert Client().get("/guides/").status_code == 200
    assert f"/guides/at/{VILLAGE}/" in words(Client().get("/guides/", {"q": VILLAGE}))


def test_the_catalogue_shows_what_is_missing_and_exports_it(django_assert_max_num_queries: object) -> None:
    published()
    client = as_(steward())
    page = words(client.get("/guides/catalogue/"))
    assert "没有公布：" in page and "没有发布办事指南" in page
    assert client.get("/guides/catalogue/excel/", {"gaps": "guide"}).status_code == 200
    assert "居民养犬证明" in words(client.get("/guides/catalogue/", {"q": "养犬"}))
    with django_assert_max_num_queries(40):
        client.get("/guides/catalogue/")


def test_a_guide_is_begun_written_submitted_and_published_on_pages() -> None:
    client, other = as_(steward()), as_(lead())
    begun = client.post("/guides/begin/", {"code": code_of()})
    pk = GuideVersion.objects.get().pk
    assert begun.headers["Location"] == f"/guides/versions/{pk}/write/"
    version = GuideVersion.objects.get()
    said = as_posted(version)
    once = {"once": "a" * 32}
    assert client.post(f"/guides/versions/{pk}/write/", said | once | {"provided_by": "区民政局"}).status_code == 302
    assert client.post(f"/guides/versions/{pk}/write/", said | once | {"provided_by": "区民政局"}).status_code == 302
    version.refresh_from_db()
    assert version.revision == 1 and version.provided_by == "区民政局"
    client.post(f"/guides/versions/{pk}/submit/")
    assert client.get(f"/guides/versions/{pk}/publish/").status_code == 404
    day = today().isoformat()
    assert other.post(f"/guides/versions/{pk}/publish/", {"effective_on": day, "once": "b" * 32}).status_code == 302
    placed = {"channel": "portal", "published_on": day, "place": "网站", "once": "c" * 32}
    for _time in range(2):
        assert client.post(f"/guides/versions/{pk}/record/", placed).status_code == 302
    assert Publication.objects.count() == 1
    assert "网站" in words(client.get(f"/guides/versions/{pk}/"))


def test_a_form_that_is_wrong_says_what_to_mend() -> None:
    draft = drafted()
    said = as_posted(draft)
    for change, expected in (
        ({"gaps": "Address｜住址"}, "代号要用小写字母"),
        ({"model_text": "兹证明{nobody}。"}, "没有对应的栏目"),
        ({"validity_days": "0"}, "1"),
        ({"procedure": "\n".join(["一步"] * 30)}, "太多行"),
    ):
        page = as_(steward()).post(f"/guides/versions/{draft.pk}/write/", said | change)
        assert page.status_code == 400 and expected in words(page)


def test_a_returned_draft_shows_why_and_can_be_taken_back() -> None:
    draft = submit_version(actor=steward(), version=drafted())
    page = as_(lead()).post(f"/guides/versions/{draft.pk}/send-back/", {"reason": "缺条款", "once": "d" * 32})
    assert page.status_code == 302 and "缺条款" in words(as_(steward()).get(f"/guides/versions/{draft.pk}/"))
    draft.refresh_from_db()
    submit_version(actor=steward(), version=draft)
    as_(steward()).post(f"/guides/versions/{draft.pk}/take-back/")
    as_(steward()).post(f"/guides/versions/{draft.pk}/discard/")
    assert not GuideVersion.objects.exists()


def test_a_draft_is_not_there_for_another_district() -> None:
    draft = begin_version(actor=steward(), division=DISTRICT, code=code_of())
    stranger = as_(Account.objects.get(username="kongtong-steward"))
    assert stranger.get(f"/guides/versions/{draft.pk}/").status_code == 404
    assert stranger.post(f"/guides/versions/{draft.pk}/discard/").status_code == 404


def test_a_new_version_shows_what_changed() -> None:
    published()
    draft = drafted(purpose="另一个用途", reason="简化")
    assert "另一个用途" in words(as_(steward()).get(f"/guides/versions/{draft.pk}/"))
    assert LIVING in words(as_(steward()).get(f"/guides/versions/{draft.pk}/"))


def test_lines_of_gaps_come_back_as_they_were() -> None:
    text = "address｜住址｜文字｜必填\nsince｜从哪天｜日期｜可不填\nhousing｜住房｜选择｜必填｜自有、租赁"
    assert write_fields(read_fields(text)) == text
    assert write_fields(read_fields("address | 住址")) == "address｜住址｜文字｜必填"
    for bad in ("｜住址", "address｜", "address｜住址｜图片", "a｜b｜文字｜也许", "a｜b｜c｜d｜e｜f"):
        with pytest.raises(BadLine):
            read_fields(bad)
    with pytest.raises(BadLine, match="最多"):
        read_fields("a｜b\n" * 41)


def test_the_form_keeps_what_the_pack_suggests() -> None:
    draft = begin_version(actor=steward(), division=DISTRICT, code=code_of())
    form = VersionForm(as_posted(draft))
    assert form.is_valid(), form.errors
    plain = form.draft().content.model_dump(mode="json", exclude_defaults=True)
    assert plain == draft.content


def test_the_form_loses_no_element_of_a_guide() -> None:
    draft = begin_version(actor=steward(), division=DISTRICT, code=code_of())
    draft.content |= {
        "purpose": "入学", "issuing_body": "村民委员会", "validity_days": 30, "validity_note": "以学校为准", "legal_basis": ["某办法第一条"],
        "model_text": "兹证明：现住{address}。", "fields": [{"name": "address", "label": "住址"}], "procedure": ["申请", "核实"],
        "operating_rule": "据实", "materials": ["身份证"], "simple": False, "workdays": 3, "public_interest": True, "legal_risk": True,
        "fee": "不收费", "replaced_by": "由学校核对居住证",
    }  # fmt: skip
    assert set(draft.content) == set(GuideContent.model_fields)
    form = VersionForm(as_posted(draft))
    assert form.is_valid(), form.errors
    assert form.draft().content == GuideContent.model_validate(draft.content)
