"""What a resident reads and agrees to before an appointment; a change of the words makes a new version.

Personal data law (个人信息保护法第十四、十七条): the notice says who keeps what, what for and how long; consent is a mark of
its own, and not giving it has no other effect than that the resident comes without an appointment.
"""

from __future__ import annotations

NOTICE_VERSION = "2026-11"
CONSENT_VERSION = "2026-11"

NOTICE = (
    "预约只收三样：姓名、电话、要办什么。不要填身份证号码，也不用传照片。",
    "由您选的村（社区）使用，只用来给您留号、有变化时打电话告诉您，不给别人，也不公开。",
    "姓名和电话加密保存，到期自动删除；您用取号口令随时可以取消。",
    "身份到窗口当面核对，请带身份证原件；请别人代办的，带委托书和两个人的身份证。",
)
CONSENT = "我同意村（社区）为这次预约保存我的姓名和电话。"
WITHOUT = "不同意也没关系，直接去村（社区）办，一样办。"
