"""Bodies' names, pure: what a name alone says of level and type, and short forms by which people call a body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingdan.foundation.orgs.choices import BodyType, Level
from qingdan.foundation.orgs.divisions import is_municipality

_GROUPS = re.compile(r"领导小组|工作专班|专班|指挥部|联席会议|委员会办公室$|组办公室$")
_CENTRAL = re.compile(r"^(中共中央|中央|国家|国务院|全国|民政部|公安部|教育部|财政部|农业农村部|[^市区县镇乡]{1,8}部$)")
_TOWN = re.compile(
    r"(镇|乡|街道)(人民)?(政府|党委|党工委|办事处|办)?$|^(镇|乡|街道)|(镇|乡|街道)[^市区县]{0,10}(办公室|中心|站|所)$"
)
_COUNTY = re.compile(r"(区|县|旗)(?!域)")
_CITY = re.compile(r"市")
_PROVINCE = re.compile(r"^(.{2,8}(省|自治区)|省|自治区)")
_TWO_OFFICES = re.compile(r"(委|政府|党委)办公?(室|厅)?$|两办$")
_PARTY_GOVERNMENT = re.compile(
    r"(市委|区委|县委|省委|党委|工委|人民政府|政府|管委会)$|市委市政府|区委区政府|县委县政府"
)
_MASS = re.compile(r"妇联|妇女联合会|残联|残疾人联合会|共青团|团委|工会|科协|侨联|工商联|红十字会|文联|计生协")
_INSTITUTION = re.compile(r"(中心|医院|学校|学院|研究院|图书馆|文化馆|博物馆|疾控|站)$")
_UNIT_ENDINGS = (
    "社区居民委员会",
    "村民委员会",
    "社区居委会",
    "居民委员会",
    "居委会",
    "村委会",
    "街道",
    "镇",
    "乡",
    "村",
    "社区",
)
_SHORTENING = re.compile(r"^(?:.{2,8}(?:省|自治区))?(?:.{1,8}市)?(?:.{1,8}(?:区|县|旗))?")

_OWN_LEVEL = {"省": Level.PROVINCE, "市": Level.CITY, "区": Level.COUNTY, "县": Level.COUNTY, "旗": Level.COUNTY}
"""A name that begins so speaks from within its own division: 区乡村振兴局 is of county level, not of a 乡."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a name says; None where it says nothing."""

    level: Level | None
    type: BodyType | None


def guess(name: str, division: str) -> Guess:
    """Level and type that a body's name says, seen from a division (市 in a municipality is province level)."""
    words = name.strip()
    if not words:
        return Guess(None, None)
    return Guess(_level(words, division), _type(words))


def _level(name: str, division: str) -> Level | None:
    if _CENTRAL.search(name):
        return Level.CENTRAL
    if name[0] in _OWN_LEVEL:
        own = _OWN_LEVEL[name[0]]
        return Level.PROVINCE if own is Level.CITY and is_municipality(division) else own
    if _TOWN.search(name):
        return Level.TOWN
    if _COUNTY.search(name.replace("自治区", "")):
        return Level.COUNTY
    if _PROVINCE.match(name) and not _CITY.search(name):
        return Level.PROVINCE
    if _CITY.search(name):
        return Level.PROVINCE if is_municipality(division) else Level.CITY
    return None


def _type(name: str) -> BodyType | None:
    if _GROUPS.search(name):
        return BodyType.LEADING_GROUP
    if _TOWN.search(name):
        return BodyType.TOWN
    if _MASS.search(name):
        return BodyType.MASS_ORG
    if _TWO_OFFICES.search(name):
        return BodyType.TWO_OFFICES
    if _PARTY_GOVERNMENT.search(name):
        return BodyType.PARTY_GOVERNMENT
    if _INSTITUTION.search(name):
        return BodyType.PUBLIC_INSTITUTION
    if re.search(r"(局|委|办|部|厅|署|院|处|室|队|分局|总队|支队|大队)$", name):
        return BodyType.DEPARTMENT
    return None


def short_names(name: str) -> tuple[str, ...]:
    """Ways of calling a body: 天津市宁河区民政局 is also 宁河区民政局, 区民政局 and 民政局."""
    match = _SHORTENING.match(name)
    rest = name[match.end() :] if match else name
    found = [name]
    if not rest or rest == name:
        unit = re.match(r"^(省|市|区|县|旗)(.{2,})$", name)
        return (name, unit.group(2)) if unit else (name,)
    county = re.search(r"([^省市区县旗]{1,8}(?:区|县|旗|市))$", name[: len(name) - len(rest)])
    if county:
        found += [county.group(1) + rest, county.group(1)[-1] + rest]
    found.append(rest)
    return tuple(dict.fromkeys(found))


def short_place_names(name: str) -> tuple[str, ...]:
    """A place's name with and without its ending: 芦台街道 is also 芦台; what is left of one character is no name."""
    found = (name, *(name[: -len(end)] for end in _UNIT_ENDINGS if name.endswith(end)))
    return tuple(dict.fromkeys(each for each in found if len(each) > 1))
