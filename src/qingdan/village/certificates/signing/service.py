"""The provider ``service``: the organisation's own seal server takes the file by POST and gives it back sealed."""

from __future__ import annotations

from django.conf import settings

from qingdan.foundation.local_services import ServiceFailed, post
from qingdan.village.certificates.signing.pades import looks_signed
from qingdan.village.certificates.signing.providers import Provider, SealFailed, provider

SECONDS = 30
LARGEST = 5 * 1024 * 1024
_AGAIN = "证明已经出具，可以先打印、盖章；稍后再试。"


class SealService:
    """Sends the file, and takes only an answer that is the same file with something added at its end."""

    name = "service"

    def sign(self, pdf: bytes, *, reference: str) -> bytes:
        """The sealed file; raises :class:`SealFailed`."""
        if not settings.SEAL_URL:
            raise SealFailed("没有设置电子签章服务的地址（QINGDAN_SEAL_URL）。请先打印、盖章。")
        headers = {"Content-Type": "application/pdf", "X-Reference": reference}
        try:
            sealed = post(settings.SEAL_URL, pdf, headers, seconds=SECONDS, largest=LARGEST)
        except ServiceFailed as failure:
            raise SealFailed(f"电子签章服务{failure}{_AGAIN}") from failure
        if not sealed.startswith(pdf) or not looks_signed(sealed[len(pdf) :]):
            raise SealFailed(f"电子签章服务交回的不是原来的文件加签章，没有采用。{_AGAIN}")
        return sealed


@provider("service")
def connected() -> Provider:
    """The provider that the settings name."""
    return SealService()
