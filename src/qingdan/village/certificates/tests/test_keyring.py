"""The ring of an installation: made once, replaced, revoked; what is public stays for ever, secrets do not."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import time_machine

from qingdan.foundation.keys import keys_folder
from qingdan.village.certificates.checking.answers import Status
from qingdan.village.certificates.checking.offline import check_pdf, check_text
from qingdan.village.certificates.checking.vouching import vouched
from qingdan.village.certificates.paper.rendering import render
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.signing.keyring import file_key, qr_key, replace_key, revoke_key, ring
from qingdan.village.certificates.signing.providers import Development, SealFailed, provider_for, signs_itself
from qingdan.village.certificates.signing.ring import FILE, QR, from_json, to_json
from qingdan.village.certificates.tests.pages import a_paper
from qingdan.village.certificates.tests.signed import DAY, FACTS


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path
    with time_machine.travel("2026-11-26 10:00:00+08:00", tick=False):
        yield


def test_a_code_is_vouched_for_by_the_first_key() -> None:
    text = vouched(FACTS)["qr"]
    assert check_text(text, ring(), DAY).status is Status.VALID
    assert qr_key()[0] == ring().of_use(QR)[0].id


def test_many_processes_at_once_make_one_key() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _n: qr_key()[0], range(16)))) == 1


def test_only_the_owner_reads_the_secrets() -> None:
    qr_key()
    file_key()
    for path in keys_folder().glob("certificate-*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_exported_ring_holds_no_secret_and_is_enough_to_check_with() -> None:
    pdf = Development().sign(render(a_paper(qr=vouched(FACTS)["qr"], demo=True)), reference=FACTS.code)
    words = to_json(ring())
    secret = next(keys_folder().glob("certificate-qr-*.key")).read_bytes()
    assert secret.hex() not in words
    assert "PRIVATE" not in words
    assert check_pdf(pdf, from_json(words), DAY).status is Status.VALID


def test_after_a_replacement_old_papers_stay_valid_and_the_old_secret_is_gone() -> None:
    text, first = vouched(FACTS)["qr"], qr_key()[0]
    made = replace_key(QR)
    assert made.id != first
    assert qr_key()[0] == made.id
    assert check_text(text, ring(), DAY).status is Status.VALID
    assert [path.name for path in keys_folder().glob("certificate-qr-*.key")] == ["certificate-qr-0002.key"]


def test_a_revoked_key_makes_its_papers_invalid_and_another_one_signs() -> None:
    text, first = vouched(FACTS)["qr"], qr_key()[0]
    revoke_key(first, "电脑丢了")
    assert check_text(text, ring(), DAY).status is Status.REVOKED
    assert check_text(vouched(FACTS)["qr"], ring(), DAY).status is Status.VALID
    with pytest.raises(CertificateProblem, match="已经吊销"):
        revoke_key(first, "再一次")


def test_a_revocation_needs_a_known_key_and_a_reason() -> None:
    with pytest.raises(CertificateProblem, match="没有这把"):
        revoke_key("00000000", "丢了")
    with pytest.raises(CertificateProblem, match="写明"):
        revoke_key(qr_key()[0], " ")


def test_a_missing_secret_says_what_to_do() -> None:
    qr_key()
    next(keys_folder().glob("certificate-qr-*.key")).unlink()
    with pytest.raises(CertificateProblem, match="keys 文件夹"):
        qr_key()


def test_the_development_key_signs_for_the_demonstration_only(settings: Any) -> None:
    assert provider_for(demo=False) is None
    assert signs_itself(demo=True) and not signs_itself(demo=False)
    settings.PRODUCTION = True
    assert provider_for(demo=True) is None
    settings.PRODUCTION = False
    assert ring().of_use(FILE) == ()
    with pytest.raises(SealFailed):
        Development().sign(b"no file of ours", reference="x")
