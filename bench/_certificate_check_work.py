"""Requests a second of ``/v/CODE`` beside a bare view with one indexed read, from the URL to the last byte, in one process.

Both stand behind the same middleware; the bare one is found first among the addresses. Prints one JSON line.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import django
from django.conf import settings

CERTIFICATES, REQUESTS, ROUNDS = 5000, 500, 7


def main() -> None:
    """Install, fill, measure in turns, print."""
    django.setup()
    settings.PUBLIC_CHECKS_PER_MINUTE = 10**9
    settings.ROOT_URLCONF = "bench._certificate_urls"
    codes = _filled()
    from django.core.handlers.wsgi import WSGIHandler

    site = WSGIHandler()
    ways = {"check": "/v/", "bare": "/bare/"}
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS + 1):
        for way, path in ways.items():
            rates[way].append(_rate(site, path, codes))
    found: dict[str, Any] = {way: _spread(each[1:]) for way, each in rates.items()}
    found["share"] = round(found["check"]["median"] / found["bare"]["median"], 2)
    sys.stdout.write(json.dumps(found) + "\n")


def _filled() -> list[str]:
    """One certificate issued by the services, and rows like it."""
    from django.core.management import call_command

    from qingdan.foundation.orgs.demo.services import install_demo
    from qingdan.policy.packs.services import install_library_packs
    from qingdan.register.lists.services import install_pack_lists
    from qingdan.village.certificates.codes import new_code
    from qingdan.village.certificates.demo import issued_for_demo
    from qingdan.village.certificates.demo_kinds import install_kinds
    from qingdan.village.certificates.models import Application, Certificate

    call_command("migrate", verbosity=0)
    for install in (install_library_packs, install_pack_lists, install_demo, install_kinds):
        install()
    first = issued_for_demo()
    template, rows = Application.objects.get(pk=first.application_id), []
    for _ in range(CERTIFICATES):
        template.pk = None
        rows.append(Application(**_values(template)))
    made = Application.objects.bulk_create(rows)
    copies = [
        Certificate(
            **{
                **_values(first),
                "application_id": each.pk,
                "serial": serial,
                "number": f"N{serial}",
                "code": new_code(),
            }
        )
        for serial, each in enumerate(made, start=2)
    ]
    Certificate.objects.bulk_create(copies)
    return [each.code for each in copies]


def _values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _rate(site: Any, path: str, codes: Sequence[str]) -> float:
    began = time.perf_counter()
    for place in range(REQUESTS):
        _ask(site, path + codes[place * 7 % len(codes)])
    return REQUESTS / (time.perf_counter() - began)


def _ask(site: Any, path: str) -> None:
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
    }  # fmt: skip
    answer = site(environ, lambda _status, _headers: None)
    if answer.status_code != 200 or not b"".join(answer):
        raise ValueError(path)
    answer.close()


def _spread(rates: list[float]) -> dict[str, int]:
    ordered = sorted(rates)
    return {"median": round(ordered[len(ordered) // 2]), "least": round(ordered[0]), "most": round(ordered[-1])}


if __name__ == "__main__":
    main()
