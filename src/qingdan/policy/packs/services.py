"""Installing packs."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from qingdan.foundation.audit.services import record
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.reading import Pack, library_packs
from qingdan.policy.packs.validation import resolve_chain, validate


def install_library_packs() -> list[PackVersion]:
    """Install the packs that come with the program; those that are there already are left alone."""
    library = library_packs()
    known = set(PackVersion.objects.values_list("hash", flat=True))
    return [install_pack(pack, library) for pack in library.values() if pack.hash not in known]


def install_pack(pack: Pack, library: Mapping[str, Pack]) -> PackVersion:
    """Install one pack as a new version, after validation; installing the same content again changes nothing.

    The first version holds from its document's effective date, a later one from today on, so that what was decided
    before stays decided by the rules of its time. Two processes that install at once end with one version. Raises
    ``PackProblems``.
    """
    validate(resolve_chain(pack, library))
    try:
        return _install(pack)
    except IntegrityError:  # another process installed it, or took the next number, meanwhile
        return _install(pack)


@transaction.atomic
def _install(pack: Pack) -> PackVersion:
    known = PackVersion.objects.filter(hash=pack.hash).first()
    if known is not None:
        return known
    head = pack.header
    before = PackVersion.objects.filter(pack_id=pack.id).count()
    document_date = head.document.effective or head.document.decided
    version = PackVersion.objects.create(
        hash=pack.hash,
        pack_id=pack.id,
        title=head.title,
        division=head.division,
        status=head.document.status,
        version=head.version,
        extends=head.extends or "",
        content=pack.content,
        effective_from=document_date if before == 0 else timezone.localdate(),
        sequence=before + 1,
    )
    detail = {"id": pack.id, "version": head.version}
    record(verb="install_pack", object_type="pack", object_id=pack.hash, detail=detail)
    return version
