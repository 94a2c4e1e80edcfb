"""A steward prepares editions, somebody else publishes them, and nothing published is ever edited or lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoDbBlocker

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.gate.model import Completeness, ListKind, Outcome
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.check.services import ask
from qingdan.register.lists import services
from qingdan.register.lists.differences import counted, difference
from qingdan.register.lists.events import edition_published, edition_superseded
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList, Openness, Removal
from qingdan.register.lists.queries import editions_in_force
from qingdan.register.lists.rulebooks import rulebook_for
from qingdan.register.lists.services import ListsProblem, StaleDraft, install_pack_lists
from qingdan.register.lists.tests.cast import (
    DISTRICT,
    VILLAGE,
    dated,
    draft,
    item,
    lead,
    person,
    publish,
    published,
    steward,
    submitted,
)
from tests.kept import installed_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def next_of(edition: Edition) -> Edition:
    return services.open_draft(actor=steward(), item_list=edition.item_list)


class TestDrafts:
    def test_a_new_list_has_a_code_and_its_items_have_codes_of_it(self) -> None:
        edition = draft("医保参保登记", "养老认证")
        assert edition.item_list.code == "NH-A1"
        assert [each.code for each in edition.items.all()] == ["NH-A1-01Y", "NH-A1-02W"]
        assert draft(title="另一份").item_list.code == "NH-A2"

    @pytest.mark.parametrize("who", ["department-officer", "village-clerk", "lead-civil", "town-clerk", "system-admin"])
    def test_only_a_steward_of_the_place_prepares(self, who: str) -> None:
        edition = draft("医保参保登记")
        for act in (
            lambda: services.create_list(
                actor=person(who), division_code=DISTRICT, kind=ListKind.DUTY, title="x", publisher="y"
            ),
            lambda: services.add_items(actor=person(who), edition=edition, rows=[item("甲")], reasons=[""]),
            lambda: services.discard_draft(actor=person(who), edition=edition),
            lambda: services.submit_edition(actor=person(who), edition=edition),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_the_same_matter_cannot_stand_twice(self) -> None:
        edition = draft("医保参保登记")
        for title in ("医保参保登记", "“医保”参保 登记"):
            with pytest.raises(ListsProblem, match="是同一件事"):
                services.add_items(actor=steward(), edition=edition, rows=[item(title)], reasons=[""])
        with pytest.raises(ListsProblem, match="是同一件事"):
            services.add_items(
                actor=steward(), edition=edition, rows=[item("甲事"), item("乙事", aliases=["甲事"])], reasons=["", ""]
            )
        village, community = item("丙事", units=["village"]), item("丙事", units=["community"])
        services.add_items(actor=steward(), edition=edition, rows=[village, community], reasons=["", ""])
        assert edition.items.count() == 3

    def test_who_saw_an_older_state_changes_nothing(self) -> None:
        edition = draft("医保参保登记")
        code = edition.items.get().code
        seen = edition.revision
        services.amend_item(
            actor=steward(), edition=edition, code=code, spec=item("医保登记"), reason="", revision=seen
        )
        with pytest.raises(StaleDraft):
            services.amend_item(
                actor=steward(), edition=edition, code=code, spec=item("别的"), reason="", revision=seen
            )
        assert edition.items.get().title == "医保登记"

    def test_items_are_moved_and_numbered_without_gaps(self) -> None:
        edition = draft("甲", "乙", "丙", "丁")
        code = edition.items.get(title="丁").code
        services.move_item(actor=steward(), edition=edition, code=code, place=2)
        assert list(edition.items.values_list("title", "position")) == [("甲", 1), ("丁", 2), ("乙", 3), ("丙", 4)]
        services.move_item(actor=steward(), edition=edition, code=code, place=99)
        assert list(edition.items.values_list("title", flat=True)) == ["甲", "乙", "丙", "丁"]

    def test_a_code_is_never_given_again(self) -> None:
        edition = draft("甲", "乙")
        gone = edition.items.get(title="乙").code
        services.remove_item(actor=steward(), edition=edition, code=gone, reason="")
        [fresh] = services.add_items(actor=steward(), edition=edition, rows=[item("丙")], reasons=[""])
        assert fresh.code != gone and fresh.code.startswith("NH-A1-03")

    def test_discarding_a_first_draft_takes_the_list_with_it_and_keeps_published_ones(self) -> None:
        first = draft("甲")
        services.discard_draft(actor=steward(), edition=first)
        assert not ItemList.objects.filter(pk=first.item_list_id).exists()
        edition = published("甲")
        services.discard_draft(actor=steward(), edition=next_of(edition))
        assert edition.item_list.editions.get() == edition

    @pytest.mark.clause("NH-99")
    def test_the_database_itself_refuses_two_drafts_and_a_missing_reason_is_told(self) -> None:
        edition = published("甲")
        second = next_of(edition)
        with pytest.raises(ListsProblem, match="已经有一份草稿"):
            next_of(edition)
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.create(item_list=edition.item_list, number=9, document="x")
        code = second.items.get().code
        with pytest.raises(ListsProblem, match="为什么改"):
            services.amend_item(actor=steward(), edition=second, code=code, spec=item("甲", note="改"), reason=" ")
        with pytest.raises(ListsProblem, match="为什么删去"):
            services.remove_item(actor=steward(), edition=second, code=code, reason="")


class TestPublication:
    @pytest.mark.clause("NH-104")
    def test_it_is_published_by_the_body_that_the_pack_names_and_counts_from_its_day(self) -> None:
        edition = submitted(dated(draft("走访困难户", kind=ListKind.NEGATIVE), effective=today() + timedelta(days=10)))
        for who in ("lead-party", "decision-recorder", "department-officer", "supervisor", "town-clerk"):
            with pytest.raises(NotAllowed, match="区民政局"):
                publish(edition, actor=person(who))
        publish(edition)
        edition.refresh_from_db()
        assert (edition.state, edition.published_by) == (EditionState.PUBLISHED, lead())
        question = {"division": VILLAGE, "kind": "affair", "title": "走访困难户", "frequency": "yearly"}
        assert ask(**question).outcome is not Outcome.FORBIDDEN
        assert ask(**question, on=today() + timedelta(days=10)).outcome is Outcome.FORBIDDEN

    def test_a_list_recorded_whole_makes_absence_mean_something(self) -> None:
        before = rulebook_for(VILLAGE, today()).lists[ListKind.NEGATIVE].completeness
        published("走访困难户", kind=ListKind.NEGATIVE)
        assert before is not Completeness.COMPLETE
        assert rulebook_for(VILLAGE, today()).lists[ListKind.NEGATIVE].completeness is Completeness.COMPLETE

    def test_the_one_who_submitted_cannot_publish(self) -> None:
        from qingdan.foundation.orgs.choices import Role
        from qingdan.foundation.orgs.services import grant_role

        grant_role(
            actor=None,
            account=steward(),
            role=Role.LEAD_OFFICER,
            division=lead().grants.get().division,
            body=lead().post.body,
        )
        edition = submitted(dated(draft("甲")))
        with pytest.raises(NotAllowed, match="不能自己发布"):
            publish(edition, actor=steward())

    def test_secrecy_and_openness_are_reviewed_before(self) -> None:
        edition = submitted(dated(draft("甲")))
        said: dict[str, Any] = {"actor": lead(), "edition": edition, "openness": Openness.PUBLIC}
        with pytest.raises(ListsProblem, match="不涉密"):
            services.publish_edition(**said, openness_review="主动公开", not_secret=False)
        with pytest.raises(ListsProblem, match="按什么定的"):
            services.publish_edition(**said, openness_review=" ", not_secret=True)

    def test_nothing_takes_effect_before_it_is_published(self) -> None:
        edition = draft("甲")
        with pytest.raises(ListsProblem, match="不能早于发布日期"):
            dated(edition, effective=today() - timedelta(days=1))
        Edition.objects.filter(pk=edition.pk).update(document="x", effective_on=today(), published_on=today())
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(effective_on=today() - timedelta(days=1))

    def test_it_is_not_published_ahead_of_its_day_nor_before_the_edition_that_runs(self) -> None:
        edition = submitted(
            dated(draft("甲"), published_on=today() + timedelta(days=3), effective=today() + timedelta(days=3))
        )
        with pytest.raises(ListsProblem, match="还没有到"):
            publish(edition)
        first = published("甲", title="第二份")
        second = next_of(first)
        past = date(2020, 1, 1)
        dated(second, published_on=past, effective=past)
        submitted(second)
        second.refresh_from_db()
        with pytest.raises(ListsProblem, match="不能比它还早"):
            publish(second)

    def test_what_is_missing_is_named(self) -> None:
        empty = draft()
        with pytest.raises(ListsProblem, match="发布日期和生效日期"):
            submitted(empty)
        dated(empty)
        with pytest.raises(ListsProblem, match="还没有事项"):
            submitted(empty)
        assert [problem.field for problem in services.what_is_missing(draft(title="新的"))] == ["effective_on", ""]
        second = next_of(published("甲", title="有第一版"))
        dated(second, reason="")
        with pytest.raises(ListsProblem, match="为什么要修订"):
            submitted(second)

    def test_a_submitted_draft_rests_until_it_is_returned_or_taken_back(self) -> None:
        edition = submitted(dated(draft("甲")))
        with pytest.raises(ListsProblem, match="已经提交审查"):
            services.add_items(actor=steward(), edition=edition, rows=[item("乙")], reasons=[""])
        with pytest.raises(ListsProblem, match="写明要改什么"):
            services.return_edition(actor=lead(), edition=edition, reason=" ")
        services.return_edition(actor=lead(), edition=edition, reason="依据写全")
        assert Message.objects.filter(recipient=steward(), body="依据写全").exists()
        edition.refresh_from_db()
        assert edition.returned_for == "依据写全"
        submitted(edition)
        services.withdraw_submission(actor=steward(), edition=edition)
        with pytest.raises(ListsProblem, match="还没有提交"):
            publish(edition)

    def test_the_second_of_two_who_publish_is_told_that_it_is_done(self) -> None:
        edition = submitted(dated(draft("甲")))
        stale = Edition.objects.select_related("item_list").get(pk=edition.pk)
        publish(edition)
        with pytest.raises(ListsProblem, match="已经由李科发布"):
            publish(stale)
        assert Record.objects.filter(verb="publish_edition", object_id=edition.id_text).count() == 1

    def test_what_was_reviewed_is_what_is_published(self) -> None:
        edition = submitted(dated(draft("甲")))
        reviewed = Edition.objects.select_related("item_list").get(pk=edition.pk)
        services.withdraw_submission(actor=steward(), edition=edition)
        services.add_items(actor=steward(), edition=edition, rows=[item("乙")], reasons=[""])
        submitted(edition)
        with pytest.raises(StaleDraft):
            publish(reviewed)

    @pytest.mark.clause("NH-99")
    def test_the_next_edition_supersedes_and_both_stay_as_they_were(self) -> None:
        seen: list[tuple[str, int]] = []
        first = published("甲", "乙")
        code = first.items.get(title="乙").code
        second = next_of(first)
        services.remove_item(actor=steward(), edition=second, code=code, reason="交给镇里")
        later = today() + timedelta(days=30)
        dated(second, effective=later)

        def tell(name: str) -> Any:
            return lambda edition, **_more: seen.append((name, edition.number))

        receivers = [tell("published"), tell("superseded")]
        edition_published.connect(receivers[0])
        edition_superseded.connect(receivers[1])
        publish(submitted(second))
        edition_published.disconnect(receivers[0])
        edition_superseded.disconnect(receivers[1])
        assert seen == [("superseded", 1), ("published", 2)]
        first.refresh_from_db()
        assert (first.state, first.superseded_on, first.standing(today())) == (EditionState.SUPERSEDED, later, "现行")
        own = {e.item_list_id: e for e in editions_in_force(VILLAGE, today())}
        assert own[first.item_list_id] == first
        assert {e.item_list_id: e for e in editions_in_force(VILLAGE, later)}[first.item_list_id] == second
        assert list(first.items.values_list("title", flat=True)) == ["甲", "乙"]

    @pytest.mark.clause("NH-99")
    @pytest.mark.parametrize("act", ["item", "removal", "reason", "superseded_on", "published_by", "openness"])
    def test_the_database_keeps_what_is_published(self, act: str) -> None:
        first = published("甲", "乙")
        second = next_of(first)
        services.remove_item(actor=steward(), edition=second, code=first.items.get(title="乙").code, reason="理由")
        publish(submitted(dated(second)))
        rows = {
            "item": lambda: Item.objects.filter(edition=second).update(reason="别的"),
            "removal": lambda: Removal.objects.filter(edition=second).update(reason="别的"),
            "reason": lambda: Edition.objects.filter(pk=second.pk).update(reason="别的"),
            "superseded_on": lambda: Edition.objects.filter(pk=first.pk).update(superseded_on=None),
            "published_by": lambda: Edition.objects.filter(pk=second.pk).update(published_by=None),
        }
        if act == "openness":
            services.set_openness(
                actor=lead(), edition=first, openness=Openness.INTERNAL, openness_review="误公开", not_secret=True
            )
            assert Edition.objects.get(pk=first.pk).openness == Openness.INTERNAL
            return
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows[act]()

    def test_every_step_is_in_the_audit(self) -> None:
        edition = published("甲")
        verbs = set(Record.objects.filter(object_id=edition.id_text).values_list("verb", flat=True))
        assert {"open_draft", "add_items", "set_heading", "submit_edition", "publish_edition"} <= verbs
        assert verify() == []


class TestDifferences:
    def test_item_by_item_with_reasons(self) -> None:
        first = published("甲", "乙", "丙", "丁")
        second = next_of(first)
        codes = dict(second.items.values_list("title", "code"))
        services.remove_item(actor=steward(), edition=second, code=codes["甲"], reason="已由镇里办")
        services.amend_item(
            actor=steward(),
            edition=second,
            code=codes["乙"],
            spec=item("乙", frequency="yearly", units=["village"]),
            reason="减频次",
        )
        services.add_items(actor=steward(), edition=second, rows=[item("戊")], reasons=["新法"])
        services.move_item(actor=steward(), edition=second, code=codes["丁"], place=1)
        changes = {(change.change, change.title): change for change in difference(first, second)}
        assert set(changes) == {("removed", "甲"), ("amended", "乙"), ("added", "戊"), ("renumbered", "丁")}
        assert changes["removed", "甲"].reason == "已由镇里办"
        amended = changes["amended", "乙"]
        assert amended.reason == "减频次"
        assert {(f.label, f.before, f.after) for f in amended.fields} == {
            ("最多多久一次", "", "每年"),
            ("适用", "", "村"),
        }
        assert counted(tuple(changes.values())) == {"新增": 1, "删去": 1, "修改": 1, "移动": 1}
        assert [c.change for c in difference(second, first)].count("removed") == 1

    def test_an_item_put_back_is_no_difference(self) -> None:
        first = published("甲", "乙")
        second = next_of(first)
        code = first.items.get(title="甲").code
        services.remove_item(actor=steward(), edition=second, code=code, reason="不要")
        services.restore_item(actor=steward(), edition=second, code=code)
        assert difference(first, second) == ()
        with pytest.raises(ListsProblem, match="没有被删去"):
            services.restore_item(actor=steward(), edition=second, code=code)
