"""Everything that changes guides; each function is one transaction with its permission, its rule and its audit."""

from qingdan.village.guides.services.drafting import Draft, begin_version, discard_version, write_version
from qingdan.village.guides.services.publishing import (
    publish_version,
    record_publication,
    return_version,
    submit_version,
)

__all__ = [
    "Draft",
    "begin_version",
    "discard_version",
    "publish_version",
    "record_publication",
    "return_version",
    "submit_version",
    "write_version",
]
