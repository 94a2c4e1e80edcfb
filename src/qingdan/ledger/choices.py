"""The closed vocabularies of the ledger, in plain words."""

from __future__ import annotations

from django.db import models


class LeadState(models.TextChoices):
    """Where a lead (线索) stands. A person decides each once."""

    NEW = "new", "待确认"
    CONFIRMED = "confirmed", "已确认"
    MERGED = "merged", "已并入"
    DISMISSED = "dismissed", "不成立"


class FindingState(models.TextChoices):
    """Where a finding (问题) stands."""

    OPEN = "open", "待定措施"
    MENDING = "mending", "整改中"
    REPORTED = "reported", "待核验"
    CLOSED = "closed", "已销号"
    MERGED = "merged", "已并入"
    ANNULLED = "annulled", "已撤销"


LIVE = (FindingState.OPEN, FindingState.MENDING, FindingState.REPORTED)
"""Not yet over."""
RUNNING = (FindingState.OPEN, FindingState.MENDING)
"""The responsible body's clock runs."""


class FindingKind(models.TextChoices):
    """What is wrong, in the words in which a village says it."""

    OUTSIDE_LIST = "outside_list", "清单外的事"
    MORE_THAN_LISTED = "more_than_listed", "比清单要得多、要得勤"
    FORBIDDEN = "forbidden", "清单不允许的事"
    NO_FUNDS = "no_funds", "没有给经费"
    NO_GUIDANCE = "no_guidance", "没有流程、没有培训指导"
    TRANSFERRED_DUTY = "transferred_duty", "把部门的职责转给村里"
    MECHANISM = "mechanism", "违规设工作机制"
    PLAQUE = "plaque", "违规挂牌子"
    CHANNEL = "channel", "违规建群、装APP"
    APPRAISAL = "appraisal", "违规考核评比"
    CERTIFICATE = "certificate", "违规要证明、开证明"
    BEFORE_FILING = "before_filing", "先派后批"
    OTHER = "other", "其他"


class DismissedAs(models.TextChoices):
    """Why a lead does not become a finding."""

    UNFOUNDED = "unfounded", "查实不成立"
    ALLOWED = "allowed", "有依据，可以要求"
    FROM_ABOVE = "from_above", "上级事项，另行向上反映"
    NOT_OURS = "not_ours", "不归本台账管"


class ExtensionState(models.TextChoices):
    """Where a request for more time stands."""

    ASKED = "asked", "待批"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"
    LAPSED = "lapsed", "不用再批"


class Section(models.TextChoices):
    """The three parts of a ledger as NH-78 names them."""

    WORK = "work", "工作事务"
    MECHANISMS = "mechanisms", "工作机制和牌子"
    CERTIFICATES = "certificates", "证明事项"


class Verb(models.TextChoices):
    """What happens to a finding; each leaves a row of history."""

    CONFIRM = "confirm", "确认问题"
    JOIN = "join", "并入线索"
    PLAN = "plan", "明确措施"
    REPORT = "report", "报告整改完成"
    VERIFY = "verify", "核验销号"
    SEND_BACK = "send_back", "退回再改"
    ASK_EXTENSION = "ask_extension", "申请延期"
    GRANT_EXTENSION = "grant_extension", "同意延期"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期"
    REOPEN = "reopen", "重新整改"
    MERGE = "merge", "并入别的问题"
    ABSORB = "absorb", "并进一件问题"
    REASSIGN = "reassign", "改由别的单位整改"
    ANNUL = "annul", "撤销"
    REMIND = "remind", "逾期提醒"
    ESCALATE = "escalate", "逾期报牵头单位"
