"""The work of ``bench/ledger.py`` on one database; prints one JSON line.

Pages are asked through Django's client as each person would ask them: everything from the URL to the HTML is in the
figure, but no network. The rows are written by bulk_create, spread over places, bodies, states and three years. Beside
our way stand a count for the pager and one for each state (``counting_each``), and the same pages without the room's
indexes (``without_indexes``). What the run does not prove: many people at once, and a disk that is cold.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench._databases import milliseconds
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.demo.cast import DISTRICT, TOWN, VILLAGE
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import LIVE, FindingKind, FindingState
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.queries import found
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.obligations.models import Assignment, Obligation, State

SEED, FINDINGS, OBLIGATIONS, VILLAGES, ROUNDS, WARM_UP = 20261126, 100_000, 20_000, 300, 30, 3
WORDS = (
    "残疾人情况表",
    "人居环境照片",
    "防火巡查台账",
    "学习平台打卡",
    "满意度调查",
    "安全生产责任书",
    "五星村评比材料",
    "康复站牌子",
)
OWED = {
    "village-clerk": {"obligations": ["/obligations/"]}, "town-clerk": {"obligations": ["/obligations/"], "given": ["/given/"]},
    "department-officer": {"given": ["/given/"]},
}  # fmt: skip
PEOPLE = ("lead-civil", "department-officer", "town-clerk", "village-clerk", "supervisor")


def fill() -> None:
    """The rows."""
    draw = random.Random(SEED)
    villages = list(Division.objects.filter(level=Level.VILLAGE).order_by("code").values_list("pk", flat=True))[
        :VILLAGES
    ]
    if VILLAGE not in villages:
        villages[-1] = VILLAGE
    bodies = list(Body.objects.filter(division=DISTRICT).exclude(type="party_government").order_by("pk"))
    people = {name: Account.objects.get(username=f"demo-{name}") for name in PEOPLE}
    states = (
        [FindingState.CLOSED] * 70 + [FindingState.OPEN] * 6 + [FindingState.MENDING] * 16 + [FindingState.REPORTED] * 6
    )
    states += [FindingState.MERGED, FindingState.ANNULLED]
    rows = [_finding(draw, number, villages, bodies, people, states) for number in range(1, FINDINGS + 1)]
    first = rows[0]
    Finding.objects.bulk_create(rows, batch_size=2000)
    Finding.objects.filter(state=FindingState.MERGED).update(merged_into=first)
    leads = [
        Lead(
            district=DISTRICT, year=2026, number=number, source="told", reference=str(number), division_id=draw.choice(villages),
            about=draw.choice(bodies), title=draw.choice(WORDS), received_at=now() - timedelta(days=draw.randrange(30)),
        )
        for number in range(1, 2001)
    ]  # fmt: skip
    Lead.objects.bulk_create(leads, batch_size=2000)
    _owed(draw, villages, bodies)


def _owed(draw: random.Random, villages: list[str], bodies: list[Body]) -> None:
    """Obligations of all villages: most are done, some wait to be read, some are late."""
    made = [
        Assignment(
            origin=f"bench:{number}", occurrence=1, issuer=draw.choice(bodies), kind="form", title=draw.choice(WORDS), code=f"B-{number}",
            on=today() - timedelta(days=draw.randrange(200)), due=today() + timedelta(days=draw.randrange(-20, 40)),
        )
        for number in range(OBLIGATIONS // len(villages) + 1)
    ]  # fmt: skip
    Assignment.objects.bulk_create(made)
    rows = []
    for number in range(OBLIGATIONS):
        given = made[number // len(villages)]
        state = draw.choice([State.DONE, State.DONE, State.OPENED, State.WAITING])
        rows.append(
            Obligation(
                assignment=given, division_id=villages[number % len(villages)], state=state, due=given.due,
                opened_at=None if state == State.WAITING else now(), done_at=now() if state == State.DONE else None,
            )
        )  # fmt: skip
    Obligation.objects.bulk_create(rows, batch_size=2000)


def _finding(
    draw: random.Random,
    number: int,
    villages: list[str],
    bodies: list[Body],
    people: dict[str, Account],
    states: list[Any],
) -> Finding:
    state, opened = draw.choice(states), today() - timedelta(days=draw.randrange(1000))
    over = state in {FindingState.CLOSED, FindingState.REPORTED}
    made = Finding(
        district=DISTRICT, year=2024 + number % 3, number=number, division_id=draw.choice(villages), body=draw.choice(bodies),
        title=f"{draw.choice(WORDS)}第{number}件", text="清单上写的是每季度，实际每月都要。" * 8, kind="form",
        finding_kind=draw.choice(FindingKind.values), source="told", confidential=number % 50 == 0,
        measure="" if state == FindingState.OPEN else "停止要求，发更正通知。" * 4, due=opened + timedelta(days=draw.randrange(10, 90)),
        state=FindingState.MENDING if state == FindingState.MERGED else state, revision=3, opened_by=people["lead-civil"],
        opened_on=opened, shown_from=opened, announced_at=now(),
    )  # fmt: skip
    if over:
        made.mended_by, made.mended_at, made.result = people["department-officer"], now(), "已经改好。" * 6
    if state == FindingState.CLOSED:
        made.verified_by, made.closed_on = people["lead-civil"], made.due
    return made


def addresses(draw: random.Random, who: str) -> dict[str, list[str]]:
    """What one person asks for, by page; as many of each as there are rounds."""
    bodies = list(Body.objects.filter(division=DISTRICT).values_list("pk", flat=True))
    pks = draw.sample(range(1, FINDINGS), ROUNDS)
    shown = list(Powers(Account.objects.get(username=f"demo-{who}")).findings().values_list("pk", flat=True)[:3000])
    pks = draw.sample(shown, min(ROUNDS, len(shown))) or pks
    return {
        "home": ["/"], "list": ["/ledger/"], "all_states": ["/ledger/?state=all&sort=-opened"],
        "deep_page": [f"/ledger/?state=all&page={draw.randrange(2, 1500)}" for _ in range(ROUNDS)],
        "overdue": ["/ledger/?overdue=on"], "by_body": [f"/ledger/?body={draw.choice(bodies)}" for _ in range(ROUNDS)],
        "by_town": [f"/ledger/?place={TOWN}"], "words": [f"/ledger/?state=all&q={draw.choice(WORDS)[:3]}" for _ in range(ROUNDS)],
        "number": [f"/ledger/?state=all&q=WT-2026-{pk}" for pk in pks], "period": ["/ledger/?state=all&since=2026-01-01&until=2026-06-30"],
        "sorted_by_body": ["/ledger/?sort=body"], "units": ["/ledger/units/"], "villages": ["/ledger/units/?by=village"],
        "finding": [f"/ledger/findings/{pk}/" for pk in pks], "leads": ["/ledger/leads/"], "frozen": ["/ledger/frozen/"],
        **OWED.get(who, {}),
    }  # fmt: skip


def page_figures(who: str) -> dict[str, Any]:
    """Times and numbers of queries of one person's pages."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        Account.objects.get(username=f"demo-{who}"), backend="qingdan.foundation.orgs.backend.AccountBackend"
    )
    figures = {}
    for name, wanted in addresses(random.Random(SEED), who).items():
        asked = [wanted[place % len(wanted)] for place in range(ROUNDS + WARM_UP)]
        with CaptureQueriesContext(connection) as captured:
            _ask(client, asked[0])
        most = len(captured)
        reset_queries()
        times = [_ask(client, address) for address in asked]
        figures[name] = {**milliseconds(times[WARM_UP:]), "queries": most}
    return figures


