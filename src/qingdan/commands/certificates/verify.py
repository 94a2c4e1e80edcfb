"""``qingdan certificates verify CODE|FILE``: by the record, or with public keys alone."""

from __future__ import annotations

from pathlib import Path

import click

from qingdan.commands.base import EXIT_NO, BadInput, format_option, print_json
from qingdan.commands.preparing import prepare
from qingdan.foundation.clock.moments import today
from qingdan.village.certificates.checking.answers import WORDS, Answer, Status
from qingdan.village.certificates.checking.files import LARGEST, CannotRead, Given, look
from qingdan.village.certificates.codes import asked_code
from qingdan.village.certificates.signing.keyring import ring as own_ring
from qingdan.village.certificates.signing.ring import BadRing, Ring, from_json

LARGEST_RING = 8 * 1024 * 1024
_NOTHING = "“{}”不是查验码，也没有这个文件。请给证明的 PDF、二维码的图片或文字，或者 12 位的查验码。"
_NO_KEYS = "没有公钥，离线核验不了。请用 --keys 给出公钥文件（签发的地方用 qingdan certificates keys --out 导出）。"


@click.command(help="核验证明：给查验码、PDF、二维码的图片或文字。有效时退出码为 0，否则为 1；用法或输入不对为 2。")
@click.argument("what", metavar="CODE|FILE")
@click.option("--offline", is_flag=True, help="不连数据库，只用公钥核验文件和二维码。")
@click.option("--keys", type=click.Path(path_type=Path, dir_okay=False), help="公钥文件；默认用数据文件夹里的。")
@click.option("--name", default="", help="证明上的姓名，和 --last-four 一起比对。")
@click.option("--last-four", default="", help="证件号后四位。")
@format_option
def verify(what: str, offline: bool, keys: Path | None, name: str, last_four: str, format_: str) -> int:
    """One answer; only ``valid`` is a yes."""
    if bool(name.strip()) != bool(last_four.strip()):
        raise BadInput("姓名和证件号后四位要一起给：--name 和 --last-four。")
    answer = _answer(what, offline, keys, (name, last_four) if name.strip() else None)
    if format_ == "json":
        print_json(answer.to_json())
    else:
        click.echo(in_words(answer))
    return 0 if answer.status is Status.VALID and answer.same is not False else EXIT_NO


def _answer(what: str, offline: bool, keys: Path | None, said: tuple[str, str] | None) -> Answer:
    from qingdan.village.certificates.checking import verifying

    given = _given(what)
    if given is None:
        return _of_code(what, offline, said)
    ring = _ring(keys)
    if offline:
        if not ring.keys:
            raise BadInput(_NO_KEYS)
        answer = verifying.without_network(given, ring, today())
    else:
        prepare()
        answer = verifying.with_record(given, ring, today())
    return verifying.compared(answer, verifying.payload_of(given), *said) if said else answer


def _of_code(what: str, offline: bool, said: tuple[str, str] | None) -> Answer:
    """By the record: a code alone proves nothing without it."""
    from qingdan.village.certificates.checking import verifying
    from qingdan.village.certificates.checking.record import recorded

    code = asked_code(what)
    if not (code or _could_be_code(what)):
        raise BadInput(_NOTHING.format(what[:60]))
    if offline:
        raise BadInput("只有查验码时要查记录，不能离线核验。离线请给证明的 PDF，或者二维码的图片、文字。")
    if not code:
        return Answer(Status.UNKNOWN, "查验码抄错了：校验位对不上。请照着纸上再抄一遍。", online=True)
    prepare()
    answer = verifying.of_code(code, today())
    found = recorded(code, today()) if said else None
    return verifying.compared(answer, found.payload if found else None, *said) if said else answer


def _could_be_code(what: str) -> bool:
    signs = "".join(what.split()).replace("-", "")
    return signs.isascii() and signs.isalnum() and 6 <= len(signs) <= 40


def _given(what: str) -> Given | None:
    """The file, or the text of a QR code that was given itself; None: it can only be a code."""
    try:
        if what.lower().startswith(("http://", "https://")):
            return None if asked_code(what) and "#" not in what else Given(texts=(what,))
        path = Path(what)
        return look(_beginning(path, LARGEST + 1)) if path.is_file() else None
    except CannotRead as fault:
        raise BadInput(str(fault)) from fault
    except (OSError, ValueError) as fault:
        raise BadInput(_NOTHING.format(what[:60])) from fault


def _beginning(path: Path, most: int) -> bytes:
    """A file as far as it is looked at: whoever checks gets files from anybody."""
    with path.open("rb") as file:
        return file.read(most)


def _ring(keys: Path | None) -> Ring:
    if keys is None:
        return own_ring()
    try:
        return from_json(_beginning(keys, LARGEST_RING).decode("utf-8"))
    except OSError as fault:
        raise BadInput(f"打不开公钥文件“{keys}”。") from fault
    except (BadRing, UnicodeDecodeError) as fault:
        raise BadInput(str(fault) if isinstance(fault, BadRing) else "这不是证明公钥文件。") from fault


def in_words(answer: Answer) -> str:
    """The answer for a person at a terminal."""
    how = "已联网查记录" if answer.online else "离线核验"
    return "\n".join([f"【{WORDS[answer.status]}】{answer.sentence}（{how}）", *answer.notes])
