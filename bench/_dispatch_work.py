"""The work of ``bench.dispatch`` in a process with a database of its own."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

COUNTIES, TOWNS, VILLAGES = 80, 25, 15
CITY = "220100000000"
ROUNDS, PLAIN = 5, 600


def main() -> dict[str, Any]:
    """Prepare the city, send the item a few times, and send it the plain way to some villages."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    _prepare()
    rounds = [_send(number) for number in range(ROUNDS)]
    times = [seconds for seconds, _cpu in rounds]
    plain = _plain()
    count = COUNTIES * TOWNS * VILLAGES
    return {
        "villages": count,
        "seconds": round(statistics.median(times), 2),
        "seconds_min": round(min(times), 2),
        "seconds_max": round(max(times), 2),
        "cpu_seconds": round(statistics.median(cpu for _seconds, cpu in rounds), 2),
        "row_by_row_seconds": round(plain * count / PLAIN, 1),
        "row_by_row_measured_on": PLAIN,
        "not_proved": "only the sending; each round goes to villages that owe nothing of it yet, in one process alone",
    }


def _prepare() -> None:
    from qingdan.foundation.orgs.choices import BodyType, Level, Role, UnitKind
    from qingdan.foundation.orgs.models import Body, Division
    from qingdan.foundation.orgs.services import create_account, grant_role
    from qingdan.policy.packs.services import install_library_packs
    from qingdan.register.lists.services import install_pack_lists

    install_library_packs()
    install_pack_lists()
    rows = [
        Division(code="220000000000", name="吉林省", level=Level.PROVINCE),
        Division(code=CITY, name="长春市", level=Level.CITY, parent_id="220000000000"),
    ]
    for number in range(1, COUNTIES + 1):
        rows += _county(f"2201{number:02d}", Division, Level, UnitKind)
    Division.objects.bulk_create(rows, batch_size=2000)
    body = Body.objects.create(name="长春市残联", level=Level.CITY, type=BodyType.MASS_ORG, division_id=CITY)
    officer = create_account(actor=None, username="officer", display_name="经办人", password=None)
    grant_role(
        actor=None, account=officer, role=Role.DEPARTMENT_OFFICER, division=Division.objects.get(pk=CITY), body=body
    )
    supplied = {"flow_chart": "附件", "training": "一次", "funding": "每村50元"}
    for number in range(ROUNDS + 1):
        _list(f"assist-{number}", "assist", CITY, f"残疾人康复知识宣传{'一二三四五六'[number]}", supplied)
    for code in Division.objects.filter(level=Level.COUNTY).values_list("code", flat=True):
        _list(f"red-{code}", "negative", code, "代收费用", {})


def _county(county: str, division: Any, level: Any, unit: Any) -> list[Any]:
    rows = [division(code=f"{county}000000", name=f"县{county}", level=level.COUNTY, parent_id=CITY)]
    for t in range(1, TOWNS + 1):
        town = f"{county}{t:03d}"
        rows.append(division(code=f"{town}000", name=f"镇{town}", level=level.TOWN, parent_id=f"{county}000000"))
        rows += [
            division(
                code=f"{town}{200 + v}",
                name=f"村{v}村村民委员会",
                level=level.VILLAGE,
                kind=unit.VILLAGE,
                parent_id=f"{town}000",
            )
            for v in range(VILLAGES)
        ]
    return rows


def _list(slug: str, kind: str, place: str, title: str, more: dict[str, str]) -> None:
    from qingdan.policy.gate.codes import with_check_character
    from qingdan.policy.gate.normalise import key
    from qingdan.register.lists.models import Edition, EditionState, Item, ItemList

    item_list = ItemList.objects.create(
        slug=slug, code=slug[-12:], kind=kind, title=f"{kind}清单{slug}", division=place, pack_id="changchun"
    )
    edition = Edition.objects.create(item_list=item_list, number=1, document="某文件", complete=True, content_hash=slug)
    code = with_check_character(f"BM-{slug.upper()[-8:]}-001")
    Item.objects.create(
        edition=edition,
        code=code,
        position=1,
        title=title,
        key=key(title),
        digest=slug,
        spec={"id": "001", "title": title, **more},
    )
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.PUBLISHED)


def _matter(number: int) -> Any:
    from qingdan.entry.dispatch.matters import matters_of
    from qingdan.foundation.clock.moments import today
    from qingdan.foundation.orgs.models import Body

    wanted = f"残疾人康复知识宣传{'一二三四五六'[number]}"
    body = Body.objects.get(name="长春市残联")
    return body, next(matter for matter in matters_of(body, today()) if matter.title == wanted)


def _send(number: int) -> tuple[float, float]:
    """Seconds and CPU seconds from pressing the button until the worker has served the last village."""
    from qingdan.entry.dispatch.models import Delivery
    from qingdan.entry.dispatch.services.drafting import Wish, draft
    from qingdan.entry.dispatch.services.sending import send
    from qingdan.foundation.clock.moments import today
    from qingdan.foundation.jobs.services import run, take
    from qingdan.foundation.orgs.models import Account

    body, matter = _matter(number)
    officer = Account.objects.get(username="officer")
    wish = Wish(matter.code, [CITY], "once", today(), due_on=today() + timedelta(days=20))
    made = draft(actor=officer, issuer=body, wish=wish)
    began, worked = time.perf_counter(), time.process_time()
    send(actor=officer, dispatch=made)
    while (job := take("bench")) is not None:
        run(job)
    spent = time.perf_counter() - began, time.process_time() - worked
    delivery = Delivery.objects.get(schedule__dispatch=made)
    if (delivery.state, delivery.sent) != ("done", COUNTIES * TOWNS * VILLAGES):
        raise SystemExit(f"{delivery.state} {delivery.sent} {[g.text for g in delivery.grounds.all()]}")
    return spent


def _plain() -> float:
    """A rulebook, a decision and a row for each village, in the order of a simple program."""
    from django.db import transaction

    from qingdan.entry.dispatch.judging import Subject
    from qingdan.entry.dispatch.models import Dispatch
    from qingdan.entry.dispatch.subjects import subject_of
    from qingdan.entry.dispatch.targets import rows_of, villages
    from qingdan.foundation.clock.moments import today
    from qingdan.policy.gate.decide import decide
    from qingdan.register.lists.rulebooks import rulebook_for
    from qingdan.register.obligations.models import Obligation
    from qingdan.register.obligations.services import Given, assign

    body, matter = _matter(ROUNDS)
    made = Dispatch(issuer=body, code=matter.code, title=matter.title, kind=matter.kind, frequency="once")
    subject: Subject = subject_of(made, today())[0]
    assignment = assign(Given("plain:1", 1, body, matter.kind, matter.title, today()))
    found = rows_of(villages([CITY], (), today()), most=PLAIN)
    began = time.perf_counter()
    for village in found:
        verdict = decide(subject.demand(village.code, today()), rulebook_for(village.code, today()))
        if verdict.outcome == "listed":
            with transaction.atomic():
                Obligation.objects.create(assignment=assignment, division_id=village.code)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
