"""The ring: which public keys vouch for certificates, since when, and until when. Pure; it travels as one JSON document.

Three uses: ``qr`` keys (Ed25519) sign what the QR code carries, ``file`` keys (RSA, with an X.509 certificate) sign a file, ``seal``
keys are those of a connected service, put down by whoever runs the installation, which has no secret of theirs.
Whoever has the ring checks papers and files without a network and without any secret.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from qingdan.village.certificates.signing.der_parts import parts

FORMAT = "qingdan-certificate-keys/1"
QR, FILE, SEAL = "qr", "file", "seal"
_MOST_KEYS = 1000


class BadRing(ValueError):
    """A document that is no ring; the Chinese message says so."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One key. ``public`` are the raw bytes of an Ed25519 key, or the DER bytes of an X.509 certificate; of a service the
    certificates that stand in its signatures, the signer's first.

    ``retired_at``: it signs nothing from then on (it was replaced). ``revoked_at``: it may be in wrong hands, so that a
    date written under it proves nothing.
    """

    use: str
    public: bytes
    made_at: datetime
    retired_at: datetime | None = None
    revoked_at: datetime | None = None
    reason: str = ""

    @property
    def id(self) -> str:
        """Eight hex digits of the key's own digest."""
        return key_id(self.public)


@lru_cache(maxsize=64)
def certificates_of(public: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a ``file`` or ``seal`` key, the signer's first; raises ``ValueError``."""
    found = tuple(x509.load_der_x509_certificate(part.whole) for part in parts(public))
    if not found:
        raise ValueError("no certificate")
    return found


def key_id(public: bytes) -> str:
    """The id of a key: the first four bytes of the SHA-256 of its public part, in hex."""
    return hashlib.sha256(public).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys of one installation, and when they were written down."""

    issuer: str
    written_at: datetime
    keys: tuple[PublicKey, ...]

    def key(self, wanted: str, use: str) -> PublicKey | None:
        """The key of this id and use."""
        return next((key for key in self.keys if key.id == wanted and key.use == use), None)

    def of_use(self, use: str) -> tuple[PublicKey, ...]:
        """The keys of a use, oldest first."""
        return tuple(sorted((key for key in self.keys if key.use == use), key=lambda key: key.made_at))


def to_json(ring: Ring) -> str:
    """The document that is handed to whoever checks without a network."""
    document = {
        "format": FORMAT,
        "issuer": ring.issuer,
        "written_at": ring.written_at.isoformat(),
        "keys": [_written(key) for key in ring.keys],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> Ring:
    """Read the document; raises :class:`BadRing`."""
    try:
        document = json.loads(text)
        if document["format"] != FORMAT or len(document["keys"]) > _MOST_KEYS:
            raise BadRing("这不是证明公钥文件。请用 qingdan certificates keys --out 导出的文件。")
        keys = tuple(map(_read, document["keys"]))
        return Ring(str(document["issuer"]), _moment(document["written_at"]), keys)
    except BadRing:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, UnsupportedAlgorithm) as error:
        raise BadRing("证明公钥文件读不懂，可能没有拷贝完整。请重新导出一份。") from error


def _written(key: PublicKey) -> dict[str, Any]:
    row = asdict(key) | {"id": key.id, "public": base64.b64encode(key.public).decode("ascii")}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def _read(row: dict[str, Any]) -> PublicKey:
    key = PublicKey(
        use=str(row["use"]),
        public=base64.b64decode(row["public"], validate=True),
        made_at=_moment(row["made_at"]),
        retired_at=_moment(row["retired_at"]) if row.get("retired_at") else None,
        revoked_at=_moment(row["revoked_at"]) if row.get("revoked_at") else None,
        reason=str(row.get("reason", "")),
    )
    if key.use not in {QR, FILE, SEAL} or key.id != row["id"]:
        raise BadRing("证明公钥文件里有一把密钥和它的编号对不上，文件被改过。请重新导出一份。")
    if key.use == QR:
        Ed25519PublicKey.from_public_bytes(key.public)
    else:
        certificates_of(key.public)
    return key


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise BadRing("证明公钥文件里的时间没有时区。请重新导出一份。")
    return moment
