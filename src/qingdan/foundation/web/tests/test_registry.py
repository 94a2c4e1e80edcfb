"""What rooms offer to the shell."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from qingdan.foundation.web import registry


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_home_parts", [])
    monkeypatch.setattr(registry, "_menu_entries", [])


def test_parts_come_in_their_order_and_only_for_their_roles() -> None:
    for order, roles in ((20, ["inspector"]), (10, ["inspector", "supervisor"]), (5, [registry.ANONYMOUS])):
        registry.register_home_part(roles, order, f"part-{order}.html", lambda _request: {})
    assert [part.order for part in registry.home_parts(["inspector"])] == [10, 20]
    assert [part.order for part in registry.home_parts([])] == [5]


def test_offering_twice_shows_once() -> None:
    for _again in range(2):
        registry.register_menu_entry("首页", "web:home", [registry.EVERYONE])
    assert [len(group.entries) for group in registry.menu(RequestFactory().get("/"), [])] == [1]


def test_the_open_page_is_marked_by_the_longest_address() -> None:
    registry.register_menu_entry("首页", "web:home", [registry.EVERYONE])
    registry.register_menu_entry("组件", "web:components", [registry.EVERYONE], count=lambda _request: 3)
    groups = registry.menu(RequestFactory().get("/web/components/x"), [])
    marked = {entry.label: (entry.current, entry.count) for entry in groups[0].entries}
    assert marked == {"首页": (False, None), "组件": (True, 3)}


def test_an_unknown_group_is_a_mistake_of_the_room() -> None:
    with pytest.raises(ValueError, match="unknown menu group"):
        registry.register_menu_entry("首页", "web:home", [registry.EVERYONE], "随便")
