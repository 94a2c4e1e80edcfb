"""The work of ``bench/lists.py`` on one database; prints one JSON line."""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import _plain_ways as plain
from bench._databases import milliseconds
from bench.gate import titles
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import kept_files, services
from qingdan.register.lists.annexes.excel import write_excel
from qingdan.register.lists.annexes.model import AnnexItem
from qingdan.register.lists.files import annex_items
from qingdan.register.lists.models import Edition, Openness, PendingImport
from qingdan.register.lists.services.drafting import Heading
from qingdan.register.lists.services.importing import content_of
from qingdan.register.search.models import What
from qingdan.register.search.queries import Search, find
from qingdan.register.search.services import generation, index_missing, replace_source
from qingdan.register.search.sources import Found, Source

SEED, ITEMS, ROWS, ENTRIES = 20261124, 5_000, 10_000, 100_000
PAGES, FILES, SEARCHES = 60, 30, 120
DISTRICT, VILLAGE = "120117000000", "120117103201"
BODIES = ["区民政局", "区农业农村委", "区应急局", "区卫健委", "区残联", "区司法局", "区教育局", "区人社局"]
EVERYDAY = ["残疾人开证明去哪", "养狗要不要办证", "垃圾分类谁来管", "低保家庭登记找谁", "消防安全宣传"]
CATEGORIES = ["党的建设", "平安法治", "民生保障", "乡村振兴", "生态环境", "文化体育", "应急管理", "综合事务"]


def person(name: str) -> Account:
    return Account.objects.get(username=f"demo-{name}")


def visitor() -> Client:
    return Client(SERVER_NAME="127.0.0.1")


