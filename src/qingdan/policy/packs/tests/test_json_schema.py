"""The exported JSON Schema is the shape that is read."""

from __future__ import annotations

import json
import re
from pathlib import Path

from qingdan.policy.packs import guide_specs, list_specs, rule_specs, schema, village_specs
from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.json_schema import pack_json_schema
from qingdan.policy.packs.tests.packs import changed

DOCS = Path(__file__).parents[5] / "docs"


def test_the_exported_schema_is_current() -> None:
    exported = json.loads((DOCS / "pack.schema.json").read_text(encoding="utf-8"))
    assert exported == pack_json_schema(), "qingdan packs schema > docs/pack.schema.json"


def test_every_file_of_a_pack_has_its_definition_and_refuses_unknown_keys() -> None:
    document = pack_json_schema()
    assert set(document["files"]) == {
        "pack.yaml",
        "clauses.yaml",
        "rules.yaml",
        "lists/*.yaml",
        "guides.yaml",
        "village.yaml",
    }
    for reference in document["files"].values():
        definition = document["$defs"][reference["$ref"].rsplit("/", 1)[-1]]
        assert definition["additionalProperties"] is False


def test_the_guide_explains_every_key() -> None:
    guide = (DOCS / "packs.md").read_text(encoding="utf-8")
    written = {
        name: part
        for module in (schema, rule_specs, list_specs, guide_specs, village_specs)
        for name, part in vars(module).items()
    }
    parts = [part for part in written.values() if isinstance(part, type) and issubclass(part, schema.Part)]
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}
    assert [key for key in sorted(keys) if f"`{key}`" not in guide and f"{key}: " not in guide] == []


def test_the_guides_examples_are_valid(tmp_path: Path) -> None:
    guide = (DOCS / "packs.md").read_text(encoding="utf-8")
    clauses, rules = (
        re.search(rf"```yaml\n({name}:.*?)```", guide, re.DOTALL)[1]  # type: ignore[index]  # fails if it is not there
        for name in ("clauses", "rules")
    )
    folder = changed(
        tmp_path,
        ("pack.yaml", "lists:\n", "lists:\n  - {kind: form, title: 报表目录, clause: SD-06, on_record: missing}\n"),
    )
    kept = (folder / "clauses.yaml").read_text(encoding="utf-8").split("  - {id: SD-06")[0]
    (folder / "clauses.yaml").write_text(kept + clauses.removeprefix("clauses:\n"), encoding="utf-8")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    assert [rule.id for rule in check_folder(folder)[0].rules] == ["SD-R06"]
