"""The second arrow check: names in strings (templates, URLs, models) obey the floors like imports do.

The first, for Python imports, is import-linter's contracts in ``pyproject.toml``; both read the same layers.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "qingdan"

_TEMPLATE_NAMES = re.compile(r"""{%\s*(?:include|extends)\s+["']([a-z_]+)/""")
_URL_TAGS = re.compile(r"""{%\s*url\s+["']([a-z_]+):""")
_REVERSED = re.compile(r"""\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*["']([a-z_]+):""")
_MODEL_NAMES = re.compile(r"""\b(?:ForeignKey|OneToOneField|ManyToManyField|get_model)\(\s*["']([a-z_]+)[."']""")
_RENDERED = re.compile(
    r"""\b(?:render|render_to_string|get_template|select_template)\([^)]*?["']([a-z_]+)/[a-z_/]+\.html"""
)
_PATTERNS = {".html": (_TEMPLATE_NAMES, _URL_TAGS), ".py": (_REVERSED, _MODEL_NAMES, _RENDERED)}


def _layers() -> dict[str, list[list[str]]]:
    """Each contract's layers as modules, from the top down; floors under the key ``floors``."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    found = {}
    for contract in contracts:
        if contract["type"] == "layers":
            found[contract["name"]] = [re.split(r"\s*[|:]\s*", layer) for layer in contract["layers"]]
    return found


def _rooms() -> dict[str, str]:
    """Room name → module, for every folder with an AppConfig and for the gate and the commands."""
    return {
        path.parent.name: ".".join(path.parent.relative_to(SOURCE.parent).parts) for path in SOURCE.rglob("apps.py")
    }


def _rank(module: str, layers: list[list[str]]) -> int | None:
    """How high a module stands in these layers (0 is the top); None if they do not speak of it."""
    for height, layer in enumerate(layers):
        if any(module == member or module.startswith(member + ".") for member in layer):
            return height
    return None


def allowed(source: str, target: str) -> bool:
    """True unless some contract puts the target above (or beside) the source."""
    if source == target or source.startswith(target + ".") or target.startswith(source + "."):
        return True
    for layers in _layers().values():
        here, there = _rank(source, layers), _rank(target, layers)
        if here is not None and there is not None and there <= here:
            same_member = any(source.startswith(member) and target.startswith(member) for member in layers[here])
            if not (here == there and same_member):
                return False
    return True


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)


def _room_module(path: Path) -> str:
    for parent in path.parents:
        if (parent / "apps.py").exists():
            return ".".join(parent.relative_to(SOURCE.parent).parts)
    return _module_of(path)


def _arrows() -> list[tuple[Path, str, str]]:
    rooms = _rooms()
    found = []
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in _PATTERNS or "tests" in path.parts or "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        for pattern in _PATTERNS[path.suffix]:
            found += [(path, _room_module(path), rooms[name]) for name in pattern.findall(text) if name in rooms]
    return found


def test_names_in_templates_urls_and_models_point_downwards() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {source} → {target}"
        for path, source, target in _arrows()
        if not allowed(source, target)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_check_sees_arrows_at_all() -> None:
    assert len(_arrows()) > 20


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("qingdan.register.check", "qingdan.register.lists", True),
        ("qingdan.register.lists", "qingdan.register.check", False),
        ("qingdan.policy.packs", "qingdan.foundation.web", True),
        ("qingdan.foundation.web", "qingdan.policy.packs", False),
        ("qingdan.foundation.orgs", "qingdan.foundation.web", False),
        ("qingdan.foundation.administration", "qingdan.foundation.web", True),
        ("qingdan.public.api", "qingdan.register.check", True),
    ],
)
def test_the_floors_say_which_way_an_arrow_may_point(source: str, target: str, expected: bool) -> None:
    assert allowed(source, target) is expected
