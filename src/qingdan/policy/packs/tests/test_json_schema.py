"""The exported JSON Schema is the shape that is read."""

from __future__ import annotations

import json
from pathlib import Path

from qingdan.policy.packs import schema
from qingdan.policy.packs.json_schema import pack_json_schema

DOCS = Path(__file__).parents[5] / "docs"


def test_the_exported_schema_is_current() -> None:
    exported = json.loads((DOCS / "pack.schema.json").read_text(encoding="utf-8"))
    assert exported == pack_json_schema(), "qingdan packs schema > docs/pack.schema.json"


def test_every_file_of_a_pack_has_its_definition_and_refuses_unknown_keys() -> None:
    document = pack_json_schema()
    assert set(document["files"]) == {"pack.yaml", "clauses.yaml", "rules.yaml", "lists/*.yaml"}
    for reference in document["files"].values():
        definition = document["$defs"][reference["$ref"].rsplit("/", 1)[-1]]
        assert definition["additionalProperties"] is False


def test_the_guide_explains_every_key() -> None:
    guide = (DOCS / "packs.md").read_text(encoding="utf-8")
    parts = [part for part in vars(schema).values() if isinstance(part, type) and issubclass(part, schema.Part)]
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}
    assert [key for key in sorted(keys) if f"`{key}`" not in guide] == []