def _ask(client: Client, address: str) -> float:
    """The seconds that a page takes; a figure of an error page would be none."""
    began = time.perf_counter()
    response = client.get(address)
    taken = time.perf_counter() - began
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return taken


def counting_each(who: str) -> dict[str, float]:
    """The totals by a count for the pager, one for each state and one for what is overdue; ours takes one scan."""
    powers = Powers(Account.objects.get(username=f"demo-{who}"))
    times = []
    for _round in range(20):
        began = time.perf_counter()
        rows = found(powers, {})
        rows.filter(state__in=LIVE).count()
        for state in FindingState.values:
            rows.filter(state=state).count()
        rows.filter(state__in=LIVE, due__lt=today()).count()
        times.append(time.perf_counter() - began)
    return milliseconds(times)


@contextmanager
def without_indexes() -> Iterator[None]:
    """The table as it would be without the room's own indexes."""
    with connection.schema_editor() as editor:
        for index in Finding._meta.indexes:
            editor.remove_index(Finding, index)
    analyse()
    yield
    with connection.schema_editor() as editor:
        for index in Finding._meta.indexes:
            editor.add_index(Finding, index)
    analyse()


def analyse() -> None:
    """What a running database does by itself."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def main() -> None:
    """Fill, measure, print."""
    call_command("migrate", verbosity=0)
    install_library_packs()
    install_pack_lists()
    install_demo()
    began = time.perf_counter()
    fill()
    figures: dict[str, Any] = {
        "findings": FINDINGS,
        "obligations": OBLIGATIONS,
        "villages": VILLAGES,
        "fill_seconds": round(time.perf_counter() - began, 1),
    }
    analyse()
    figures["pages"] = {who: page_figures(who) for who in PEOPLE}
    every = [figure for pages in figures["pages"].values() for figure in pages.values()]
    figures["worst_p95_ms"] = max(figure["p95_ms"] for figure in every)
    figures["most_queries"] = max(figure["queries"] for figure in every)
    figures["counting_each"] = counting_each("lead-civil")
    with without_indexes():
        figures["without_indexes"] = {who: page_figures(who) for who in ("lead-civil",)}
    sys.stdout.write(json.dumps(figures) + "\n")


main()
