"""What each kind of list means to a resident, in one sentence. Pure."""

from __future__ import annotations

from qingdan.policy.gate.model import ListKind

PLAIN: dict[ListKind, tuple[str, str]] = {
    ListKind.DUTY: ("村里应当办的", "法律和政策要村（社区）自己办的事。"),
    ListKind.ASSIST: ("可以请村里协助的", "本来由政府部门办，可以请村（社区）帮忙的事。"),
    ListKind.NEGATIVE: ("不准要村里办的", "谁也不能派给村（社区）的事。"),
    ListKind.SERVICE: ("村里给大家办的服务", "在村（社区）可以办、可以代办的服务。"),
    ListKind.PURCHASE: ("政府花钱买的服务", "应当由政府出钱请人做、不该让村里白做的事。"),
    ListKind.MECHANISM: ("村里可以有的工作机制", "可以设的小组、站点和专人；没有列的不该设。"),
    ListKind.PLAQUE: ("村里可以挂的牌子", "可以挂的牌子；没有列的不该挂。"),
    ListKind.FORM: ("村里要填的表", "一年要村（社区）填的表；没有列的可以不填。"),
    ListKind.CHANNEL: ("保留的群和APP", "还要村（社区）用的微信群和APP。"),
    ListKind.APPRAISAL: ("可以搞的考核评比", "可以对村（社区）搞的考核、评比、创建。"),
    ListKind.CERTIFICATE_RETAINED: ("村里可以开的证明", "真的要用时，村（社区）可以开的证明。"),
    ListKind.CERTIFICATE_CANCELLED: ("已经取消的证明", "以前要、现在不用开的证明，也写着改由谁办。"),
    ListKind.CERTIFICATE_BARRED: ("不该找村里开的证明", "村（社区）不能开的证明，写着该找谁。"),
    ListKind.STREET_PLAQUE: ("街道乡镇可以挂的牌子", "街道、乡镇可以挂的牌子。"),
}
"""A title and a sentence for each kind, in the order in which a resident meets them."""
ORDER = (
    ListKind.CERTIFICATE_BARRED, ListKind.CERTIFICATE_RETAINED, ListKind.CERTIFICATE_CANCELLED, ListKind.SERVICE, ListKind.DUTY, ListKind.ASSIST,
    ListKind.NEGATIVE, ListKind.FORM, ListKind.PLAQUE, ListKind.MECHANISM, ListKind.CHANNEL, ListKind.APPRAISAL, ListKind.PURCHASE,
    ListKind.STREET_PLAQUE,
)  # fmt: skip
