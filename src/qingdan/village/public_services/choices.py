"""The closed vocabularies of services. Classes, modes, fields and roles are the words of the clauses."""

from __future__ import annotations

from django.db import models


class ServiceClass(models.TextChoices):
    """What a matter is (NH-23, CC-05a); the three go different ways and are counted apart."""

    PUBLIC = "public", "公共事务"
    CHARITY = "charity", "公益服务"
    PERSONAL = "personal", "个人事项"


class Field(models.TextChoices):
    """The six fields that are brought down to the village (CC-23), and whatever else residents need."""

    HEALTH = "health", "卫生健康"
    INSURANCE = "insurance", "医疗保障"
    WORK = "work", "就业和社会保险"
    RELIEF = "relief", "社会救助"
    ELDERLY = "elderly", "养老"
    CULTURE = "culture", "文化体育"
    OTHER = "other", "其他"


SIX_FIELDS = tuple(field for field in Field if field is not Field.OTHER)


class Mode(models.TextChoices):
    """How a matter is handled (CC-05): at the window, or in one of the three modes of the clause."""

    WINDOW = "window", "当场办"
    AGENCY = "agency", "代办"
    ACCOMPANIED = "accompanied", "领办"
    APPOINTMENT = "appointment", "预约"


class TicketState(models.TextChoices):
    """Where a matter at the window stands."""

    WAITING = "waiting", "排队"
    IN_HAND = "in_hand", "在办"
    WITH_TOWN = "with_town", "镇街协调"
    CLOSED = "closed", "已办结"


class Outcome(models.TextChoices):
    """How a matter ended."""

    DONE = "done", "办成"
    NOT_DONE = "not_done", "没有办成"
    LEFT = "left", "本人不办了"
    BY_TOWN = "by_town", "镇街协调后办结"
    SELF_SOLVED = "self_solved", "自行解决"
    MUTUAL_HELP = "mutual_help", "互助解决"
    PASSED_ON = "passed_on", "转交有关单位"


class TownOutcome(models.TextChoices):
    """What the town says of a matter that it coordinated."""

    SOLVED = "solved", "已经解决"
    PASSED_ON = "passed_on", "已转有关单位办理"
    NOT_NOW = "not_now", "暂时解决不了"


class Takes(models.TextChoices):
    """Whether a village can take a service (CC-04a, KT-30)."""

    YES = "yes", "能办"
    AGENT = "agent", "能代办"
    NO = "no", "办不了"


class Online(models.TextChoices):
    """What of a service can be done on line (AS-77)."""

    PUBLISHED = "published", "网上看得到"
    DOWNLOAD = "download", "网上下载表格"
    QUERY = "query", "网上查进度"
    FEEDBACK = "feedback", "网上反馈"
    HANDLE = "handle", "网上办理"
    REVIEW = "review", "网上审核"


class Half(models.TextChoices):
    """A slot of a day."""

    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"


class BookingState(models.TextChoices):
    """Where an appointment stands."""

    BOOKED = "booked", "已预约"
    CAME = "came", "来了"
    MISSED = "missed", "没有来"
    CANCELLED = "cancelled", "取消了"


class Rating(models.TextChoices):
    """What a resident says of how it went; read by the village, never summed to a mark."""

    GOOD = "good", "满意"
    FAIR = "fair", "一般"
    BAD = "bad", "不满意"


class HelpSort(models.TextChoices):
    """What an office did for a village (NH-23, NH-105, CC-06)."""

    GUIDANCE = "guidance", "指导"
    TRAINING = "training", "培训"
    SUPPORT = "support", "保障"


class ConditionSort(models.TextChoices):
    """What a village needs to do its work (NH-24)."""

    PLACE = "place", "场所"
    EQUIPMENT = "equipment", "设备"
    STAFF = "staff", "人手"
    MONEY = "money", "经费"


class ConditionAnswer(models.TextChoices):
    """What the town answers."""

    GRANTED = "granted", "同意"
    PARTLY = "partly", "同意一部分"
    NOT_NOW = "not_now", "暂时做不到"


class ProviderKind(models.TextChoices):
    """From whom a service is bought (AS-33)."""

    SOCIAL_ORGANISATION = "social", "社会组织"
    ENTERPRISE = "enterprise", "企业"
    INSTITUTION = "institution", "事业单位"
    SOCIAL_WORK = "social_work", "社工机构"
    OTHER = "other", "其他"


class PurchaseState(models.TextChoices):
    """Where a purchase stands."""

    ASKING = "asking", "征求村意见"
    CONCLUDED = "concluded", "已购买"
    STOPPED = "stopped", "不买了"


class PurchaseStance(models.TextChoices):
    """What a village says of a purchase."""

    AGREE = "agree", "同意"
    CONDITIONS = "conditions", "有建议"
    AGAINST = "against", "不同意"


class TakenUp(models.TextChoices):
    """What became of a village's opinion."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "采纳一部分"
    NOT_ADOPTED = "not_adopted", "没有采纳"


class OrganisationSort(models.TextChoices):
    """Who does things with and for residents (NH-27, CC-23a, AS-66)."""

    COMMUNITY = "community", "社区社会组织"
    SOCIAL = "social", "社会组织"
    VOLUNTEERS = "volunteers", "志愿服务队"


class Standing(models.TextChoices):
    """Whether an organisation is registered or filed (NH-27)."""

    REGISTERED = "registered", "已登记"
    FILED = "filed", "已备案"
    NEITHER = "neither", "没有登记备案"


class EntrySort(models.TextChoices):
    """What a village may note, all of it voluntary."""

    NEED = "need", "居民需求"
    ACTIVITY = "activity", "服务活动"
    VISIT = "visit", "社工站服务"
    MEETING = "meeting", "议事协商"
    PROJECT = "project", "合作项目"
    SELF_RULES = "self_rules", "自治规约"


class ActivityKind(models.TextChoices):
    """Kinds of activity (AS-64); volunteering is one of them (AS-66)."""

    VOLUNTEERING = "volunteering", "志愿服务、邻里互助"
    CARE = "care", "照料探访"
    CULTURE = "culture", "文化体育"
    LEARNING = "learning", "宣传学习"
    MEDIATION = "mediation", "调解说和"
    CONVENIENCE = "convenience", "便民服务"


class ProjectKind(models.TextChoices):
    """Projects of social organisations (CC-23a) and joint ones (AS-65)."""

    SOCIAL = "social", "社会组织项目"
    JOINT = "joint", "三社联动项目"


class SelfRulesKind(models.TextChoices):
    """What residents give themselves (AS-11)."""

    COVENANT = "covenant", "村规民约、居民公约"
    CHARTER = "charter", "自治章程"
    MEETINGS = "meetings", "议事规则"


class VillagePart(models.TextChoices):
    """The four parts that a village plays (AS-67)."""

    MOBILISE = "mobilise", "社会动员"
    SERVE = "serve", "服务居民"
    RECONCILE = "reconcile", "协调利益"
    STABILITY = "stability", "维护稳定"


class Group(models.TextChoices):
    """For whom an activity is (AS-64)."""

    ALL = "all", "全体居民"
    ELDERLY = "elderly", "老年人"
    CHILDREN = "children", "儿童青少年"
    WOMEN = "women", "妇女"
    DISABLED = "disabled", "残疾人"
    NEEDY = "needy", "困难家庭"


class Urgency(models.IntegerChoices):
    """How urgent a need is (NH-84)."""

    CAN_WAIT = 1, "可以等"
    SOON = 2, "尽快"
    URGENT = 3, "很急"
