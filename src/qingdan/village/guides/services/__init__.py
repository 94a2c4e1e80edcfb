"""Everything that changes guides; each function is one transaction with its permission, its rule and its audit."""

from qingdan.village.guides.drafts import Draft
from qingdan.village.guides.services.drafting import begin_version, discard_version, write_version
from qingdan.village.guides.services.importing import cancel_import, confirm_import, judge_again, prepare_import
from qingdan.village.guides.services.offices import confirm_negative, record_approval, record_guidance
from qingdan.village.guides.services.publishing import (
    publish_version,
    record_publication,
    return_version,
    submit_version,
)
from qingdan.village.guides.services.reviewing import close_review, open_review, take_step

__all__ = [
    "Draft",
    "begin_version",
    "cancel_import",
    "close_review",
    "confirm_import",
    "confirm_negative",
    "discard_version",
    "judge_again",
    "open_review",
    "prepare_import",
    "publish_version",
    "record_approval",
    "record_guidance",
    "record_publication",
    "return_version",
    "submit_version",
    "take_step",
    "write_version",
]
