"""``qingdan certificates verify`` and ``keys``: by the record or with public keys alone; 0 valid, 1 not, 2 cannot be asked."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image

from qingdan.commands.main import run
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.checking.payload import Facts
from qingdan.village.certificates.checking.vouching import vouched
from qingdan.village.certificates.codes import new_code, shown_code
from qingdan.village.certificates.demo_kinds import install_kinds
from qingdan.village.certificates.models import Certificate
from qingdan.village.certificates.services import handing
from qingdan.village.certificates.setting import file_of, pdf_of
from qingdan.village.certificates.signing.keyring import qr_key, replace_key, revoke_key
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tests.conftest import district
from qingdan.village.certificates.tests.pages import picture_of, words_of
from qingdan.village.certificates.tests.test_outside import service

__all__ = ["district"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    settings.HOME = tmp_path / "home"
    for name in ("verify", "keys"):
        monkeypatch.setattr(f"qingdan.commands.certificates.{name}.prepare", lambda: None)


def verify(capsys: pytest.CaptureFixture[str], what: object, *more: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["certificates", "verify", str(what), *more, "--format", "json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else {}


@pytest.fixture
def made() -> Certificate:
    return cast.issued()


@pytest.fixture
def file(made: Certificate, tmp_path: Path) -> Path:
    path = tmp_path / "证明.pdf"
    path.write_bytes(file_of(made))
    return path


def test_a_code_a_file_a_text_and_a_picture_are_valid(
    capsys: Any, made: Certificate, file: Path, tmp_path: Path
) -> None:
    picture, text = tmp_path / "qr.png", tmp_path / "qr.txt"
    picture_of(file.read_bytes()).save(picture)
    text.write_text(made.payload["qr"] + "\n")
    for what in (shown_code(made.code), file, text, picture, made.payload["qr"]):
        code, answer = verify(capsys, what)
        assert (code, answer["status"], answer["checked"], answer["demo"]) == (0, "valid", "online", True), what
    for what in (file, text, picture, made.payload["qr"]):
        code, answer = verify(capsys, what, "--offline")
        assert (code, answer["status"], answer["checked"]) == (0, "valid", "offline"), what


def test_off_line_with_the_exported_keys_on_another_machine(
    capsys: Any, file: Path, tmp_path: Path, settings: Any
) -> None:
    exported = tmp_path / "keys.json"
    assert run(["certificates", "keys", "--out", str(exported)]) == 0
    settings.HOME = tmp_path / "elsewhere"
    settings.HOME.mkdir()
    assert verify(capsys, file, "--offline")[0] == 2
    assert verify(capsys, file, "--offline", "--keys", str(exported))[1]["status"] == "valid"
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(file.read_bytes().replace(b"/Type/Page/", b"/Type/Pagf/", 1))
    code, answer = verify(capsys, changed, "--offline", "--keys", str(exported))
    assert (code, answer["status"]) == (1, "tampered")


def test_a_changed_file_fails_on_line_too(capsys: Any, file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    assert verify(capsys, file)[1]["status"] == "tampered"


def test_revoked_expired_and_unknown(capsys: Any, made: Certificate, file: Path) -> None:
    with time_machine.travel(now() + timedelta(days=60)):
        for more in ((), ("--offline",)):
            assert (verify(capsys, file, *more)[0], verify(capsys, file, *more)[1]["status"]) == (1, "expired")
    handing.revoke(actor=cast.clerk(), certificate=made, reason="内容不实")
    for what in (made.code, file):
        code, answer = verify(capsys, what)
        assert (code, answer["status"]) == (1, "revoked")
    assert verify(capsys, new_code())[1]["status"] == "unknown"
    assert verify(capsys, "ABCDEFGHJKLM")[1]["status"] == "unknown"
    elsewhere = vouched(Facts(new_code(), made.number, "张三", "0000", made.issued_on, None))["qr"]
    assert verify(capsys, elsewhere)[1]["status"] == "unknown"


def test_the_record_knows_what_was_issued_before_a_key_was_revoked(capsys: Any, made: Certificate, file: Path) -> None:
    revoke_key(qr_key()[0], "电脑丢了")
    assert verify(capsys, file, "--offline")[1]["status"] == "revoked"
    assert verify(capsys, file)[1]["status"] == "valid"


def test_a_code_forged_with_a_stolen_key_is_told_by_the_record(capsys: Any, made: Certificate) -> None:
    forged = vouched(Facts(made.code, made.number, "张三", "0000", made.issued_on, None))["qr"]
    code, answer = verify(capsys, forged)
    assert (code, answer["status"]) == (1, "tampered")


def test_a_wrong_clock_is_told(capsys: Any, file: Path) -> None:
    with time_machine.travel("2020-01-01"):
        code, answer = verify(capsys, file, "--offline")
    assert (code, answer["status"]) == (1, "unknown")
    assert "时钟" in answer["sentence"]


def test_name_and_number_are_compared(capsys: Any, made: Certificate, file: Path) -> None:
    right = ("--name", "王小明", "--last-four", cast.id_number()[-4:])
    for what, more in ((file, ()), (file, ("--offline",)), (made.code, ())):
        assert verify(capsys, what, *right, *more)[1]["same"] is True
    code, answer = verify(capsys, file, "--name", "王小", "--last-four", "0000")
    assert (code, answer["same"], answer["status"]) == (1, False, "valid")
    assert verify(capsys, file, "--name", "王小明")[0] == 2


def test_an_unsigned_file_is_valid_only_as_the_record_has_it(capsys: Any, made: Certificate, file: Path) -> None:
    file.write_bytes(pdf_of(made))
    assert verify(capsys, file)[1]["status"] == "tampered"  # a demonstration's file is signed
    Certificate.objects.filter(pk=made.pk).update(demo=False)
    made.refresh_from_db()
    from qingdan.village.certificates.sealed import open_certificate
    from qingdan.village.certificates.setting import payload_of

    made.payload = payload_of(made, open_certificate(made))
    made.save()
    file.write_bytes(file_of(made))
    assert verify(capsys, file)[1] | {"notes": []} == verify(capsys, made.code)[1] | {"proof": "file", "notes": []}
    assert verify(capsys, file, "--offline")[1]["status"] == "unknown"
    file.write_bytes(file.read_bytes()[:-20] + b" " + file.read_bytes()[-20:])
    assert verify(capsys, file)[1]["status"] == "unknown"


def test_other_things_are_refused_with_what_to_give(capsys: Any, tmp_path: Path) -> None:
    empty, picture, junk = tmp_path / "a.txt", tmp_path / "b.png", tmp_path / "c.bin"
    empty.write_text("")
    out = io.BytesIO()
    Image.new("L", (50, 50)).save(out, "PNG")
    picture.write_bytes(out.getvalue())
    junk.write_bytes(bytes(range(256)) * 10)
    for what in (empty, picture, junk, tmp_path / "nothing.pdf", tmp_path, "没有这个"):
        assert verify(capsys, what)[0] == 2, what
    assert verify(capsys, new_code(), "--offline")[0] == 2


def test_the_code_of_another_system_and_another_pdf_are_unknown(capsys: Any, tmp_path: Path, made: Certificate) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    for what in ("https://u.wechat.com/abc", other):
        for more in ((), ("--offline",)):
            code, answer = verify(capsys, what, *more)
            assert (code, answer["status"]) == (1, "unknown")


def test_keys_are_replaced_and_revoked_on_the_audits_record(capsys: Any, file: Path) -> None:
    first = qr_key()[0]
    assert run(["certificates", "keys", "--replace", "qr"]) == 0
    assert qr_key()[0] != first
    assert verify(capsys, file, "--offline")[1]["status"] == "valid"
    assert run(["certificates", "keys", "--revoke", first]) == 2
    assert run(["certificates", "keys", "--revoke", first, "--reason", "丢了"]) == 0
    out = capsys.readouterr().out
    assert first in out and "吊销" in out
    assert verify(capsys, file, "--offline")[1]["status"] == "revoked"
    assert set(Record.objects.filter(object_type="certificate_key").values_list("verb", flat=True)) == {
        "replace_certificate_key", "revoke_certificate_key",
    }  # fmt: skip
    assert replace_key("qr").id != first


def test_one_is_issued_in_the_demo_village_and_verified(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, district: None
) -> None:
    monkeypatch.setattr("qingdan.commands.certificates.demo.prepare", lambda: None)
    monkeypatch.setattr("qingdan.commands.certificates.demo._install", lambda: None)
    install_kinds()
    out = tmp_path / "演示.pdf"
    assert run(["certificates", "demo", "--out", str(out), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    made = Certificate.objects.get(number=told["number"])
    assert made.demo and made.printed_at is not None
    assert "演示，无效" in words_of(out.read_bytes())
    for more in ((), ("--offline",)):
        assert verify(capsys, out, *more)[0] == 0
    assert verify(capsys, told["code"])[1]["status"] == "valid"
    assert run(["certificates", "demo", "--out", str(tmp_path / "nowhere" / "x.pdf")]) == 2


def test_no_demonstration_in_production_or_beside_real_accounts(
    settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("qingdan.commands.certificates.demo.prepare", lambda: None)
    settings.PRODUCTION = True
    assert run(["certificates", "demo", "--out", str(tmp_path / "x.pdf")]) == 2
    settings.PRODUCTION = False
    Account.objects.filter(is_demo=True).update(is_demo=False)
    assert run(["certificates", "demo", "--out", str(tmp_path / "x.pdf")]) == 2
    assert not list(tmp_path.glob("*.pdf"))


def test_the_certificate_of_a_seal_service_is_put_down_by_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pem, out = tmp_path / "seal.pem", tmp_path / "keys.json"
    pem.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in (service(0)[0], service(0)[2])))
    assert run(["certificates", "keys", "--seal", str(pem), "--out", str(out)]) == 0
    assert "电子印章 0" in capsys.readouterr().err
    assert [key["use"] for key in json.loads(out.read_text("utf-8"))["keys"]] == ["qr", "seal"]
    assert run(["certificates", "keys", "--seal", str(pem)]) == 0
    assert capsys.readouterr().out.count("电子签章服务") == 1
    assert Record.objects.filter(verb="trust_seal_certificate").exists()
    for wrong in (b"", b"x" * 300_000, out.read_bytes()):
        pem.write_bytes(wrong)
        assert run(["certificates", "keys", "--seal", str(pem)]) == 2
    assert run(["certificates", "keys", "--seal", str(tmp_path / "not-there.pem")]) == 2


def test_a_code_is_taken_in_full_width_and_as_the_address_of_its_check(
    capsys: pytest.CaptureFixture[str], made: Certificate, settings: Any
) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in made.code)
    for what in (wide, f"{settings.PUBLIC_URL}/v/{made.code}"):
        assert verify(capsys, what)[0] == 0
        assert verify(capsys, what, "--offline")[0] == 2
    assert verify(capsys, f"https://other.example/v/{made.code}")[0] == 1


def test_only_as_much_of_a_file_is_read_as_is_looked_at(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    with endless.open("wb") as out:
        out.truncate(5_000_000_000)
    assert verify(capsys, endless, "--offline")[0] == 2
    page = tmp_path / "page.pdf"
    page.write_bytes(b"%PDF-1.7")
    assert verify(capsys, page, "--offline", "--keys", str(endless))[0] == 2
