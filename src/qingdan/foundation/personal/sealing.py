"""Sealing texts with a person's key. A sealed text belongs to one person and one purpose and opens for no other.

``purpose`` names the place of the text (``application.name``): a text that is moved to another place does not open there.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from qingdan.foundation.personal.ciphers import KEY_BYTES, SUITES, Suite, decrypt, encrypt
from qingdan.foundation.personal.keyring import outside_key
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.problems import Erased


def seal(subject: Subject, text: str, *, purpose: str) -> str:
    """The text as ``AG1:…`` or ``SG1:…``; raises :class:`Erased` for a person whose key is destroyed."""
    return seal_many(subject, {"": text}, purpose=purpose)[""]


def unseal(subject: Subject, sealed: str, *, purpose: str) -> str:
    """What was sealed; raises :class:`Erased`, :class:`Tampered`, or :class:`KeyMissing` where keys are not here."""
    return unseal_many(subject, {"": sealed}, purpose=purpose)[""]


def seal_many(subject: Subject, texts: Mapping[str, str], *, purpose: str) -> dict[str, str]:
    """Several texts at once; each is bound to ``purpose.name`` (to ``purpose`` where its name is empty)."""
    key, suite = _key_of(subject), chosen_suite()
    return {
        name: encrypt(suite, key, text.encode("utf-8"), _place(subject, purpose, name)) for name, text in texts.items()
    }


def unseal_many(subject: Subject, sealed: Mapping[str, str], *, purpose: str) -> dict[str, str]:
    """What :func:`seal_many` sealed; the person's key is opened once."""
    key = _key_of(subject)
    return {name: decrypt(key, text, _place(subject, purpose, name)).decode("utf-8") for name, text in sealed.items()}


def seal_bytes(subject: Subject, data: bytes, *, purpose: str) -> bytes:
    """A file as :func:`seal` seals a text; raises :class:`Erased`."""
    return encrypt(chosen_suite(), _key_of(subject), data, _place(subject, purpose, "")).encode("ascii")


def unseal_bytes(subject: Subject, sealed: bytes, *, purpose: str) -> bytes:
    """The file that was sealed; raises as :func:`unseal`."""
    return decrypt(_key_of(subject), sealed.decode("ascii", "replace"), _place(subject, purpose, ""))


def is_sealed(data: bytes) -> bool:
    """Whether bytes are such a ciphertext: no file that is taken begins like one."""
    return any(data.startswith(f"{suite.id}:".encode()) for suite in SUITES.values())


def chosen_suite() -> Suite:
    """The algorithm of new ciphertexts, by ``QINGDAN_CIPHER``."""
    return SUITES[settings.CIPHER]


def fresh_key(subject_id: UUID, key_id: str) -> str:
    """A new random key for a person, wrapped by an outside key."""
    return _wrap(secrets.token_bytes(KEY_BYTES), subject_id, key_id)


def rewrapped(subject: Subject, key_id: str) -> str:
    """The person's key wrapped by another outside key; what was sealed with it stays as it is."""
    return _wrap(_key_of(subject), subject.id, key_id)


def _wrap(key: bytes, subject_id: UUID, key_id: str) -> str:
    return encrypt(chosen_suite(), outside_key(key_id), key, _wrapping(subject_id, key_id))


def _key_of(subject: Subject) -> bytes:
    if subject.is_erased:
        raise Erased
    return decrypt(outside_key(subject.key_id), subject.wrapped, _wrapping(subject.id, subject.key_id))


def _wrapping(subject_id: UUID, key_id: str) -> bytes:
    return f"key|{subject_id}|{key_id}".encode()


def _place(subject: Subject, purpose: str, name: str) -> bytes:
    return f"text|{subject.id}|{purpose}{'.' if name else ''}{name}".encode()
