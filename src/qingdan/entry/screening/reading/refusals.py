"""Why a file or words are not read: one typed error whose Chinese message says what to do."""

from __future__ import annotations

from qingdan.foundation.documents.extraction.pieces import Reason
from qingdan.foundation.documents.rules import LARGEST, BadFile

SAVE_AS_WORD = "请在 WPS 或 Word 里打开，点“文件 → 另存为”，类型选“Word 文件(*.docx)”，再把新文件放进来。"
MARKED = "名字或者内容里有密级、工作秘密、内部资料的标记，没有读，也没有留存。涉密的按保密规定办，不要放进这里。"
EMPTY = "里面没有字。请打开看看是不是空的，或者把要看的文字直接粘贴进来。"
PICTURE = (
    "这是图片或者扫描件，这台机器上没有装识字的程序，读不出字。图片可以留着，接着回答四个问题也能判：谁发的、要村里做什么、"
    "多久一次、到什么时候。或者把文字打出来粘贴进来。"
)
TOO_LARGE = f"文件太大，最多 {LARGEST // 1048576} MB。请去掉里面的图片，或者拆成几个文件。"
UNKNOWN = f"看不出这是什么文件，可能已经损坏。可以放 Word、PDF、Excel、网页、文本、图片和压缩包。{SAVE_AS_WORD}"
MESSAGES = {
    Reason.ENCRYPTED: "文件加了密码，打不开。请先去掉密码（文件 → 文档加密 → 密码留空），保存后再放进来。",
    Reason.DAMAGED: f"文件打不开，可能传的时候断了或者已经损坏。{SAVE_AS_WORD}",
    Reason.HOSTILE: f"文件的结构不正常，没有读。{SAVE_AS_WORD}",
    Reason.TOO_LONG: "内容太多，一次最多读 200 万字、2 万行表。请只留要看的部分，或者拆成几个文件。",
    Reason.TOO_SLOW: "文件太复杂，规定的时间里没有读完。请另存为 .docx，或者拆成几个文件。",
    Reason.EMPTY: EMPTY,
}


class Refused(BadFile):
    """A file or words that are not read. ``picture``: it can be kept, and four questions be answered by hand."""

    def __init__(self, message: str, *, picture: bool = False) -> None:
        super().__init__(message)
        self.picture = picture


class Marked(Refused):
    """Words that carry a mark of a secret or internal paper: nothing of them may be kept, shown or logged."""

    def __init__(self) -> None:
        super().__init__(MARKED)
