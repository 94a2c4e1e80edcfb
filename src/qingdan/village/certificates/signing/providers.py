"""Electronic seals and signatures come only through a connected provider; without one, paper and wet stamp are the way.

A provider is a class with :class:`Provider`'s two names, registered with :func:`provider` and chosen by
``QINGDAN_SEAL_PROVIDER``. The development key signs papers of the demonstration, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.conf import settings

from qingdan.foundation.clock.moments import now
from qingdan.village.certificates.signing import pades
from qingdan.village.certificates.signing.keyring import file_key


class SealFailed(RuntimeError):
    """A provider that cannot be reached or did not do what it must; the Chinese message says what to do."""


class Provider(Protocol):
    """A service that seals or signs a file."""

    name: str

    def sign(self, pdf: bytes, *, reference: str) -> bytes:
        """The file with its seal or signature added at its end; raises :class:`SealFailed`. ``reference`` is the code."""


_PROVIDERS: dict[str, Callable[[], Provider]] = {}


def provider(name: str) -> Callable[[Callable[[], Provider]], Callable[[], Provider]]:
    """Register a provider under the name that the setting uses."""

    def register(make: Callable[[], Provider]) -> Callable[[], Provider]:
        _PROVIDERS[name] = make
        return make

    return register


class Development:
    """Signs with a key of this installation that vouches for nothing: for papers that say 演示，无效."""

    name = "development"

    def sign(self, pdf: bytes, *, reference: str) -> bytes:
        """The file with a PAdES signature."""
        certificate, key = file_key()
        try:
            return pades.sign(pdf, certificate, key, now())
        except pades.CannotSign as fault:
            raise SealFailed(f"证明 {reference} 的文件签不了名，请重新生成再试。") from fault


def provider_for(*, demo: bool) -> Provider | None:
    """Who signs such a certificate's file; None: nobody, it is printed and stamped."""
    if demo:
        return None if settings.PRODUCTION else Development()
    make = _PROVIDERS.get(settings.SEAL_PROVIDER)
    return make() if make is not None else None


def signs_itself(*, demo: bool) -> bool:
    """Whether such a certificate's file is signed by a key of our own ring: a file without that signature is then changed."""
    return isinstance(provider_for(demo=demo), Development)
