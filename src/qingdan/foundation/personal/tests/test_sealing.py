"""Sealing, erasing, revealing, rotating: with keys of this test only."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.keys import keys_folder
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.services import create_account
from qingdan.foundation.personal import erasing, retention, rotating, services
from qingdan.foundation.personal.ciphers import SUITES, decrypt, encrypt
from qingdan.foundation.personal.digests import lookup_digest
from qingdan.foundation.personal.keyring import current_key_id, key_ids
from qingdan.foundation.personal.models import Reveal, Subject
from qingdan.foundation.personal.problems import Erased, KeyMissing, PersonalProblem, Tampered
from qingdan.foundation.personal.queries import looks_at
from qingdan.foundation.personal.sealing import (
    is_sealed,
    seal,
    seal_bytes,
    seal_many,
    unseal,
    unseal_bytes,
    unseal_many,
)

NAME = "application.name"
PEOPLE = {"name": "王小明", "id_number": "11010519491231002X", "phone": "13812345678"}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def clerk(db: None) -> Account:
    return create_account(actor=None, username="clerk", display_name="文书")


# --- ciphers


@pytest.mark.property
@pytest.mark.parametrize("word", SUITES)
@given(secret=st.binary(min_size=32, max_size=32), plain=st.binary(max_size=300), bound=st.binary(max_size=50))
def test_what_is_sealed_opens_again_and_for_nothing_else(word: str, secret: bytes, plain: bytes, bound: bytes) -> None:
    sealed = encrypt(SUITES[word], secret, plain, bound)
    assert decrypt(secret, sealed, bound) == plain
    with pytest.raises(Tampered):
        decrypt(secret, sealed, bound + b"x")
    with pytest.raises(Tampered):
        decrypt(bytes([secret[0] ^ 1]) + secret[1:], sealed, bound)


@pytest.mark.property
@pytest.mark.parametrize("word", SUITES)
@given(where=st.integers(0, 10_000), sign=st.characters())
def test_any_changed_sign_is_found(word: str, where: int, sign: str) -> None:
    sealed = encrypt(SUITES[word], b"k" * 32, "王小明".encode(), b"place")
    where %= len(sealed)
    changed = sealed[:where] + sign + sealed[where + 1 :]
    if changed != sealed:
        with pytest.raises(Tampered):
            decrypt(b"k" * 32, changed, b"place")


@pytest.mark.parametrize("text", ["", "AG1", "AG1:", "AG1:AAAA", "XX1:AAAA", "AG1:王", "王小明"])
def test_what_is_no_ciphertext_is_refused(text: str) -> None:
    with pytest.raises(Tampered):
        decrypt(b"k" * 32, text, b"")


def test_sm4_gcm_gives_the_values_of_rfc_8998() -> None:
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    encryptor = Cipher(SUITES["sm4"].cipher(key), modes.GCM(bytes.fromhex("00001234567800000000ABCD"))).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    plain = b"".join(bytes([value]) * 8 for value in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    assert encryptor.update(plain)[:8] == bytes.fromhex("17F399F08C67D5EE")
    encryptor.finalize()
    assert encryptor.tag == bytes.fromhex("83DE3541E4C2B58177E065A9BF7B62EC")


# --- persons


def test_a_persons_texts_are_sealed_and_bound_to_person_and_purpose(db: None) -> None:
    one, other = services.new_subject(), services.new_subject()
    sealed = seal(one, "王小明", purpose=NAME)
    assert sealed.startswith("AG1:") and unseal(one, sealed, purpose=NAME) == "王小明"
    assert seal(one, "王小明", purpose=NAME) != sealed
    for subject, purpose in ((other, NAME), (one, "application.phone")):
        with pytest.raises(Tampered):
            unseal(subject, sealed, purpose=purpose)


def test_a_dict_of_texts_at_once(db: None) -> None:
    subject = services.new_subject()
    sealed = seal_many(subject, PEOPLE, purpose="application")
    assert unseal_many(subject, sealed, purpose="application") == PEOPLE
    assert unseal(subject, sealed["name"], purpose=NAME) == "王小明"
    with pytest.raises(Tampered):
        unseal_many(subject, {"name": sealed["phone"]}, purpose="application")


def test_nothing_readable_and_no_key_stands_in_the_database(db: None) -> None:
    subject = services.new_subject()
    row = str(Subject.objects.filter(pk=subject.pk).values().get())
    raw = (keys_folder() / f"personal-{current_key_id()}.key").read_bytes()
    assert raw.hex() not in row and len(raw) == 32


def test_keys_are_for_their_owner_only(db: None) -> None:
    services.new_subject()
    lookup_digest("phone", "1")
    for path in keys_folder().iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_both_algorithms_are_read_side_by_side(db: None, settings: Any) -> None:
    subject = services.new_subject()
    aes = seal(subject, "王小明", purpose=NAME)
    settings.CIPHER = "sm4"
    newer = services.new_subject()
    sm4 = seal(subject, "王小明", purpose=NAME)
    assert sm4.startswith("SG1:") and newer.wrapped.startswith("SG1:")
    assert unseal(subject, aes, purpose=NAME) == unseal(subject, sm4, purpose=NAME) == "王小明"


def test_a_missing_key_is_named_and_no_other_takes_its_place(db: None) -> None:
    subject = services.new_subject()
    (keys_folder() / "personal-0001.key").unlink()
    with pytest.raises(KeyMissing, match="0001"):
        seal(subject, "王小明", purpose=NAME)
    with pytest.raises(KeyMissing, match="0001"):
        services.new_subject()
    assert key_ids() == []
    assert [(row.id, row.persons, row.here) for row in rotating.standing()] == [("0001", 1, False)]


def test_keys_of_before_the_last_rotation_are_not_enough(db: None) -> None:
    services.new_subject()
    rotating.rotate()
    (keys_folder() / "personal-0002.key").unlink()
    for act in (services.new_subject, rotating.rotate):
        with pytest.raises(KeyMissing, match="0002"):
            act()
    assert key_ids() == ["0001"]


# --- digests


def test_the_same_person_is_recognised_however_typed() -> None:
    wanted = lookup_digest("id", "11010519491231002X")
    assert wanted == lookup_digest("id", " 110105 19491231 002x") and len(wanted) == 64
    assert wanted != lookup_digest("phone", "11010519491231002X")


def test_a_digest_stays_when_the_setting_changes(settings: Any) -> None:
    before = lookup_digest("id", "1")
    settings.CIPHER = "sm4"
    assert lookup_digest("id", "1") == before


def test_digests_by_sm3(settings: Any) -> None:
    settings.CIPHER = "sm4"
    made = lookup_digest("id", "1")
    assert len(made) == 64 and (keys_folder() / "personal-digest-sm3.key").exists()
    settings.CIPHER = "aes"
    assert lookup_digest("id", "1") == made


# --- erasing


def test_erasing_destroys_the_key_once_and_tells_the_rooms(
    clerk: Account, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    forgotten: list[object] = []
    monkeypatch.setattr(erasing, "_HOOKS", {"test": lambda subject: forgotten.append(subject.pk)})
    subject = services.new_subject()
    sealed = seal(subject, "王小明", purpose=NAME)
    with django_capture_on_commit_callbacks(execute=True):
        erased = services.erase(actor=clerk, subject=subject, reason="到期")
        services.erase(actor=clerk, subject=subject, reason="到期")
    assert forgotten == [subject.pk] and erased.wrapped == "" and erased.is_erased
    acts: list[Callable[[], str]] = [
        lambda: unseal(erased, sealed, purpose=NAME),
        lambda: seal(erased, "x", purpose=NAME),
    ]
    for act in acts:
        with pytest.raises(Erased, match="已按期删除"):
            act()
    assert Record.objects.filter(verb="erase_personal_data").count() == 1
    assert verify() == []


def test_what_a_room_fails_to_forget_erases_nothing(clerk: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_subject: Subject) -> None:
        raise RuntimeError

    monkeypatch.setattr(erasing, "_HOOKS", {"test": fails})
    subject = services.new_subject()
    with pytest.raises(RuntimeError):
        services.erase(actor=clerk, subject=subject, reason="到期")
    assert not Subject.objects.get(pk=subject.pk).is_erased


def test_the_database_keeps_erased_persons_erased(clerk: Account) -> None:
    subject = services.erase(actor=None, subject=services.new_subject(), reason="到期")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Subject.objects.filter(pk=subject.pk).update(erased_at=None, wrapped="AG1:x", key_id="0001")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        subject.delete()
    other = services.new_subject()
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.filter(pk=other.pk).update(wrapped="")


def test_a_restored_backup_does_not_bring_anybody_back(clerk: Account, django_capture_on_commit_callbacks: Any) -> None:
    subject = services.new_subject()
    kept = Subject.objects.filter(pk=subject.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        services.erase(actor=clerk, subject=subject, reason="到期")
    with connection.cursor() as cursor:  # as the database of the backup has it
        on = " ON personal_subject" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER personal_subject_refuse_update{on}")
    Subject.objects.filter(pk=subject.pk).update(**kept)
    assert services.erase_again() == 1
    assert services.erase_again() == 0
    assert Subject.objects.get(pk=subject.pk).is_erased


# --- looking


def test_who_looked_is_logged_with_a_sealed_reason(clerk: Account) -> None:
    subject = services.new_subject()
    services.record_reveal(
        actor=clerk, subject=subject, what="身份证号码", reason="核对王小明的户口本", object_type="application", object_id=7, division="120117103201",
    )  # fmt: skip
    (look,) = looks_at("application", 7)
    assert (look.who, look.what, look.reason) == ("文书", "身份证号码", "核对王小明的户口本")
    assert "王小明" not in str(Reveal.objects.values().get())
    assert Record.objects.get(verb="reveal_personal_data").stream == "120117"
    services.erase(actor=clerk, subject=subject, reason="到期")
    assert looks_at("application", 7)[0].reason == "已按期删除"


@pytest.mark.parametrize("reason", ["", " ", "看", "很" * 201])
def test_nobody_looks_without_a_reason(clerk: Account, reason: str) -> None:
    with pytest.raises(PersonalProblem) as raised:
        services.record_reveal(
            actor=clerk, subject=services.new_subject(), what="姓名", reason=reason, object_type="a", object_id=1
        )
    assert raised.value.field == "reason"


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_look_is_never_changed_or_deleted(clerk: Account, act: str) -> None:
    services.record_reveal(
        actor=clerk, subject=services.new_subject(), what="姓名", reason="核对", object_type="a", object_id=1
    )
    rows = Reveal.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(what="无") if act == "update" else rows.delete()


# --- rotating


def test_rotation_wraps_everybody_anew_and_everything_stays_readable(
    clerk: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)
    people = [services.new_subject() for _ in range(5)]
    gone = services.erase(actor=clerk, subject=people.pop(), reason="到期")
    sealed = [seal(person, "王小明", purpose=NAME) for person in people]
    told: list[int] = []
    assert rotating.rotate(told.append) == ("0002", 4)
    assert told == [2, 4]
    for person, text in zip(people, sealed, strict=True):
        fresh = Subject.objects.get(pk=person.pk)
        assert fresh.key_id == "0002" and unseal(fresh, text, purpose=NAME) == "王小明"
    assert Subject.objects.get(pk=gone.pk).key_id == ""
    assert [(row.id, row.persons, row.current) for row in rotating.standing()] == [
        ("0001", 0, False),
        ("0002", 4, True),
    ]
    assert services.new_subject().key_id == "0002"


def test_a_rotation_that_was_killed_goes_on_with_the_same_key(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)
    for _ in range(5):
        services.new_subject()

    def killed(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(killed)
    assert [(row.id, row.persons) for row in rotating.standing()] == [("0001", 3), ("0002", 2)]
    assert rotating.rotate() == ("0002", 3)
    assert key_ids() == ["0001", "0002"]


def test_an_old_key_is_destroyed_only_when_nothing_needs_it(db: None) -> None:
    services.new_subject()
    with pytest.raises(PersonalProblem, match="正在使用"):
        rotating.retire("0001")
    rotating.rotate()
    late = services.new_subject()
    Subject.objects.filter(pk=late.pk).update(key_id="0001")
    with pytest.raises(PersonalProblem, match="还有"):
        rotating.retire("0001")
    Subject.objects.filter(pk=late.pk).update(key_id="0002")
    rotating.retire("0001")
    assert key_ids() == ["0002"]
    with pytest.raises(PersonalProblem, match=r"没有 \.\./x"):
        rotating.retire("../x")


def test_a_rotation_without_the_old_key_changes_nothing(db: None) -> None:
    services.new_subject()
    rotating.rotate()
    Subject.objects.update(key_id="0001")
    (keys_folder() / "personal-0001.key").unlink()
    with pytest.raises(KeyMissing):
        rotating.rotate()
    assert key_ids() == ["0002"]


# --- retention


def test_sweeps_run_only_in_a_year_whose_calendar_is_on_record(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[date] = []

    def sweep(on: date) -> int:
        swept.append(on)
        return 3

    monkeypatch.setattr(retention, "_SWEEPS", {"test": sweep})
    assert retention.sweep_all(date(2026, 11, 26)) == {"test": 3}
    assert retention.sweep_all(date(2060, 1, 1)) == {}
    assert swept == [date(2026, 11, 26)]


@given(st.dates(max_value=date(2100, 1, 1)), st.integers(0, 5000))
def test_a_period_is_over_the_day_after_its_last(since: date, days: int) -> None:
    last = retention.kept_until(since, days)
    assert not retention.has_passed(since, days, last)
    assert (last - since).days == days


@pytest.mark.django_db
def test_a_file_is_sealed_as_a_text_is() -> None:
    person, other = services.new_subject(), services.new_subject()
    data = bytes(range(256)) * 50
    sealed = seal_bytes(person, data, purpose="a.scan")
    assert is_sealed(sealed) and not is_sealed(data) and data not in sealed
    assert unseal_bytes(person, sealed, purpose="a.scan") == data
    for who, purpose, bent in (
        (other, "a.scan", sealed),
        (person, "a.other", sealed),
        (person, "a.scan", sealed[:-8] + b"AAAAAAA="),
        (person, "a.scan", b"AG1:\xff"),
    ):
        with pytest.raises(Tampered):
            unseal_bytes(who, bent, purpose=purpose)
    with pytest.raises(Erased):
        unseal_bytes(services.erase(actor=None, subject=person, reason="到期"), sealed, purpose="a.scan")
