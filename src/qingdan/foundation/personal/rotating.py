"""Changing the outside key: a new one is made, every person's key is wrapped anew, the old one can then be retired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from qingdan.foundation.audit.services import record
from qingdan.foundation.personal.keyring import (
    current_key_id,
    destroy_key,
    following_key_id,
    key_ids,
    make_key,
)
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.problems import KeyMissing, PersonalProblem
from qingdan.foundation.personal.sealing import rewrapped

BATCH = 500
"""Persons in one transaction: short enough that clerks are not kept waiting."""


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """One outside key: how many persons' keys it wraps, whether it is the current one, whether it is here."""

    id: str
    persons: int
    current: bool
    here: bool


def standing() -> list[KeyStanding]:
    """All outside keys that are here or that some person's key needs, oldest first."""
    counted = Subject.objects.filter(erased_at=None).order_by().values_list("key_id").annotate(n=Count("pk"))
    persons = dict(counted)
    if not persons:
        current_key_id()  # a fresh installation has its first key from now on
    here = key_ids()
    every = sorted({*persons, *here})
    return [KeyStanding(id_, persons.get(id_, 0), id_ == every[-1], id_ in here) for id_ in every]


def erased_count() -> int:
    """How many persons are erased."""
    return Subject.objects.filter(erased_at__isnull=False).count()


def rotate(progress: Callable[[int], None] = lambda _done: None) -> tuple[str, int]:
    """Wrap every person's key by a new outside key; the new key's id and how many were wrapped.

    Repeatable and safe while the service runs: what a killed run left undone the next run does, before it would make
    another key. ``progress`` is told the number done after each batch. Raises :class:`KeyMissing` where an old key that is
    still needed is not here; nothing is lost then.
    """
    key_id = _key_to_rotate_to()
    done = 0
    while count := _rewrap_some(key_id):
        done += count
        progress(done)
    with transaction.atomic():
        _record("rotate_keys", key_id, {"persons": done})
    return key_id, done


def _key_to_rotate_to() -> str:
    newest = current_key_id()
    missing = set(_waiting(newest).values_list("key_id", flat=True).distinct()) - set(key_ids())
    if missing:
        raise KeyMissing(min(missing))
    return newest if _waiting(newest).exists() else make_key(following_key_id(newest))


def _waiting(key_id: str) -> QuerySet[Subject]:
    return Subject.objects.filter(erased_at=None).exclude(key_id=key_id)


@transaction.atomic
def _rewrap_some(key_id: str) -> int:
    subjects = list(_waiting(key_id).select_for_update().order_by("pk")[:BATCH])
    for subject in subjects:
        subject.wrapped, subject.key_id = rewrapped(subject, key_id), key_id
    Subject.objects.bulk_update(subjects, ["wrapped", "key_id"])
    return len(subjects)


def retire(key_id: str) -> None:
    """Destroy an old outside key. Backups of before its rotation can then no longer show personal data: that is the
    use of it (what is erased is erased there too), and the reason why it is never done by itself.

    Raises :class:`PersonalProblem` for the current key and for one that some person's key still needs.
    """
    if key_id not in key_ids():
        raise PersonalProblem(f"没有 {key_id} 这个密钥。现有的：{'、'.join(key_ids())}。")
    if key_id == current_key_id():
        raise PersonalProblem("正在使用的密钥不能停用。请先运行 qingdan keys rotate。")
    with transaction.atomic():
        if Subject.objects.filter(key_id=key_id).exists():
            raise PersonalProblem("还有个人信息要用这个密钥打开。请先运行 qingdan keys rotate，做完再停用。")
        _record("retire_key", key_id, None)
    destroy_key(key_id)


def _record(verb: str, key_id: str, detail: object) -> None:
    record(verb=verb, object_type="personal_key", object_id=key_id, detail=detail)
