"""What the endpoints that read are asked and answer, as the OpenAPI document describes it."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

PER_PAGE, MOST_PER_PAGE, LARGEST = 100, 500, 1_000_000


class ItemsWanted(Schema):
    """Which items of an edition, and which page of them."""

    q: str = Field("", description="名称、类别、牵头单位里的字，或者事项编号")
    category: str = Field("", description="类别，全名")
    lead_body: str = Field("", description="牵头单位，全名")
    page: int = Field(1, ge=1, le=LARGEST)
    per_page: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


class Other(Schema):
    """The edition that another is held against."""

    number: int | None = Field(None, alias="with", ge=1, le=LARGEST, description="和第几版比；不写就和前一版比")


class ItemOut(Schema):
    """One item as an edition has it."""

    code: str
    title: str
    category: str
    lead_body: str
    reason: str = Field(description="为什么增改")
    aliases: list[str]
    units: list[str] = Field(description="适用：village、community、rural_community、converted；空的是都适用")
    basis: list[str]
    supporting_bodies: list[str]
    funding: str
    flow_chart: str
    training: str
    handled_by: str
    conflict: str
    note: str
    copied_from: str
    frequency: str | None = Field(description="最多多久一次")
    minutes: int | None = Field(description="每次用时，分钟")
    location: str | None
    party: str | None
    valid_from: str | None
    valid_to: str | None
    review_on: str | None


class EditionOut(Schema):
    """One edition without its items."""

    edition: str = Field(description="全名，结论里引用的就是它")
    list: str = Field(description="清单的编码")
    number: int
    state: str = Field(description="draft、published、superseded")
    standing: str = Field(description="今天算什么：草稿、待审查发布、待生效、现行、已失效")
    kind: str
    title: str
    division: str
    publisher: str
    document: str
    document_number: str
    decided_on: str | None
    published_on: str | None
    effective_on: str | None
    superseded_on: str | None
    ends_on: str | None
    complete: bool = Field(description="整张清单都在这里；不是的话，没有列出的不等于不在清单上")
    compilation: bool
    openness: str = Field(description="公开属性：public 公开，internal 系统内")
    reason: str = Field(description="为什么修订")
    note: str
    content_hash: str
    source_url: str
    size: int = Field(description="有几项")
    revision: int = Field(description="草稿改过几次；写的时候带上，别人改过就不会覆盖")


class ListOut(Schema):
    """One list with the editions that the caller may see, newest first."""

    code: str
    kind: str
    title: str
    division: str
    publisher: str
    pack: str
    editions: list[EditionOut]


class ItemsOut(Schema):
    """One page of an edition's items."""

    total: int
    page: int
    per_page: int
    items: list[ItemOut]


class FieldOut(Schema):
    """One field before and after."""

    name: str
    label: str
    before: str
    after: str


class ChangeOut(Schema):
    """One item that is new, gone, other than before, or elsewhere."""

    change: str = Field(description="added、removed、amended、renumbered")
    code: str
    title: str
    reason: str
    fields: list[FieldOut]


class DifferenceOut(Schema):
    """What an edition has otherwise than another."""

    from_: str | None = Field(alias="from", description="和哪一版比；没有更早的版本就是 null")
    to: str
    reason: str
    changes: list[ChangeOut]


class PastOut(Schema):
    """The item in another edition."""

    edition: str
    number: int
    standing: str
    effective_on: str | None
    title: str
    reason: str


class RemovalOut(Schema):
    """That the item was taken out."""

    edition: str
    number: int
    effective_on: str | None
    reason: str


class ItemStandingOut(Schema):
    """One item with where it stands now and what became of it."""

    item: ItemOut
    edition: EditionOut
    in_force: bool = Field(description="今天是不是现行")
    removed: RemovalOut | None = Field(description="哪一版删去的，为什么")
    history: list[PastOut]


class ItemsDoneOut(Schema):
    """The items that a write made or changed."""

    items: list[ItemOut]
    revision: int


class RevisionOut(Schema):
    """That a write was done."""

    revision: int


class RowOut(Schema):
    """One item of an annex and what it does to the draft."""

    place: str
    effect: str = Field(description="add 新增、amend 修改、same 不变、remove 删去、fault 有错")
    label: str
    code: str
    title: str
    message: str
    warnings: list[str]


class AnnexDoneOut(Schema):
    """What an annex did to the draft, or would do."""

    stored: bool = Field(description="false：只是预览，什么都没有存")
    counts: dict[str, int]
    rows: list[RowOut] = Field(description="不变的不列")
    revision: int


class DiscardedOut(Schema):
    """The draft that is no more."""

    discarded: str
