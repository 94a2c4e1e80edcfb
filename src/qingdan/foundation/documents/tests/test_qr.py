"""QR codes that our pages may hold and paper can show."""

from __future__ import annotations

import struct

import pytest
from lxml import etree

from qingdan.foundation.documents.qr import LONGEST, qr_png, qr_svg
from qingdan.foundation.documents.rules import PNG, sniff

ADDRESS = "https://qingdan.example/c/7K3F-M2QA"


def test_the_svg_has_nothing_that_the_content_security_policy_refuses() -> None:
    tree = etree.fromstring(qr_svg(ADDRESS))
    for element in tree.iter():
        assert element.tag.rpartition("}")[2] in {"svg", "path"}
        assert not {name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name}


def test_the_svg_is_square_with_its_quiet_zone_and_names_itself() -> None:
    tree = etree.fromstring(qr_svg(ADDRESS, "准入编号 7K3F-M2QA 的二维码"))
    left, top, width, height = map(int, tree.attrib["viewBox"].split())
    assert (left, top) == (0, 0) and width == height
    assert (width - 8 - 17) % 4 == 0
    assert tree.attrib["role"] == "img" and tree.attrib["aria-label"] == "准入编号 7K3F-M2QA 的二维码"


def test_words_cannot_break_out_of_the_svg() -> None:
    drawn = qr_svg('"><script>alert(1)</script>', '"><script>alert(1)</script>')
    assert "<script" not in drawn
    etree.fromstring(drawn)


def test_the_png_shows_the_same_modules_as_the_svg() -> None:
    png = qr_png(ADDRESS)
    width, height = struct.unpack(">II", png[16:24])
    size = int(etree.fromstring(qr_svg(ADDRESS)).attrib["viewBox"].split()[2])
    assert sniff(png) is PNG
    assert width == height == size * 8


def test_other_words_give_another_code() -> None:
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS) != qr_svg(ADDRESS + "2")
    assert qr_png("准入事项单") != qr_png("准入事项")


@pytest.mark.parametrize("words", ["", "x" * (LONGEST + 1)], ids=["empty", "long"])
def test_a_code_that_nobody_could_read_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="QR code"):
        qr_svg(words)
    with pytest.raises(ValueError, match="QR code"):
        qr_png(words)
