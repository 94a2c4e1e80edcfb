"""What a pack changed and what stewards changed since they parted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec, ListFile
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services
from qingdan.register.lists.merging import merge
from qingdan.register.lists.models import Edition, EditionState
from qingdan.register.lists.services import install_list, install_pack_lists
from qingdan.register.lists.tests.cast import dated, publish, steward, submitted


@dataclass(frozen=True)
class Thing:
    digest: str


def coded(words: dict[str, str]) -> list[tuple[str, Thing]]:
    return [(code, Thing(digest)) for code, digest in words.items()]


VERSIONS = st.dictionaries(st.sampled_from("ABCDEF"), st.sampled_from("12"), max_size=6)


@pytest.mark.property
class TestMerge:
    @given(VERSIONS, VERSIONS)
    def test_where_we_changed_nothing_their_version_comes(self, base: dict[str, str], theirs: dict[str, str]) -> None:
        merged = merge(coded(base), coded(base), coded(theirs))
        assert sorted(each.item.digest for each in merged.items) == sorted(theirs.values())
        assert not any(each.conflict for each in merged.items)

    @given(VERSIONS, VERSIONS)
    def test_where_they_changed_nothing_ours_stays(self, base: dict[str, str], ours: dict[str, str]) -> None:
        merged = merge(coded(base), coded(ours), coded(base))
        assert [each.item.digest for each in merged.items] == list(ours.values())
        assert merged.removed == ()

    @given(VERSIONS, VERSIONS, VERSIONS)
    def test_what_we_changed_is_never_lost(
        self, base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
    ) -> None:
        kept = [each.item.digest for each in merge(coded(base), coded(ours), coded(theirs)).items]
        for code, digest in ours.items():
            if base.get(code) != digest:
                assert digest in kept


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


@pytest.mark.django_db
@pytest.mark.usefixtures("district")
class TestUpgrade:
    def plaques(self) -> tuple[Any, ListFile]:
        pack = library_packs()["ninghe"]
        return pack, next(part for part in pack.lists if part.kind is ListKind.PLAQUE)

    def test_a_new_version_of_a_pack_keeps_what_the_stewards_added(self) -> None:
        pack, part = self.plaques()
        first = Edition.objects.get(item_list__slug=f"ninghe/{part.id}")
        own = services.open_draft(actor=steward(), item_list=first.item_list)
        [added] = services.add_items(
            actor=steward(), edition=own, rows=[ItemSpec(id="000", title="老年食堂")], reasons=["区里新增"]
        )
        assert added.code.split("-")[2].startswith("501")
        publish(submitted(dated(own)))
        gone = part.items[0]
        changed = part.model_copy(update={"items": [*part.items[1:], ItemSpec(id="98", title="新时代文明实践站")]})
        draft = install_list(pack=pack, part=changed)
        assert draft is not None and draft.state == EditionState.DRAFT and draft.number == 3
        titles = set(draft.items.values_list("title", flat=True))
        assert {"老年食堂", "新时代文明实践站"} <= titles and gone.title not in titles
        assert draft.removals.get().title == gone.title
        assert install_list(pack=pack, part=changed) == draft

    def test_a_draft_that_somebody_works_on_is_left_alone(self) -> None:
        pack, part = self.plaques()
        first = Edition.objects.get(item_list__slug=f"ninghe/{part.id}")
        own = services.open_draft(actor=steward(), item_list=first.item_list)
        services.add_items(actor=steward(), edition=own, rows=[ItemSpec(id="000", title="老年食堂")], reasons=[""])
        changed = part.model_copy(update={"note": "新版"})
        assert install_list(pack=pack, part=changed) is None
        assert own.items.filter(title="老年食堂").exists()
        services.discard_draft(actor=steward(), edition=own)
        assert install_list(pack=pack, part=changed) is not None
