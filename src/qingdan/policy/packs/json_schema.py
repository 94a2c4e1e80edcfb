"""The pack's shape as JSON Schema, for editors and other programs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from qingdan.policy.packs.guide_specs import GuideFile
from qingdan.policy.packs.list_specs import ListFile
from qingdan.policy.packs.rule_specs import ClauseFile, RuleFile
from qingdan.policy.packs.schema import PackHeader
from qingdan.policy.packs.village_specs import VillageFile

_FILES: dict[str, type[BaseModel]] = {
    "pack.yaml": PackHeader,
    "clauses.yaml": ClauseFile,
    "rules.yaml": RuleFile,
    "village.yaml": VillageFile,
    "lists/*.yaml": ListFile,
    "guides.yaml": GuideFile,
}


def pack_json_schema() -> dict[str, Any]:
    """One schema document; ``files`` says which definition each file of a pack follows."""
    references, definitions = models_json_schema([(shape, "validation") for shape in _FILES.values()])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Qingdan policy pack",
        "files": {name: references[(shape, "validation")] for name, shape in _FILES.items()},
        "$defs": definitions["$defs"],
    }
