"""Files as offices make them, built in code: Word with everything that Word does, Excel, PDF, web pages, bundles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

LINES = (
    "关于开展农村人居环境整治的通知", "青政发〔2025〕8号", "各行政村：", "现将有关事项通知如下。", "一、工作要求",
    "（一）加强宣传。各村要每周宣传两次，并将照片报镇人居办。", "青山镇人民政府", "2025年3月1日",
)  # fmt: skip
WORDS = "\n".join(LINES)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(lines: Sequence[str] = LINES) -> Any:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    return document


def text_box(paragraph: Any, words: str) -> None:
    """A text box as Word writes it: once for itself, once more for older programs."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def numbered(document: Any, lines: Sequence[tuple[int, str]]) -> None:
    """Paragraphs that Word numbers itself: 一、 on the first level, （一） on the second, 1. on the third."""
    forms = (("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(forms)
    )
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, words in lines:
        paragraph = document.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>')
        )


def numbered_by_style(document: Any, lines: Sequence[tuple[str, str]]) -> None:
    """Headings that are numbered because their styles are linked with the levels of a list, as WPS does it."""
    forms = (("japaneseCounting", "%1、", "Heading1"), ("japaneseCounting", "（%2）", "Heading2"))
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text, style) in enumerate(forms)
    )
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="78">{levels}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="78"/></w:num>'))
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name].element.get_or_add_pPr()
        style.insert(0, parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="78"/></w:numPr>'))
    for style, words in lines:
        document.add_paragraph(words, style=style)


def tracked(paragraph: Any, kept: str, inserted: str, deleted: str) -> None:
    paragraph.add_run(kept)
    for tag, name, words in (("ins", "t", inserted), ("del", "delText", deleted)):
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="9" w:author="a"><w:r><w:{name}>{words}</w:{name}></w:r></w:{tag}>'
            )
        )


def duty_table(document: Any) -> Any:
    """A table with a heading row, a merged cell, a cell of two paragraphs and a table within a cell."""
    table = document.add_table(rows=4, cols=4)
    for place, words in enumerate(("序号", "工作任务", "责任单位", "完成时限")):
        table.cell(0, place).text = words
    for row, cells in enumerate((("1", "建立整治台账", "各村委会", "3月10日前"), ("", "每周上报照片", "各社区", "长期"), ("2", "检查验收", "镇人居办", "年底")), 1):  # fmt: skip
        for place, words in enumerate(cells):
            table.cell(row, place).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 1).add_paragraph("每月更新")
    inner = table.cell(3, 1).add_table(rows=2, cols=2)
    for row, two in enumerate((("项目", "分值"), ("台账", "10分"))):
        for place, words in enumerate(two):
            inner.cell(row, place).text = words
    return table


def with_part(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A packed file with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def bundle(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("任务分解")
    bold = book.add_format({"bold": True})
    sheet.merge_range("A1:D1", "青山镇2025年重点任务责任分解表", bold)
    for place, words in enumerate(("序号", "任务", "责任单位", "完成时限")):
        sheet.write(1, place, words)
    sheet.merge_range("A3:A4", 1)
    sheet.write_row(2, 1, ["建立台账", "各村", "每月底前"])
    sheet.write_row(3, 1, ["报送照片", "各社区", "每周五"])
    sheet.write_row(4, 0, [2, "验收", "镇人居办", "年底"])
    hidden = book.add_worksheet("底稿")
    hidden.write(0, 0, "草稿")
    hidden.hide()
    book.close()
    return out.getvalue()


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], rules: str = "") -> bytes:
    """A PDF of words at places (x, y, size), in a font whose table says which characters its codes are."""
    signs = sorted({sign for page in pages for *_place, words in page for sign in words})
    code = {sign: number for number, sign in enumerate(signs, 1)}
    rows = "".join(f"<{number:04x}> <{sign.encode('utf-16-be').hex()}>\n" for sign, number in code.items())
    table = f"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(signs)} beginbfchar\n{rows}endbfchar\nendcmap"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{6 + 2 * place} 0 R' for place in range(len(pages)))}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(table)} >>\nstream\n{table}\nendstream",
    ]
    for place, page in enumerate(pages):
        text = rules + "".join(
            f"BT /F {size} Tf {x} {y} Td <{''.join(f'{code[sign]:04x}' for sign in words)}> Tj ET\n"
            for x, y, size, words in page
        )
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * place} 0 R >>"
        )
        parts.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    out, places = "%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    begin = len(out)
    listed = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{listed}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF"
    return out.encode("latin-1")