def signed_in(name: str) -> Client:
    client = visitor()
    client.force_login(person(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def items(mix: random.Random, count: int) -> Iterator[AnnexItem]:
    """Items with what real annexes have: category, basis, bodies, frequency, flow, remarks."""
    for number, title in enumerate(titles(mix, count)):
        yield AnnexItem(
            title=title, category=CATEGORIES[number * len(CATEGORIES) // count], units=("village",) if number % 9 == 0 else (),
            basis=(f"《{mix.choice(BODIES)[1:]}事务条例》第{number % 60 + 1}条", "《中华人民共和国村民委员会组织法》第八条")[: 1 + number % 2],
            lead_body=mix.choice(BODIES), supporting_bodies=(mix.choice(BODIES),) if number % 3 else (),
            frequency=mix.choice(["monthly", "quarterly", "yearly", None]), funding="每村每年2000元" if number % 4 == 0 else "",
            flow_chart="村级受理、镇街复核、区级备案", minutes=mix.randrange(10, 240), note="按职责分工落实" if number % 5 == 0 else "",
        )  # fmt: skip


def began_list(kind: ListKind, title: str) -> Edition:
    made = services.create_list(
        actor=person("list-steward"),
        division_code=DISTRICT,
        kind=kind,
        title=title,
        publisher="区民政局",
        document="宁民发〔2026〕9号",
    )
    return made.editions.get()


def published(edition: Edition, *, effective_in: int = 0) -> Edition:
    steward, day = person("list-steward"), today()
    heading = Heading(
        "宁民发〔2026〕9号通知",
        published_on=day,
        effective_on=day + timedelta(days=effective_in),
        complete=True,
        reason="年度修订",
    )
    ready = services.submit_edition(
        actor=steward, edition=services.set_heading(actor=steward, edition=edition, heading=heading)
    )
    return services.publish_edition(
        actor=person("lead-civil"), edition=ready, openness=Openness.PUBLIC, openness_review="文件写明主动公开", not_secret=True
    )  # fmt: skip


def revised(first: Edition, mix: random.Random) -> Edition:
    """The next edition: 250 items amended, 100 gone, 100 new, 20 elsewhere."""
    steward = person("list-steward")
    draft = services.open_draft(actor=steward, item_list=first.item_list)
    codes = list(draft.items.values_list("code", flat=True))
    picked = mix.sample(codes, 350)
    kept = [each for each in annex_items(draft.items.all()) if each.code not in picked[250:]]
    amended = set(picked[:250])
    rows = [replace(each, note="本年度调整") if each.code in amended else each for each in kept]
    rows += [AnnexItem(title=f"新增{title}") for title in titles(mix, 100)]
    pending = services.prepare_import(
        actor=steward, edition=draft, name="新版.xlsx", data=write_excel("新版", rows), whole=True
    )
    services.confirm_import(actor=steward, pending=pending, reason="年度修订")
    for code in mix.sample([each.code for each in kept], 20):
        draft.refresh_from_db()
        services.move_item(actor=steward, edition=draft, code=code, place=mix.randrange(1, 4000))
    draft.refresh_from_db()
    return published(draft)


def times(act: Callable[[Any], object], given: Iterable[Any], count: int) -> dict[str, float]:
    """Percentiles over ``count`` calls, after one that is not counted."""
    found = []
    for number, each in enumerate(islice(cycle(list(given)), count + 1)):
        began = time.perf_counter()
        act(each)
        if number:
            found.append(time.perf_counter() - began)
    return milliseconds(found)


def got(client: Client, **more: Any) -> Callable[[str], None]:
    """Fetches an address and demands that it is there."""

    def fetch(address: str) -> None:
        response = client.get(address, **more)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")

    return fetch


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return round(time.perf_counter() - began, 2)


def imported(mix: random.Random) -> dict[str, float]:
    """Ten thousand rows: uploaded and read, shown row by row, confirmed."""
    draft, client = began_list(ListKind.DUTY, "基准：一万行"), signed_in("list-steward")
    data = write_excel("一万行", items(mix, ROWS))

    def upload() -> None:
        response = client.post(f"/lists/{draft.pk}/import/", {"file": SimpleUploadedFile("一万行.xlsx", data)})
        if response.status_code != 302:
            raise RuntimeError(response.content.decode())

    read = seconds(upload)
    pending = PendingImport.objects.get(edition=draft)
    shown = seconds(lambda: got(client)(f"/lists/imports/{pending.pk}/"))
    confirmed = seconds(lambda: client.post(f"/lists/imports/{pending.pk}/", {"reason": "首次录入"}))
    if draft.items.count() != ROWS:
        raise RuntimeError(f"{draft.items.count()} rows were stored")
    figures = {
        "read_seconds": read,
        "preview_seconds": shown,
        "confirm_seconds": confirmed,
        "openpyxl_reads_the_file_in_seconds": seconds(lambda: plain.read_openpyxl(data)),
    }
    draft.refresh_from_db()
    services.discard_draft(actor=person("list-steward"), edition=draft)
    return figures


def lists(mix: random.Random) -> dict[str, Any]:
    """Pages, differences and files of a list of 5,000 items in its second edition."""
    steward = person("list-steward")
    draft = began_list(ListKind.ASSIST, "基准：五千项")
    specs = [ItemSpec.model_validate({**content_of(each), "id": "000"}) for each in items(mix, ITEMS)]
    services.add_items(actor=steward, edition=draft, rows=specs, reasons=[""] * len(specs))
    draft.refresh_from_db()
    first = published(draft)
    second = revised(first, mix)
    keeper, anyone = got(signed_in("list-steward")), got(visitor())
    address = f"/lists/{second.pk}/"

    def anew(file: str) -> None:
        """A file that nobody asked for before."""
        kept_files.forget()
        anyone(file)

    pages = [f"{address}?page={mix.randrange(1, 51)}" for _ in range(PAGES)]
    words = [f"{address}?q={mix.choice(['残疾', '消防安全', '名册', '区残联', '党'])}" for _ in range(PAGES)]
    annex = annex_items(second.items.all())
    codes = [each.code for each in mix.sample(annex, PAGES)]
    figures: dict[str, Any] = {
        "items": len(annex),
        "page_steward": times(keeper, pages, PAGES),
        "page_public": times(anyone, pages, PAGES),
        "filter_public": times(anyone, words, PAGES),
        "item_public": times(anyone, [f"/items/{code}/" for code in codes], PAGES),
        "difference_public": times(anyone, [f"{address}difference/"], FILES),
        "difference_whole_new": times(anyone, [f"/lists/{first.pk}/difference/"], FILES),
        "plain_difference_of_all_fields": times(lambda _: plain.difference(first, second), [0], 5),
        "difference_word": times(anew, [f"{address}difference/word/"], FILES),
        "difference_json": times(anew, [f"{address}difference/json/"], FILES),
        "difference_word_whole_new": times(anew, [f"/lists/{first.pk}/difference/word/"], FILES),
        "difference_json_whole_new": times(anew, [f"/lists/{first.pk}/difference/json/"], FILES),
    }
    for form in ("excel", "word", "json"):
        figures[f"export_{form}"] = times(anew, [f"{address}{form}/"], FILES)
        figures[f"export_{form}_again"] = times(anyone, [f"{address}{form}/"], FILES)
    figures["openpyxl_writes_the_excel"] = times(lambda _: plain.write_openpyxl(annex), [0], 3)
    figures["python_docx_writes_500_of_the_rows"] = times(lambda _: plain.write_python_docx(annex[:500]), [0], 2)
    opened = services.open_draft(actor=steward, item_list=second.item_list)
    figures["page_draft_steward"] = times(keeper, [f"/lists/{opened.pk}/?page=7"], PAGES)
    services.discard_draft(actor=steward, edition=opened)
    figures["portal_village"] = times(anyone, [f"/portal/{VILLAGE}/"], PAGES)
    figures["portal_district_of_317_villages"] = times(anyone, [f"/portal/{DISTRICT}/"], PAGES)
    return figures


def searches(mix: random.Random) -> dict[str, Any]:
    """Search with one- to four-character words among 100,000 entries, beside LIKE on the same rows."""
    names = titles(mix, ENTRIES)
    began = time.perf_counter()
    for start in range(0, ENTRIES, ITEMS):
        found = tuple(
            Found(
                What.ITEM,
                f"BX-{start + place:06d}",
                title,
                f"{mix.choice(CATEGORIES)}；{mix.choice(BODIES)}；按职责分工落实",
            )
            for place, title in enumerate(names[start : start + ITEMS])
        )
        source = Source(f"bench:{start}", DISTRICT, public=True, entries=found, kind=ListKind.ASSIST.value)
        replace_source(source, generation())
    figures: dict[str, Any] = {"entries": ENTRIES, "index_seconds": round(time.perf_counter() - began, 1)}
    analyze()
    client, anybody = got(signed_in("list-steward")), person("list-steward")
    for length in (1, 2, 3, 4):
        words = [
            title[start : start + length] for title in mix.sample(names, SEARCHES) if (start := mix.randrange(4)) >= 0
        ]
        figures[f"search_{length}_characters"] = times(
            lambda each: find(Search(each, place=VILLAGE, on=today()), anybody), words, SEARCHES
        )
        figures[f"like_{length}_characters"] = times(plain.like, words, SEARCHES)
        figures[f"page_{length}_characters"] = times(client, [f"/search/?q={word}" for word in words], PAGES)
    asked = [f"/portal/{VILLAGE}/search/?q={word}" for word in EVERYDAY]
    figures["portal_search_in_everyday_words"] = times(got(signed_in("village-clerk")), asked, PAGES)
    return figures


def analyze() -> None:
    """What the database's own housekeeping does after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def main() -> None:
    call_command("migrate", verbosity=0)
    install_library_packs()
    services.install_pack_lists()
    install_demo()
    index_missing()
    mix = random.Random(SEED)
    figures: dict[str, Any] = {"import_10000_rows": imported(mix)}
    analyze()
    figures["list"] = lists(mix)
    figures["search"] = searches(mix)
    figures["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps(figures) + "\n")


main()
