"""Reviews on record before notices were kept come through the migration whole, on both databases, and stay final."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from qingdan.foundation.clock.moments import today
from qingdan.village.guides.models import KindReview, ReviewStep

BEFORE = ("guides", "0002_published_is_final")


@pytest.fixture
def emptied() -> Iterator[None]:
    """The room's tables made anew afterwards: what only grows could not be deleted."""
    yield
    to([("guides", None)])
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())


def to(state: Sequence[tuple[str, str | None]]) -> MigrationExecutor:
    """Migrate to a state."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(state))
    return executor


@pytest.mark.django_db(transaction=True)
def test_reviews_with_steps_stay_and_are_final_where_they_ended(transactional_db: None, emptied: None) -> None:
    executor = to([BEFORE])
    nodes: list[Any] = [BEFORE, *executor.loader.graph.leaf_nodes("orgs")]
    old = executor.loader.project_state(nodes).apps
    account = old.get_model("orgs", "Account").objects.create(username="steward", display_name="陈")
    place = old.get_model("orgs", "Division").objects.create(code="220102000000", name="南关区", level="county")
    body = old.get_model("orgs", "Body").objects.create(name="某局", division=place, level="county", type="department")
    said = {"division": "220102000000", "reason": "outdated", "text": "x", "owner": body, "opened_by": account}
    ended = {"outcome": "cancelled", "closed_for": "x", "closed_on": today(), "replaced_by": "凭居住证"}
    review = old.get_model("guides", "KindReview").objects.create(title="旧证明", **said, **ended)
    old.get_model("guides", "KindReview").objects.create(title="别的证明", **said)
    step = {"review": review, "kind": "published", "done_on": today(), "text": "公布了", "by": account}
    old.get_model("guides", "ReviewStep").objects.create(**step)
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())
    kept, told = KindReview.objects.get(title="旧证明"), ReviewStep.objects.get()
    assert (kept.notice_asked, kept.notice_on, told.channel, told.text) == (False, None, "", "公布了")
    for rows, change in (
        (ReviewStep.objects.all(), {"text": "别的"}),
        (KindReview.objects.filter(pk=kept.pk), {"outcome": "kept"}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)
    assert KindReview.objects.filter(title="别的证明").update(text="还在写") == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM guides_kindreview WHERE id = %s", [kept.pk])
