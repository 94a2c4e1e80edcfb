"""The database is brought to this version, and one from a newer version is left alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from qingdan.commands.base import BadInput
from qingdan.commands.preparing import migrate, prepare
from qingdan.policy.packs.models import PackVersion
from qingdan.register.lists.models import Edition


@pytest.mark.django_db
def test_preparing_twice_changes_nothing_the_second_time() -> None:
    prepare()
    before = (PackVersion.objects.count(), Edition.objects.count())
    assert before[0] >= 6
    prepare()
    assert (PackVersion.objects.count(), Edition.objects.count()) == before


@pytest.mark.django_db
def test_a_database_from_a_newer_version_is_refused_and_untouched() -> None:
    MigrationRecorder(connection).record_applied("orgs", "9999_from_the_future")
    with pytest.raises(BadInput, match="更新版本"):
        migrate()
