"""The picture of a paper that a person answered for by hand, kept because they chose so."""

from __future__ import annotations

from django.db import transaction

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.services.writing import note
from qingdan.foundation.documents.pictures import is_picture, written_anew
from qingdan.foundation.documents.rules import LARGEST, check, clean_name
from qingdan.foundation.documents.secrecy import marked_name
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account


def seen_only(name: str, data: bytes) -> tuple[str, bytes]:
    """A clean name and what is seen in the picture, without place, time and device; nothing is stored.

    Raises :class:`ScreeningProblem` for a marked name and what is no picture, ``BadFile`` for a damaged one.
    """
    shown = clean_name(name)
    if marked_name(shown.rpartition(".")[0] or shown):
        raise ScreeningProblem("图片的名字里有密级、内部资料的标记，没有收下，也没有留存。", "picture")
    if len(data) > LARGEST:
        raise ScreeningProblem(f"图片太大，最多 {LARGEST // 1048576} MB。请压缩后再选。", "picture")
    kind = check(shown, data)
    if not is_picture(kind):
        raise ScreeningProblem("这里只留图片（PNG、JPG）。别的文件请放回上一页筛查。", "picture")
    return shown, written_anew(data, kind)


@transaction.atomic
def keep_picture(*, actor: Account, screening: Screening, name: str, data: bytes) -> Screening:
    """Keep what :func:`seen_only` gave beside a screening that has no picture yet; only its readers read it."""
    kept = Screening.objects.select_for_update(of=("self",)).select_related("division").get(pk=screening.pk)
    if not ScreeningAccess(actor).acts_on(kept):
        raise NotAllowed("只有本单位（本村、本镇街）的人能留图片。")
    if kept.picture_id is not None:
        raise ScreeningProblem("这份结果已经有图片了。", "picture")
    kept.picture = attach(actor=actor, division=kept.division, name=name, data=data, of_case=True)
    kept.save(update_fields=["picture"])
    note(actor, "keep_picture", kept, kept.picture.sha256)
    return kept
