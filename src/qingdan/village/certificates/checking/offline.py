"""Checking a file or the text of a QR code with public keys only: no network, no record. Pure.

A clock is needed to say whether something has expired, and clocks are wrong: a day before the certificate was issued, or before
the keys were written down, is told as what it is instead of being believed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from cryptography.hazmat.primitives.serialization import Encoding

from qingdan.village.certificates.checking.answers import Answer, Proof, Status
from qingdan.village.certificates.checking.payload import NotOurs, Payload, read
from qingdan.village.certificates.paper.text import day_in_words
from qingdan.village.certificates.signing import outside, pades
from qingdan.village.certificates.signing.ring import FILE, QR, SEAL, PublicKey, Ring, certificates_of

_IN_FILE = re.compile(rb"https?://[!-;=?-~]{1,200}?/v/[0-9A-Z]{12}#[A-Za-z0-9_-]{100,200}")
_OTHER_SEAL = (
    "文件上的电子签章不是用本系统的密钥签的，这里核验不了：请用签章服务的工具核验，或者联网查记录。二维码本身是真的。"
)

_NO_CODE = "签名是真的，但文件里没有证明的二维码，这不是一份证明。"
_CHANGED = "文件和签发时不一样：有内容被改动过，或者签名被去掉、换掉了。请以签发单位保存的为准。"
_UNSURE_SEAL = (
    "电子签章在这里对不上：文件可能被改动过，也可能是这里不认识的签章形式。请用签章服务的工具核验，或者联网查记录。"
)
_OUT_OF_TIME = "电子签章是真的，但签章那天签章证书不在有效期里。请联网查记录，或者问签发单位。"


def check_text(text: str, ring: Ring, on: date) -> Answer:
    """What the text of a QR code is worth by its own signature."""
    try:
        payload = read(text)
    except NotOurs as other:
        return Answer(Status.UNKNOWN, str(other))
    return _of_payload(payload, ring, on)


def check_pdf(pdf: bytes, ring: Ring, on: date) -> Answer:
    """What a file is worth: only a file whose every byte is signed can be valid."""
    keys = {key.public: key for key in ring.of_use(FILE)}
    signed = pades.check(pdf, [certificates_of(public)[0] for public in keys])
    payload = carried(pdf)
    if signed is None:
        return _sealed(pdf, payload, ring, on) or _unsigned(pdf, payload, ring, on)
    if payload is None:
        return Answer(Status.TAMPERED, _NO_CODE)
    key = keys[signed.certificate.public_bytes(Encoding.DER)]
    return _signed(_of_payload(payload, ring, on), key, signed.at.astimezone(key.made_at.tzinfo))


def _sealed(pdf: bytes, payload: Payload | None, ring: Ring, on: date) -> Answer | None:
    """The answer for a file that a connected service sealed; None where none is known to have."""
    base = Answer(Status.UNKNOWN, "") if payload is None else _of_payload(payload, ring, on)
    for key in ring.of_use(SEAL):
        try:
            found = outside.check(pdf, key.public)
        except outside.Changed:
            return replace(base, status=Status.TAMPERED, sentence=_CHANGED, proof=Proof.NOTHING)
        if found is not None:
            return _by_seal(base, key, found) if base.code else Answer(Status.TAMPERED, _NO_CODE)
        if outside.names(pdf, key.public) and base.status in {Status.VALID, Status.UNKNOWN}:
            return replace(base, status=Status.UNKNOWN, sentence=_UNSURE_SEAL)
    return None


def _by_seal(of_code: Answer, key: PublicKey, sealed: outside.Sealed) -> Answer:
    """The answer for a file that a service signed as it is: that of its code, while the certificate was good."""
    at = sealed.at or datetime.combine(of_code.issued_on or date.max, time(12), UTC)
    if not sealed.certificate.not_valid_before_utc <= at <= sealed.certificate.not_valid_after_utc:
        worse = of_code.status in {Status.VALID, Status.EXPIRED}
        return replace(of_code, status=Status.UNKNOWN, sentence=_OUT_OF_TIME) if worse else of_code
    name = sealed.certificate.subject.rfc4514_string()
    return _signed(replace(of_code, notes=(*of_code.notes, f"签章证书：{name}。")), key, at)


def _signed(of_code: Answer, key: PublicKey, at: datetime) -> Answer:
    """The answer for a file that a known key signed as it is: that of its code, unless the key is not to be trusted."""
    untrusted = _distrusted(key, at.date())
    if untrusted is not None:
        worse = of_code.status in {Status.VALID, Status.EXPIRED}
        return replace(of_code, status=untrusted[0], sentence=untrusted[1]) if worse else of_code
    proof = Proof.FILE if of_code.proof is Proof.CODE else of_code.proof
    return replace(of_code, proof=proof, notes=(*of_code.notes, f"文件的签名时间（签名一方的时钟）：{_moment(at)}。"))


def carried(pdf: bytes) -> Payload | None:
    """The payload that a file carries; None if it carries none, or several that differ."""
    texts = {found.decode("ascii") for found in _IN_FILE.findall(pdf)}
    if len(texts) != 1:
        return None
    try:
        return read(texts.pop())
    except NotOurs:
        return None


def _unsigned(pdf: bytes, payload: Payload | None, ring: Ring, on: date) -> Answer:
    """A file that nobody of the ring signed as it is: changed, or never signed."""
    if payload is None:
        if pades.looks_signed(pdf):
            return Answer(Status.TAMPERED, "文件的签名对不上：内容被改动过，或者不是本系统签的。")
        return Answer(Status.UNKNOWN, "这个文件里没有本系统的签名和二维码，不能确认是本系统出具的证明。")
    of_code = _of_payload(payload, ring, on)
    if payload.file_signed:
        return replace(of_code, status=Status.TAMPERED, sentence=_CHANGED, proof=Proof.NOTHING)
    if of_code.status is not Status.VALID:
        return of_code
    if pades.looks_signed(pdf):
        return replace(of_code, status=Status.UNKNOWN, sentence=_OTHER_SEAL)
    only = "这个文件没有电子签名，正文没有办法离线核验；二维码本身是真的。请核对盖章的纸质证明，或者联网查记录。"
    return replace(of_code, status=Status.UNKNOWN, sentence=only)


def _of_payload(payload: Payload, ring: Ring, on: date) -> Answer:
    base = Answer(
        Status.UNKNOWN, "", code=payload.code, issued_on=payload.issued_on, valid_until=payload.valid_until, demo=payload.demo,
        notes=("演示数据，没有效力。",) if payload.demo else (),
    )  # fmt: skip
    key = ring.key(payload.key, QR)
    if key is None:
        unknown = f"没有签发这个二维码的公钥（编号 {payload.key}）。请向签发的地方要最新的公钥文件，或者联网查记录。"
        return replace(base, sentence=unknown)
    if not payload.signed_by(key.public):
        return replace(base, status=Status.TAMPERED, sentence="二维码的签名对不上：内容被改动过，或者是伪造的。")
    base = replace(base, proof=Proof.CODE)
    untrusted = _distrusted(key, payload.issued_on)
    if untrusted is not None:
        return replace(base, status=untrusted[0], sentence=untrusted[1])
    wrong = _wrong_clock(payload, ring, on)
    if wrong:
        return replace(base, sentence=wrong)
    return _by_calendar(base, on)


def _by_calendar(answer: Answer, on: date) -> Answer:
    if answer.valid_until is not None and answer.valid_until < on:
        return replace(
            answer, status=Status.EXPIRED, sentence=f"签名是真的，但已过有效期（到 {day_in_words(answer.valid_until)}，按本机日期 {day_in_words(on)}）。"
        )  # fmt: skip
    until = f"有效期到 {day_in_words(answer.valid_until)}" if answer.valid_until else "没有规定有效期"
    return replace(answer, status=Status.VALID, sentence=f"签名是真的，{until}。有没有作废，要联网查记录才知道。")


def _distrusted(key: PublicKey, signed_on: date) -> tuple[Status, str] | None:
    """Why a key's signature of a day is not believed, or None."""
    if key.revoked_at is not None:
        return Status.REVOKED, (
            f"签名用的密钥（{key.id}）已于 {day_in_words(key.revoked_at.date())}吊销，上面写的签发日期（{day_in_words(signed_on)}）不能作准。"
            "请联网查记录，或者问签发单位。"
        )
    if key.retired_at is not None and signed_on > key.retired_at.date():
        return (
            Status.REVOKED,
            f"签名用的密钥（{key.id}）在签发日期（{day_in_words(signed_on)}）以前已经停用，这份证明不可信。",
        )
    return None


def _wrong_clock(payload: Payload, ring: Ring, on: date) -> str:
    """What to say where the day cannot be right: certificates are not issued tomorrow."""
    written = ring.written_at.date()
    if on < payload.issued_on:
        return f"本机日期是 {day_in_words(on)}，早于签发日期 {day_in_words(payload.issued_on)}：时钟不对，看不出有没有过期。请把时钟调准，再核验一次。"
    if on < written:
        return f"本机日期是 {day_in_words(on)}，早于公钥文件的日期 {day_in_words(written)}：时钟不对，看不出有没有过期。请把时钟调准，再核验一次。"
    return ""


def _moment(at: datetime) -> str:
    return f"{day_in_words(at.date())}{at:%H:%M}"
