"""Installing the demo districts; running it again changes nothing that is there."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import BodyType, Level
from qingdan.foundation.orgs.demo.cast import BODIES, PEOPLE, PLACES, DemoPerson
from qingdan.foundation.orgs.division_files import read_file
from qingdan.foundation.orgs.divisions import level, subtree_end
from qingdan.foundation.orgs.loading import load_divisions
from qingdan.foundation.orgs.models import Account, Body, Division, Post
from qingdan.foundation.orgs.services import create_account, grant_role

FOLDER = Path(__file__).with_name("data")
DATA = FOLDER / "divisions.csv"
_STREET = "街道"


@transaction.atomic
def install_demo() -> None:
    """Load the districts' divisions, bodies, town bodies and accounts; refused in production."""
    if settings.PRODUCTION:
        raise NotAllowed("正式环境不能装入演示数据。")
    if Account.objects.filter(is_demo=True).count() == len(PEOPLE):
        return
    for district, _title, file in PLACES:
        load_divisions(actor=None, rows=read_file(FOLDER / file))
        _install_town_bodies(district)
    _install_bodies()
    for person in PEOPLE:
        _install_person(person)


def _install_bodies() -> None:
    for body in BODIES:
        Body.objects.get_or_create(
            division_id=body.division,
            name=body.name,
            defaults={"aliases": list(body.aliases), "level": body.level, "type": body.type},
        )


def _install_town_bodies(district: str) -> None:
    """Each town's government or street office, by the division's own name."""
    towns = Division.objects.filter(code__gte=district, code__lt=subtree_end(district), level=Level.TOWN)
    for town in towns:
        if not town.name.endswith(("镇", "乡", _STREET)):
            continue
        name = f"{town.name}办事处" if town.name.endswith(_STREET) else f"{town.name}人民政府"
        Body.objects.get_or_create(
            division=town, name=name, defaults={"aliases": [town.name], "level": Level.TOWN, "type": BodyType.TOWN}
        )


def _install_person(person: DemoPerson) -> None:
    if Account.objects.filter(username=person.username).exists():
        return
    division = Division.objects.get(code=person.division)
    body = Body.objects.get(name=person.body) if person.body else None
    if body is None and level(person.division) is Level.TOWN:
        body = Body.objects.get(division=division)
    post, _made = Post.objects.get_or_create(title=person.title, body=body, division=division)
    account = create_account(
        actor=None, username=person.username, display_name=person.display_name, post=post, is_demo=True
    )
    grant_role(actor=None, account=account, role=person.role, division=division, body=body)
