"""Files that are sent stay in memory until they have been looked through: nothing of them lies on a disk before that."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class FilesTooBig(RequestDataTooBig):
    """More at once than may stand in memory; the message is Chinese and says what to do."""


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Takes every request's files into memory, and none of a request that is too big for it."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any, **words: Any) -> None:  # noqa: N803 - Django's name
        """Refuse before anything is read: raises :class:`FilesTooBig`."""
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if content_length > most:
            raise FilesTooBig(
                f"一次传的文件太大了，合起来最多 {most // 1048576} MB。请压缩图片，或者分几次传。填好的内容还在上一页，请按浏览器的“后退”。"
            )
        self.activated = True
