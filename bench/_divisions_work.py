"""The work of ``bench/divisions.py`` on one database; prints one JSON line."""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from bench._databases import milliseconds
from qingdan.foundation.orgs.division_files import parse, read_file
from qingdan.foundation.orgs.divisions import level, parent, unit_kind
from qingdan.foundation.orgs.finding import find_divisions
from qingdan.foundation.orgs.loading import load_divisions
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.queries import children

SEED, ROUNDS, PLAIN_SAMPLE = 20261124, 120, 60_000
DISTRICT, LARGEST_PROVINCE = "120117000000", "370000000000"


def times(act: Callable[[Any], object], given: list[Any]) -> dict[str, float]:
    found = []
    for each in given:
        began = time.perf_counter()
        act(each)
        found.append(time.perf_counter() - began)
    return milliseconds(found)


def plainly(names: dict[str, str]) -> float:
    """Rows a second by the plain way, bulk_create, on a part of the table; taken back."""
    rows = sorted(names.items())[:PLAIN_SAMPLE]
    with transaction.atomic():
        began = time.perf_counter()
        made = [
            Division(
                code=code,
                name=name,
                level=level(code),
                kind=unit_kind(code) or "",
                parent_id=None if code == "0" * 12 else parent(code),
            )
            for code, name in rows
        ]
        Division.objects.bulk_create(made, batch_size=5000)
        taken = time.perf_counter() - began
        transaction.set_rollback(True)
    return round(len(rows) / taken)


def main() -> None:
    call_command("migrate", verbosity=0)
    file = Path(os.environ["QINGDAN_BENCH_DIVISIONS"])
    names, _lines = parse(read_file(file))
    plain = plainly(names)
    began = time.perf_counter()
    loaded = load_divisions(actor=None, rows=read_file(file))
    load = time.perf_counter() - began
    began = time.perf_counter()
    again = load_divisions(actor=None, rows=read_file(file))
    figures: dict[str, Any] = {
        "rows": loaded.added, "load_seconds": round(load, 1), "load_again_seconds": round(time.perf_counter() - began, 1),
        "again_unchanged": again.unchanged, "rows_per_second": round(loaded.added / load), "bulk_create_rows_per_second": plain,
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE orgs_division")
    draw = random.Random(SEED)
    villages = [name for code, name in names.items() if unit_kind(code)]
    higher = [code for code, _name in names.items() if not unit_kind(code)]
    figures["children"] = times(lambda code: list(children(code)[:50]), draw.sample(higher, ROUNDS))
    figures["count_district"] = times(lambda code: Division.objects.subtree(code).count(), [DISTRICT] * ROUNDS)
    figures["count_largest_province"] = times(
        lambda code: Division.objects.subtree(code).count(), [LARGEST_PROVINCE] * ROUNDS
    )
    for length in (1, 2, 3, 4):
        words = [
            name[start : start + length]
            for name in draw.sample(villages, ROUNDS)
            if (start := draw.randrange(max(1, len(name) - length))) >= 0
        ]
        figures[f"search_{length}_characters"] = times(find_divisions, words)
        figures[f"like_{length}_characters"] = times(
            lambda each: list(Division.objects.filter(name__contains=each).order_by("code")[:200]), words
        )
    keys = list(Division.objects.values_list("sort_key", "initials")[:: max(1, len(names) // ROUNDS)][:ROUNDS])
    figures["search_pinyin"] = times(find_divisions, [key[:6] for key, _initials in keys])
    figures["search_initials"] = times(find_divisions, [initials[:4] for _key, initials in keys])
    sys.stdout.write(json.dumps(figures) + "\n")


main()
