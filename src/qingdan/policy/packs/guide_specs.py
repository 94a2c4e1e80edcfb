"""``guides.yaml``: guides that come with a pack, and what people say about kinds of certificates and services."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from qingdan.policy.packs.schema import ClauseId, Part, Short, Slug, Text

FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
FieldType = Literal["text", "long", "date", "number", "choice"]
ItemId = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,5}[a-z]?$")]
ModelText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Plain = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class FieldSpec(Part):
    """One named gap of a model text: ``{address}`` there is the field ``address``."""

    name: FieldName
    label: Short
    type: FieldType = "text"
    required: bool = True
    choices: list[Short] = []


class GuideContent(Part):
    """What a guide says; a draft may leave anything out, which elements must be there the pack says.

    ``validity_days``: how long the paper is good for, None where no limit is set. ``workdays``: the time limit of a
    complex kind, in working days; a simple one is done on the spot. ``public_interest`` and ``legal_risk``: the kind
    itself touches them, so that deliberation or assessment comes before every issue.
    """

    purpose: Plain = ""
    issuing_body: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    validity_days: int | None = Field(default=None, ge=1, le=3650)
    validity_note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    legal_basis: list[Line] = Field(default=[], max_length=30)
    model_text: ModelText = ""
    fields: list[FieldSpec] = Field(default=[], max_length=40)
    procedure: list[Line] = Field(default=[], max_length=20)
    operating_rule: Plain = ""
    materials: list[Line] = Field(default=[], max_length=30)
    simple: bool | None = None
    workdays: int | None = Field(default=None, ge=1, le=250)
    public_interest: bool = False
    legal_risk: bool = False
    fee: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    replaced_by: Plain = ""


class GuideSpec(GuideContent):
    """A guide that comes with a pack, for an item of one of its lists or of a list above; ``source`` product: ours."""

    list_id: Slug
    item: ItemId
    clause: ClauseId | None = None
    source: Literal["clause", "product"] = "product"


class SayingSpec(Part):
    """What people say about an item: whole phrases; the more of one stands in a sentence, the surer."""

    list_id: Slug
    item: ItemId
    say: list[Short] = Field(min_length=1)


class KnownKindSpec(Part):
    """A kind that people ask for under this name and that may stand on no list; ``advice`` says what to do instead.

    ``also``: titles under which lists have the same matter; where one has it, that counts.
    """

    title: Short
    aliases: list[Short] = []
    also: list[Short] = []
    say: list[Short] = []
    advice: Text


class GuideFile(Part):
    """``guides.yaml``."""

    guides: list[GuideSpec] = []
    sayings: list[SayingSpec] = []
    known: list[KnownKindSpec] = []
