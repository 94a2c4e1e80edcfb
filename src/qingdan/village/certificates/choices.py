"""The closed vocabularies of applications, certificates and appointments."""

from __future__ import annotations

from django.db import models


class Regime(models.TextChoices):
    """Under which list a kind stands; nothing of it is on any list in ``neither``."""

    RETAINED = "retained", "保留"
    CANCELLED = "cancelled", "取消"
    BARRED = "barred", "不应出具"
    NEITHER = "neither", "清单上没有"


class Demander(models.TextChoices):
    """What sort of body asks the resident for the certificate: the gate's fact ``demander``."""

    PARTY_GOVERNMENT = "party_government", "党政群机构（政府部门、镇街、群团）"
    ENTERPRISE = "enterprise", "企业、银行、学校、医院等单位"
    COURT = "court", "法院、检察院、仲裁、公证"
    INDIVIDUAL = "individual", "个人，或者自己要用"


class Basis(models.TextChoices):
    """The basis that the demander names: the gate's fact ``basis``."""

    UNKNOWN = "", "不清楚"
    NONE = "none", "没有写依据"
    LAW = "law", "法律"
    REGULATION = "regulation", "法规"
    STATE_COUNCIL = "state_council", "国务院决定"
    RULE = "rule", "规章"
    CENTRAL = "central", "中央和国家机关文件"
    PROVINCE = "province", "省级文件"
    CITY = "city", "市级文件"


class Channel(models.TextChoices):
    """How the matter came: the resident came, or the village did it for them."""

    COUNTER = "counter", "本人到窗口"
    APPOINTMENT = "appointment", "网上预约"
    PROXY = "proxy", "委托别人来办"
    AGENCY = "agency", "代办（村里替他办）"
    LEAD_THROUGH = "lead_through", "领办（村里带他去办）"


class Way(models.TextChoices):
    """What the rules of the place say of a request."""

    ISSUE = "issue", "可以出具"
    INTERIM = "interim", "可以据实出具"
    REFUSE = "refuse", "不出具"
    REPORT = "report_to_town", "不出具，还要办的向镇街反映"
    ADMIT = "admit_kind", "先准入这一种证明"
    REFER = "refer", "不出具，请到办理的地方去"


class Cause(models.TextChoices):
    """Why a certificate that is not kept is needed all the same."""

    POLICY_GAP = "policy_gap", "政策衔接不到位"
    CIVIL_DEMANDER = "civil_demander", "民商事主体明确要求"
    NO_RULE = "no_rule", "清单上没有这一种，村民办事要用"


class State(models.TextChoices):
    """Where an application stands."""

    HANDLING = "handling", "办理中"
    TO_EXPLAIN = "to_explain", "待解释"
    EXPLAINED = "explained", "已解释"
    ESCALATED = "escalated", "镇街协调中"
    COORDINATED = "coordinated", "待告知结果"
    CLOSED = "closed", "已告知结果"
    ISSUED = "issued", "已出具"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = (State.HANDLING, State.TO_EXPLAIN, State.ESCALATED, State.COORDINATED)
"""States in which somebody has something to do."""


class Verb(models.TextChoices):
    """What can be done with an application."""

    RECEIVE = "receive", "受理"
    FILL = "fill", "填写内容"
    ASSIGN = "assign", "交办核实"
    FIND = "find", "记录核实结果"
    SAFEGUARD = "safeguard", "记录议事、评估"
    SIGN = "sign", "负责人签字"
    ISSUE = "issue", "出具证明"
    REJECT = "reject", "不予出具"
    EXPLAIN = "explain", "送达解释说明"
    REFER = "refer", "陪同、转办"
    ESCALATE = "escalate", "向镇街反映"
    CONTACT = "contact", "联系有关单位"
    ANSWER = "answer", "记录协调结果"
    TELL = "tell", "告知居民结果"
    WITHDRAW = "withdraw", "撤回"


class Need(models.TextChoices):
    """What has to be on record before a certificate is issued, beyond the ordinary check."""

    INVESTIGATION = "investigation", "调查核实"
    DELIBERATION = "deliberation", "议事协商"
    MEETING = "meeting", "村（居）民会议或代表会议决定"
    ASSESSMENT = "assessment", "风险评估"
    PREVENTION = "prevention", "预防措施"
    HEAD_SIGNATURE = "head_signature", "负责人签字"


class Settled(models.TextChoices):
    """How the town's coordination ended."""

    BY_ITSELF = "by_itself", "有关单位自己核查，不用证明"
    ISSUED_THERE = "issued_there", "由有关单位或别的机构出具"
    OTHER_PROOF = "other_proof", "改用别的材料或者承诺"
    APPLIED = "applied", "有关单位已申请准入这一种证明"
    NOT_SETTLED = "not_settled", "没有协调成"


class Half(models.TextChoices):
    """Half a day of the counter."""

    MORNING = "am", "上午"
    AFTERNOON = "pm", "下午"


class Booking(models.TextChoices):
    """Where an appointment stands."""

    BOOKED = "booked", "已预约"
    CANCELLED = "cancelled", "已取消"
    CAME = "came", "已来办"
    MISSED = "missed", "没有来"


class SearchBy(models.TextChoices):
    """By what somebody's matters are found at the counter."""

    ID_CARD = "id_card", "身份证号码"
    OTHER = "other", "其他证件的号码"
    PHONE = "phone", "预约时留的电话"
    WORD = "word", "预约的取号口令"


class SearchFor(models.TextChoices):
    """Why somebody's matters are looked for; kept with each look."""

    PRESENT = "present", "本人在窗口，看过证件"
    AGENT = "agent", "受托人在窗口，看过委托书"
    CALL = "call", "居民打电话来问办得怎样"
    DOUBLE = "double", "核对是不是重复办理"
