"""Installed packs: which one governs a division on a day, and what all of them say of their clauses."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from qingdan.foundation.orgs.divisions import NATION, contains, prefix
from qingdan.foundation.reading import read_once
from qingdan.policy.packs.compiling import CompiledPack, compile_pack
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.reading import Pack, pack_from_content

NATIONAL = NATION
"""The division of the national pack."""


class OutsideEveryPack(LookupError):
    """A division that no installed pack governs; the message is Chinese."""

    def __init__(self, division: str, jurisdictions: list[str]) -> None:
        super().__init__(f"区划 {division} 不在任何已安装的政策包范围内。已有：{'、'.join(jurisdictions)}。")
        self.division = division


class UnknownPack(LookupError):
    """A pack id that is not installed; the message is Chinese."""

    def __init__(self, pack_id: str, known: list[str]) -> None:
        super().__init__(f"没有“{pack_id[:60]}”这个政策包。已有：{'、'.join(known)}。")


def newest_versions(on: date | None = None) -> list[PackVersion]:
    """The version of each pack in force on a day (the newest where no day is given), without its content, by id.

    A day before a pack's document still has its first version; :func:`governing_on` says that it was not yet in force.
    """
    newest: dict[str, PackVersion] = {}
    for version in read_once("pack versions", _versions):
        later = on is not None and version.effective_from is not None and version.effective_from > on
        if version.sequence == 1 or not later:
            newest[version.pack_id] = version
    return list(newest.values())


def _versions() -> list[PackVersion]:
    return list(PackVersion.objects.defer("content").order_by("pack_id", "sequence"))


def governing_version(division: str, on: date) -> PackVersion:
    """The pack whose jurisdiction holds a division: the nearest; raises :class:`OutsideEveryPack`."""
    return _governing(division, newest_versions(on))


def governing_pack(division: str, on: date, versions: list[PackVersion] | None = None) -> CompiledPack:
    """The compiled pack that governs a division (12 digits) on a day; raises :class:`OutsideEveryPack`.

    ``versions`` are :func:`newest_versions` of the day where the caller has them already.
    """
    versions = newest_versions(on) if versions is None else versions
    return _with_what_it_extends(_governing(division, versions), versions)


def governing_on(division: str, on: date, versions: list[PackVersion] | None = None) -> tuple[CompiledPack, str]:
    """The pack by which a day is judged, and what to say of it (nothing, usually).

    Before the document of the place was in force, the national rules alone decide, and the notice says so.
    Raises :class:`OutsideEveryPack`. ``versions`` as for :func:`governing_pack`.
    """
    versions = newest_versions(on) if versions is None else versions
    own = _governing(division, versions)
    if own.effective_from is None or own.effective_from <= on or not own.extends:
        return _with_what_it_extends(own, versions), ""
    national = next(version for version in versions if version.pack_id == own.extends)
    notice = f"{on} 那天，{own.title}的文件还没有施行（{own.effective_from} 起施行），这里只按全国性规定看。"
    return _with_what_it_extends(national, versions), notice


def is_governed(division: str, versions: list[PackVersion]) -> bool:
    """Whether a pack of these governs a division."""
    try:
        _governing(division, versions)
    except OutsideEveryPack:
        return False
    return True


def pack_by_id(pack_id: str, on: date | None = None) -> CompiledPack:
    """An installed pack by its id, compiled with what it extends; raises :class:`UnknownPack`."""
    versions = newest_versions(on)
    own = next((version for version in versions if version.pack_id == pack_id), None)
    if own is None:
        raise UnknownPack(pack_id, sorted(version.pack_id for version in versions))
    return _with_what_it_extends(own, versions)


def _governing(division: str, versions: list[PackVersion]) -> PackVersion:
    """The national pack governs the nation only: it speaks for no place that has no policy of its own."""
    if division == NATION:
        own = [version for version in versions if version.division == NATION]
    else:
        own = [v for v in versions if v.division != NATION and contains(v.division, division)]
    if not own:
        places = [f"{v.title}（{v.division}）" for v in versions if v.division != NATION]
        raise OutsideEveryPack(division, places)
    return max(own, key=lambda version: len(prefix(version.division)))


def _with_what_it_extends(version: PackVersion, versions: list[PackVersion]) -> CompiledPack:
    """Each pack of the chain in its version of the same day."""
    by_id = {each.pack_id: each for each in versions}
    hashes = [version.hash]
    while version.extends and by_id[version.extends].hash not in hashes:
        version = by_id[version.extends]
        hashes.append(version.hash)
    return compiled(tuple(hashes))


@lru_cache(maxsize=64)
def compiled(hashes: tuple[str, ...]) -> CompiledPack:
    """The pack of these content hashes (itself first, then what it extends); content never changes, so it is kept."""
    return compile_pack([stored_pack(hash_) for hash_ in hashes])


@lru_cache(maxsize=64)
def stored_pack(hash_: str) -> Pack:
    """One stored version as a pack."""
    content: dict[str, Any] = PackVersion.objects.values_list("content", flat=True).get(hash=hash_)
    return pack_from_content(content)
