"""The audit finds every way of tampering, and the database refuses the plain ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.audit.chain import keyed_digest, merkle_root
from qingdan.foundation.audit.models import Record, StreamHead
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.audit.services import NotInTransaction, export_heads, heads_file, record, record_bulk


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """Keys and exported heads of this test only."""
    settings.HOME = tmp_path


@pytest.fixture
def chain(db: None) -> list[Record]:
    """Five acts in a county's stream, exported after the fourth."""
    acts = [
        record(verb="grant", object_type="account", object_id=n, detail={"n": n}, stream="120117") for n in range(4)
    ]
    export_heads()
    return [*acts, record(verb="grant", object_type="account", object_id=4, stream="120117")]


@pytest.fixture
def without_triggers(db: None) -> Iterator[None]:
    """Somebody who can change the schema: only then can records be touched at all."""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            on = " ON audit_record" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER audit_record_refuse_{event}{on}")
    yield


def kinds() -> set[str]:
    return {fault.kind for fault in verify()}


def test_a_whole_chain_has_no_fault(chain: list[Record]) -> None:
    assert verify() == []


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_a_record(chain: list[Record], act: str) -> None:
    rows = Record.objects.filter(number=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="nothing") if act == "update" else rows.delete()


def test_a_changed_record_is_found(chain: list[Record], without_triggers: None) -> None:
    Record.objects.filter(number=2).update(actor_name="别人")
    assert kinds() == {"changed"}


def test_a_removed_record_is_found(chain: list[Record], without_triggers: None) -> None:
    Record.objects.filter(number=2).delete()
    assert "removed" in kinds()


def test_reordered_records_are_found(chain: list[Record], without_triggers: None) -> None:
    Record.objects.filter(number=2).update(number=99)
    Record.objects.filter(number=3).update(number=2)
    Record.objects.filter(number=99).update(number=3)
    assert kinds() & {"changed", "reordered", "removed"}


def test_a_rehashed_chain_is_found_by_the_exported_head(chain: list[Record], without_triggers: None) -> None:
    from qingdan.foundation.audit.chain import FIRST, Entry

    previous = FIRST
    for kept in Record.objects.filter(stream="120117").order_by("number"):
        parts = {name: getattr(kept, name) for name in Entry.__slots__} | {"previous": previous}
        if kept.number == 2:
            parts["actor_name"] = "别人"
        entry = Entry(**parts)
        Record.objects.filter(pk=kept.pk).update(actor_name=entry.actor_name, previous=entry.previous, hash=entry.hash)
        previous = entry.hash
    StreamHead.objects.filter(stream="120117").update(hash=previous)
    assert kinds() == {"rewritten"}


def test_a_cut_off_tail_is_found_even_with_the_head_set_back(chain: list[Record], without_triggers: None) -> None:
    Record.objects.filter(stream="120117", number__gt=2).delete()
    last = Record.objects.get(stream="120117", number=2)
    StreamHead.objects.filter(stream="120117").update(number=2, hash=last.hash)
    assert "cut-off" in kinds()


def test_a_forged_head_is_found(chain: list[Record]) -> None:
    path = heads_file()
    path.write_text(path.read_text("utf-8").replace('"number": 4', '"number": 3'), encoding="utf-8")
    assert "forged" in kinds()


@pytest.mark.django_db(transaction=True)
def test_a_record_needs_the_callers_transaction() -> None:
    with pytest.raises(NotInTransaction):
        record(verb="x", object_type="x", object_id=1)


def test_a_failed_act_leaves_no_record(db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(verb="x", object_type="x", object_id=1)
        raise RuntimeError
    assert not Record.objects.exists()
    assert verify() == []


def test_a_bulk_act_is_one_record(db: None) -> None:
    record_bulk(verb="dispatch", object_type="item", object_id=1, details=[{"village": n} for n in range(1000)])
    assert Record.objects.count() == 1


def test_exporting_twice_exports_only_what_grew(chain: list[Record]) -> None:
    assert export_heads() == 1
    assert export_heads() == 0


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=20), st.data())
def test_a_merkle_root_changes_with_any_leaf(leaves: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = [*leaves]
    other[place] = ("0" if other[place][0] != "0" else "1") + other[place][1:]
    assert merkle_root(leaves) != merkle_root(other)


def test_a_digest_needs_the_key() -> None:
    assert keyed_digest(b"a" * 32, {"x": 1}) != keyed_digest(b"b" * 32, {"x": 1})
