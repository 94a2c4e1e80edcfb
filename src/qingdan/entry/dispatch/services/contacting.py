"""Ordinary contact: not asked of the gate, but recorded and counted, and never an obligation."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Contact, ContactPlace, ContactSort
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.feedback import MARKED
from qingdan.entry.dispatch.services.writing import note
from qingdan.entry.dispatch.targets import Village, narrowest, rows_of, villages
from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.orgs.choices import VILLAGE_ROLES
from qingdan.foundation.orgs.models import Account, Body
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.register.check.guessing import guess_kinds

MOST_VILLAGES = 50
"""A product setting: who turns to more villages at once has something to dispatch."""


@transaction.atomic
def contact(
    *, actor: Account, issuer: Body, sort: str, title: str, text: str, divisions: Sequence[str], sure: bool = False
) -> Contact:
    """Send an invitation, or an answer about one resident's matter, to villages (an officer of the body).

    Where the words point to a demand (a form, photos, a group …), it is sent only to ``sure`` people, and what the words
    pointed to stays on record. Raises :class:`DispatchProblem` and ``NotAllowed``.
    """
    access = DispatchAccess(actor)
    access.demand_sender(issuer)
    _demand_words(sort, title, text)
    places = narrowest(divisions)
    access.demand_reach(issuer, places)
    found = rows_of(villages(places, (), today()), most=MOST_VILLAGES + 1)
    _demand_few(sort, found)
    like = [guess.kind for guess in guess_kinds(f"{title}\n{text}") if guess.kind is not Kind.AFFAIR]
    if like and not sure:
        raise DispatchProblem(_looks_like(like), "sure")
    made = Contact.objects.create(
        issuer=issuer,
        sort=sort,
        title=title.strip(),
        text=text.strip(),
        looks_like=[kind.value for kind in like],
        by=actor,
    )
    ContactPlace.objects.bulk_create([ContactPlace(contact=made, division_id=village.code) for village in found])
    _tell(made, found)
    note(
        actor, "contact_villages", "contact", made.pk, issuer.division_id, [sort, title, [each.code for each in found]]
    )
    return made


def _demand_words(sort: str, title: str, text: str) -> None:
    if sort not in ContactSort.values:
        raise DispatchProblem("请选是邀请，还是答复一位居民的事。", "sort")
    for name, words, longest in (("title", title, 100), ("text", text, 1000)):
        if not words.strip():
            raise DispatchProblem("请写内容。" if name == "text" else "请写标题。", name)
        if len(words.strip()) > longest:
            raise DispatchProblem(f"最多 {longest} 个字。", name)
    if marked(title, text):
        raise DispatchProblem(MARKED, "text")


def _demand_few(sort: str, found: Sequence[Village]) -> None:
    if not found:
        raise DispatchProblem("请选发给哪个村（社区）。", "places")
    if sort == ContactSort.REPLY and len(found) != 1:
        raise DispatchProblem("答复一位居民的事，只发给他所在的那一个村（社区）。", "places")
    if len(found) > MOST_VILLAGES:
        raise DispatchProblem(f"普通联系一次最多 {MOST_VILLAGES} 个村（社区）。要这么多村办事，请走派发。", "places")


def _looks_like(like: Sequence[Kind]) -> str:
    words = "、".join(KIND_LABELS[kind] for kind in like)
    return f"按词看，里面好像要求了{words}。要村里办、填、报、拍的，请走派发；确实只是邀请、答复的，勾上这一格再发。"


def _tell(made: Contact, found: Sequence[Village]) -> None:
    people = Account.objects.filter(
        grants__division__in=[village.code for village in found], grants__role__in=VILLAGE_ROLES, grants__revoked_at=None,
        is_active=True,
    ).distinct()  # fmt: skip
    words = f"{made.issuer}：{made.get_sort_display()}，不用办什么，看不看都可以。"
    send_many(recipients=people, title=made.title, body=words, link=f"/contacts/{made.pk}/", key=f"contact-{made.pk}")
