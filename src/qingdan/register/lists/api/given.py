"""What the endpoints that write take, and from there to the words of the services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.foundation.web.api_calls import Told
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.annexes.json_form import items_from_json
from qingdan.register.lists.incoming import fault_of
from qingdan.register.lists.models import Edition, Item, Openness
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.services.drafting import Heading
from qingdan.register.lists.services.importing import content_of

MOST_AT_ONCE = 500
MOST_IN_AN_ANNEX = 20_000
OF_THE_EXPORT = frozenset(
    {
        "edition", "list", "number", "state", "kind", "title", "division", "publisher", "document", "document_number",
        "decided_on", "published_on", "effective_on", "superseded_on", "ends_on", "complete", "compilation", "openness",
        "content_hash", "source_url",
    }
)  # fmt: skip
"""What an exported document says of its edition: it may be sent back, and changes nothing."""

Line = Annotated[str, Field(max_length=200)]
Lines = Annotated[list[Line], Field(max_length=50)]
Words = Annotated[str, Field(max_length=4000)]
Reason = Annotated[str, Field(max_length=1000, description="理由，随新版一起公布")]
Revision = Annotated[
    int | None, Field(ge=0, le=2_000_000_000, description="看到的改动次数；别人改过就拒绝（409），不写就不管")
]


class OnlyRevision(Told):
    """Which state of the draft the caller saw."""

    revision: Revision = None


class OnlyReason(Told):
    """A reason, and which state of the draft the caller saw."""

    reason: Reason = ""
    revision: Revision = None


class NewList(Told):
    """A list that begins."""

    division: str = Field(max_length=12, description="2 到 12 位区划代码")
    kind: ListKind
    title: str = Field(min_length=1, max_length=300)
    publisher: str = Field(max_length=200)
    document: str = Field("", max_length=300)

    def place(self) -> str:
        """The 12-digit code."""
        try:
            return full_code(self.division)
        except BadDivisionCode as error:
            raise ListsProblem(str(error), "division") from error


class NewDraft(Told):
    """The next edition of a list."""

    reason: str = Field("", max_length=2000, description="为什么修订")


class HeadingGiven(Told):
    """What an edition says of itself; what is not named stays."""

    document: str = Field("", max_length=300)
    document_number: str = Field("", max_length=200)
    decided_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    complete: bool = False
    openness: Openness = Field(Openness.INTERNAL, description="建议的公开属性，发布时由审查的人定")
    source_url: str = Field("", max_length=500, pattern=r"^(https?://\S+)?$")
    note: str = Field("", max_length=2000)
    reason: str = Field("", max_length=2000, description="为什么修订")
    revision: Revision = None

    def heading(self, draft: Edition) -> Heading:
        """The draft's heading with what was named in place of what it said."""
        named = self.model_dump(exclude_unset=True, exclude={"revision"})
        return Heading(**{name: getattr(draft, name) for name in Heading.__slots__} | named)


class ItemFields(Told):
    """The fields of an item, as exports have them."""

    number: Line = Field("", description="文件里的序号，不存")
    code: Line = Field("", description="整张导入时按它对上草稿里的事项；新增时由系统编")
    aliases: Lines = Field(default_factory=list, description="也叫")
    category: Line = ""
    units: Lines = Field(default_factory=list, description="village、community、rural_community、converted")
    basis: Lines = Field(default_factory=list, description="例如《某法》第八条")
    lead_body: Line = ""
    supporting_bodies: Lines = Field(default_factory=list)
    frequency: str | None = Field(
        None, description="daily、weekly、monthly、quarterly、half_yearly、yearly、once、on_event"
    )
    funding: Line = ""
    flow_chart: Words = ""
    training: Line = ""
    minutes: int | None = Field(None, ge=1, le=100_000, description="每次用时，分钟")
    valid_from: date | None = None
    valid_to: date | None = None
    review_on: date | None = None
    handled_by: Line = ""
    location: str | None = Field(None, description="outside、inside")
    party: str | None = Field(None, description="village、street")
    note: Words = ""
    conflict: str = Field("", max_length=500)
    reason: Reason = ""


class ItemGiven(ItemFields):
    """One item."""

    title: str = Field(min_length=1, max_length=200)

    def said(self) -> dict[str, Any]:
        """What was named, as plain JSON."""
        return self.model_dump(mode="json", exclude_unset=True)

    def spec(self) -> ItemSpec:
        """The content of a new item; raises :class:`ListsProblem` and ``BadAnnex``."""
        return _spec({**_content(self.said()), "id": "000"})


class ItemsGiven(Told):
    """Items to add."""

    items: list[ItemGiven] = Field(min_length=1, max_length=MOST_AT_ONCE)
    revision: Revision = None


class ItemChange(ItemFields):
    """Fields of an item to change; what is not named stays."""

    title: str | None = Field(None, min_length=1, max_length=200)
    revision: Revision = None

    def spec(self, item: Item) -> ItemSpec:
        """The item's content with what was named in place of what it said."""
        named = self.model_dump(mode="json", exclude_unset=True, exclude={"revision", "reason", "number", "code"})
        if named.get("title", "") is None:
            raise ListsProblem("事项名称不能去掉。", "title")
        changed = _content({"title": item.title, **named})
        return _spec({**item.spec, **{name: changed[name] for name in named}})


class AnnexGiven(Told):
    """A whole annex: an exported document as it is, or its ``items`` alone."""

    items: list[ItemGiven] = Field(max_length=MOST_IN_AN_ANNEX)
    whole: bool = Field(False, description="true：这就是整张清单，草稿里有、这里没有的会删去")
    preview: bool = Field(False, description="true：只看会怎样，什么都不存")
    reason: str = Field("", max_length=2000, description="没有写理由的事项都用这一句")
    revision: Revision = None

    @model_validator(mode="before")
    @classmethod
    def _leave_out_the_heading(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if name not in OF_THE_EXPORT}

    def plain_items(self) -> list[dict[str, Any]]:
        """The items as plain JSON."""
        return [item.said() for item in self.items]


class Publication(Told):
    """The review before an edition is published."""

    openness: Openness
    openness_review: str = Field(min_length=1, max_length=1000, description="公开属性按什么定的")
    not_secret: bool = Field(description="审查过：不涉密，不是工作秘密和内部资料")
    revision: Revision = None


def _content(said: Mapping[str, Any]) -> dict[str, Any]:
    """An item's content, checked as an import is."""
    return content_of(items_from_json([said])[0])


def _spec(content: Mapping[str, Any]) -> ItemSpec:
    try:
        spec = ItemSpec.model_validate(content)
    except ValidationError as error:
        raise ListsProblem(fault_of(error), "items") from error
    if spec.valid_from and spec.valid_to and spec.valid_to < spec.valid_from:
        raise ListsProblem("“止”不能早于“起”。", "valid_to")
    return spec
