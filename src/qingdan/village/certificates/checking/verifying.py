"""The whole answer of ``qingdan certificates verify``: what the bytes prove, and what the record says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qingdan.village.certificates.checking.answers import Answer, Proof, Status
from qingdan.village.certificates.checking.files import Given
from qingdan.village.certificates.checking.offline import carried, check_pdf, check_text
from qingdan.village.certificates.checking.payload import NotOurs, Payload, read
from qingdan.village.certificates.checking.record import Recorded, is_the_issued_file, recorded
from qingdan.village.certificates.signing.ring import Ring


def without_network(given: Given, ring: Ring, on: date) -> Answer:
    """By the public keys alone."""
    if given.pdf is not None:
        return check_pdf(given.pdf, ring, on)
    answers = [check_text(text, ring, on) for text in given.texts]
    return next((answer for answer in answers if answer.code), answers[0])


def with_record(given: Given, ring: Ring, on: date) -> Answer:
    """By the keys and the record. A changed file stays changed, whatever the record says of its code.

    What the record holds decides where it agrees with what was given, also under a key that was revoked later.
    """
    answer = replace(without_network(given, ring, on), online=True)
    if not answer.code or answer.status is Status.TAMPERED:
        return answer
    found, payload = recorded(answer.code, on), payload_of(given)
    if found is None:
        return replace(answer, status=Status.UNKNOWN, proof=Proof.RECORD, sentence="记录里没有这份证明，不能确认。")
    if found.payload is None and answer.status is Status.REVOKED:
        return answer
    if found.payload is not None and found.payload != payload:
        return replace(
            answer, status=Status.TAMPERED, proof=Proof.RECORD, sentence="二维码和记录里这份证明的不一样，是伪造的。"
        )
    if given.pdf is not None and answer.proof is not Proof.FILE:
        return _unsigned_file(answer, found, given.pdf)
    return _of_record(found, answer.proof)


def of_code(code: str, on: date) -> Answer:
    """What the record says of a code; an unknown one is told as such."""
    found = recorded(code, on)
    if found is None:
        return Answer(
            Status.UNKNOWN,
            "没有这个查验码。请照着纸上再抄一遍；抄得没错就不是本系统出具的证明。",
            online=True,
            code=code,
        )
    return _of_record(found, Proof.RECORD)


def payload_of(given: Given) -> Payload | None:
    """The payload that was given, to compare a name with."""
    if given.pdf is not None:
        return carried(given.pdf)
    for text in given.texts:
        try:
            return read(text)
        except NotOurs:
            continue
    return None


def compared(answer: Answer, payload: Payload | None, name: str, last_four: str) -> Answer:
    """The answer with whether the paper is this person's; only where there is something genuine to compare with."""
    if payload is None or answer.status in {Status.UNKNOWN, Status.TAMPERED}:
        return replace(answer, notes=(*answer.notes, "没有可以比对姓名和证件号的内容。"))
    same = payload.is_of(name, last_four)
    return replace(
        answer,
        same=same,
        notes=(*answer.notes, "姓名和证件号后四位：一致。" if same else "姓名和证件号后四位：不一致。"),
    )


def _of_record(found: Recorded, proof: Proof) -> Answer:
    notes = ("演示数据，没有效力。",) if found.demo else ()
    return Answer(
        found.status, found.sentence, proof, True, found.code, found.issued_on, found.valid_until, found.demo, None, notes
    )  # fmt: skip


def _unsigned_file(answer: Answer, found: Recorded, pdf: bytes) -> Answer:
    """A file without a signature is as good as the record if it is the issued one, byte for byte."""
    if is_the_issued_file(found, pdf):
        return _of_record(found, Proof.FILE)
    if found.status is not Status.VALID:
        return _of_record(found, Proof.RECORD)
    unsure = "查验码有效，但这个文件和系统里的不完全一样，正文不能确认。请核对盖章的纸质证明。"
    return replace(answer, status=Status.UNKNOWN, online=True, proof=Proof.RECORD, sentence=unsure)
