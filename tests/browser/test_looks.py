"""Pages that anybody can use: accessibility rules, narrow and magnified screens, weight, and paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
ASKED = "words=挂警务室的牌子&place=120117"
OPEN = [
    "/", "/check/", f"/check/?{ASKED}", "/check/?words=", f"/check/compare/?{ASKED}", f"/check/place/?{ASKED}", "/packs/",
    "/packs/ninghe/", "/packs/ninghe/rules/", "/clauses/", "/clauses/NH-12/", "/lists/", "/lists/1/", "/sign-in/",
    "/demo/", "/no-such-page", "/web/components/", "/items/CN-BC-01W/", "/lists/8/difference/", "/portal/", "/portal/?q=liuz",
    "/portal/120117103201/", "/portal/120117103201/search/?q=证明我妈是我妈", "/guides/at/120117103201/",
    "/guides/at/120117103201/cancelled/",
]  # fmt: skip
BEHIND = {
    "王文书": [
        "/",
        "/password/",
        "/bodies/",
        "/divisions/120117/",
        "/obligations/",
        "/obligations/1/",
        "/obligations/1/feedback/",
        "/feedback/",
        "/feedback/report/?way=call",
        "/sheets/1/",
        "/screening/",
        "/screening/2/",
        "/screening/2/found/1/lead/",
        "/screening/2/report/",
        "/screening/questions/",
    ],
    "孙镇办": [
        "/obligations/",
        "/given/",
        "/given/1/",
        "/given/1/due/",
        "/plan/",
        "/plan/4/",
        "/plan/print/",
        "/feedback/",
        "/feedback/report/",
        "/sheets/1/",
    ],
    "陈管": [
        "/guides/catalogue/",
        "/guides/catalogue/import/",
        "/",
        "/messages/",
        "/lists/keeping/",
        "/lists/begin/",
        "/bases/",
        "/bases/1/",
        "/bases/1/end/",
        "/red-lines/",
        "/existing/",
        "/existing/1/",
        "/existing/1/duplicates/",
        "/existing/1/import/",
        "/reviews/",
        "/screening/corrections/",
        "/reviews/begin/",
        "/search/?q=残疾",
    ],
    "周股长": [
        "/",
        "/existing/1/",
        "/existing/1/add/",
        "/dispatch/",
        "/dispatch/new/",
        "/dispatch/1/",
        "/dispatch/1/villages/",
        "/dispatch/1/answers/",
        "/dispatch/1/withdraw/",
        "/dispatch/4/",
        "/dispatch/4/edit/",
        "/contacts/",
        "/contacts/1/",
        "/screening/",
        "/screening/?earlier=1",
        "/screening/1/",
        "/screening/1/missed/",
        "/screening/1/report/",
        "/screening/1/marked/original/",
        "/screening/1/found/1/correct/",
        "/screening/list/",
        "/screening/offices/",
    ],
    "李科": ["/emergencies/", "/emergencies/1/", "/emergencies/new/imminent/", "/emergencies/new/declared/"],
    "沈系": ["/", "/accounts/", "/accounts/1/", "/accounts/new/", "/calendar/2026/", "/calendar/2027/day/"],
    "韩安": ["/", "/accounts/1/grant/", "/accounts/grants/1/revoke/"],
    "杨审": ["/", "/audit/"],
}
FIRST_LOAD_BYTES = 200 * 1024


def broken_rules(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{address}: {rule['id']} {[node['target'] for node in rule['nodes']][:3]}" for rule in found]


def overflowing(page: Page, address: str) -> bool:
    page.goto(address)
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_open_pages_keep_the_rules_of_accessibility(page: Page) -> None:
    assert [broken for address in OPEN for broken in broken_rules(page, address)] == []


@pytest.mark.parametrize("name", list(BEHIND))
def test_pages_of_each_role_keep_the_rules_of_accessibility(page: Page, enter: Enter, name: str) -> None:
    enter(name)
    assert [broken for address in BEHIND[name] for broken in broken_rules(page, address)] == []


@pytest.mark.parametrize("width", [320, 683])
def test_nothing_runs_out_of_a_narrow_or_magnified_screen(chromium: Browser, site: str, width: int) -> None:
    """683 pixels are what a 1366-pixel screen shows at 200 %."""
    context = chromium.new_context(viewport={"width": width, "height": 600}, base_url=site)
    page = context.new_page()
    wide = [address for address in OPEN if overflowing(page, address)]
    context.close()
    assert wide == []


@pytest.mark.parametrize("name", ["王文书", "孙镇办", "陈管", "周股长"])
def test_pages_of_those_who_keep_lists_and_of_villages_fit_a_narrow_screen(
    chromium: Browser, site: str, name: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 600}, base_url=site)
    page = context.new_page()
    page.goto("/demo/")
    page.locator("li.card", has_text=name).get_by_role("button").click()
    wide = [address for address in BEHIND[name] if overflowing(page, address)]
    context.close()
    assert wide == []


def test_the_clerk_s_first_load_is_light(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    bodies: list[int] = []
    hosts: set[str] = set()

    def note(answer: Response) -> None:
        bodies.append(len(answer.body()))
        hosts.add(answer.url.split("/")[2])

    page.on("response", note)
    page.goto("/check/", wait_until="networkidle")
    context.close()
    assert len(bodies) >= 3
    assert sum(bodies) <= FIRST_LOAD_BYTES
    assert len(hosts) == 1


def test_paper_carries_the_word_and_no_seal(page: Page) -> None:
    page.goto(f"/check/?{ASKED}")
    page.emulate_media(media="print")
    assert page.locator(".stamp:visible").count() == 0
    assert page.locator(".verdict-word").is_visible()
    assert page.get_by_text("本页是规则检查结果，不是审批").is_visible()
    assert page.locator("p.print-only", has_text="挂警务室的牌子").is_visible()
    assert page.locator("nav:visible, form:visible").count() == 0


def test_text_is_never_smaller_than_thirteen_pixels(page: Page) -> None:
    for address in ("/", f"/check/?{ASKED}", "/clauses/", "/packs/ninghe/"):
        page.goto(address)
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.offsetParent && !e.closest('svg, code')"
            " && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        assert smallest >= 13, address
