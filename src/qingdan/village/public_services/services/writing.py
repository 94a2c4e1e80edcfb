"""What the services share: words that are taken, the audit, who is told."""

from __future__ import annotations

from collections.abc import Iterable

from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.audit.services import record
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import accounts_holding
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.roles import VILLAGES

LONGEST = 500
_MARKED = "里面有涉密或者内部资料的标记，没有收下。请删去以后再写。"


def words(said: str, field: str, what: str, longest: int = LONGEST, *, needed: bool = True) -> str:
    """The words, trimmed; raises :class:`ServiceProblem` for none (where needed), too many, and marks of secrecy."""
    kept = said.strip()
    if needed and not kept:
        raise ServiceProblem(f"请写{what}。", field)
    if len(kept) > longest:
        raise ServiceProblem(f"{what}最多 {longest} 个字，现在有 {len(kept)} 个。", field)
    if marked(kept):
        raise ServiceProblem(_MARKED, field)
    return kept


def note(actor: Account, verb: str, object_type: str, pk: int, division: str, detail: object) -> None:
    """One act in the audit of its county; of the detail only a keyed digest is kept."""
    record(
        verb=verb, object_type=object_type, object_id=pk, detail=detail, stream=division[:6], actor_id=actor.pk,
        actor_name=str(actor),
    )  # fmt: skip


def tell(roles: Iterable[Role | str], division: str, title: str, body: str, link: str, key: str) -> None:
    """Tell the people who hold one of the roles over a place, once for a key."""
    people = {account.pk: account for role in roles for account in accounts_holding(Role(role), division)}
    send_many(recipients=list(people.values()), title=title[:120], body=body[:LONGEST], link=link, key=key)


def tell_village(division: str, title: str, body: str, link: str, key: str) -> None:
    """Tell a village's own people."""
    tell(VILLAGES, division, title, body, link, key)
