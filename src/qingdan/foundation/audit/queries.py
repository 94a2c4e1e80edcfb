"""Reading and verifying the audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature

from qingdan.foundation.audit.chain import FIRST, Entry, canonical
from qingdan.foundation.audit.keys import signing_key
from qingdan.foundation.audit.models import Record, StreamHead
from qingdan.foundation.audit.services import read_heads


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a stream: its kind, the record's number, and a Chinese sentence."""

    stream: str
    number: int
    kind: str
    message: str


def verify() -> list[Fault]:
    """Every fault of every stream: changed, removed, reordered and cut-off records, and forged or lost heads."""
    exported = read_heads()
    streams = set(StreamHead.objects.values_list("stream", flat=True))
    streams |= set(Record.objects.values_list("stream", flat=True).distinct())
    streams |= {str(line.get("stream", "")) for line in exported}
    faults = [fault for line in exported for fault in _forged(line)]
    for stream in sorted(streams):
        faults += _stream_faults(stream, [line for line in exported if line.get("stream") == stream])
    return faults


def _stream_faults(stream: str, exported: list[dict[str, Any]]) -> Iterator[Fault]:
    previous, expected = FIRST, 1
    wanted = {int(line["number"]): str(line["hash"]) for line in exported}
    for kept in Record.objects.filter(stream=stream).order_by("number").iterator():
        if kept.number != expected:
            yield Fault(stream, expected, "removed", f"缺少第 {expected} 条（接着就是第 {kept.number} 条）。")
        entry = Entry(**{name: getattr(kept, name) for name in Entry.__slots__})
        if entry.hash != kept.hash:
            yield Fault(stream, kept.number, "changed", f"第 {kept.number} 条的内容被改过。")
        elif kept.previous != previous and kept.number == expected:
            yield Fault(stream, kept.number, "reordered", f"第 {kept.number} 条接不上前一条，顺序或内容被动过。")
        if wanted.pop(kept.number, kept.hash) != kept.hash:
            yield Fault(stream, kept.number, "rewritten", f"第 {kept.number} 条与已导出的签名不一致，整段被重写过。")
        previous, expected = kept.hash, kept.number + 1
    for number in sorted(number for number in wanted if number >= expected):
        yield Fault(stream, number, "cut-off", f"末尾被截断：第 {number} 条已导出签名，库里却没有。")
    yield from _head_faults(stream, expected - 1, previous)


def _head_faults(stream: str, number: int, last: str) -> Iterator[Fault]:
    head = StreamHead.objects.filter(stream=stream).first()
    if head is not None and (head.number, head.hash) != (number, last):
        yield Fault(
            stream, head.number, "cut-off", f"流的末尾应是第 {head.number} 条，库里只到第 {number} 条或者内容不同。"
        )


def _forged(line: dict[str, Any]) -> Iterator[Fault]:
    body = {name: value for name, value in line.items() if name != "signature"}
    try:
        signing_key().public_key().verify(bytes.fromhex(str(line.get("signature", ""))), canonical(body))
    except (InvalidSignature, ValueError):
        stream, number = str(line.get("stream", "?")), int(line.get("number", 0))
        yield Fault(stream, number, "forged", f"导出的第 {number} 条签名是假的或者被改过。")
