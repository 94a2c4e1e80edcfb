"""The page with its QR code and its signature, beside WeasyPrint and LibreOffice; milliseconds of processor time, one core.

Prints one JSON line. LibreOffice's figure is the time of its whole process for a batch, start included, by page.
"""

from __future__ import annotations

import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import django
from docx import Document
from docx.shared import Mm
from pylopdf_fonts_zh_cn import serif_path

from bench._certificate_texts import papers
from qingdan.foundation.documents.qr import qr_png
from qingdan.village.certificates.paper.model import Paper
from qingdan.village.certificates.paper.qr import qr_svg
from qingdan.village.certificates.paper.rendering import render

PAGES, OTHERS, WARM_UP = 200, 25, 5
_STYLE = (
    "@font-face{font-family:Song;src:url(file://%s)}@page{size:A4;margin:34mm 26mm 24mm 28mm}body{font:16pt/1.85 Song}"
)


def main() -> None:
    """Measure all and print."""
    django.setup()
    found: dict[str, Any] = {"ours": _measured(render, papers(PAGES)), "signed": _signed()}
    found["weasyprint"] = _measured(_by_weasyprint(), papers(OTHERS))
    found["libreoffice"] = _by_libreoffice()
    for other in ("weasyprint", "libreoffice"):
        if found[other]:
            found[f"times_faster_than_{other}"] = round(found[other]["p50_ms"] / found["ours"]["p50_ms"], 1)
    sys.stdout.write(json.dumps(found) + "\n")


def _measured(make: Callable[[Paper], Any], wanted: Iterable[Paper]) -> dict[str, float]:
    times = []
    for paper in wanted:
        began = time.process_time()
        make(paper)
        times.append((time.process_time() - began) * 1000)
    ordered = sorted(times[WARM_UP:])
    return {
        "p50_ms": round(ordered[len(ordered) // 2], 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
        "first_ms": round(times[0], 1),
    }


def _signed() -> dict[str, float]:
    from qingdan.village.certificates.signing import pades
    from qingdan.village.certificates.signing.keyring import file_key

    certificate, key = file_key()
    at = datetime(2026, 11, 26, tzinfo=UTC)
    return _measured(lambda paper: pades.sign(render(paper), certificate, key, at), papers(PAGES, demo=True))


def _by_weasyprint() -> Callable[[Paper], Any]:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = CSS(string=_STYLE % serif_path(), font_config=fonts)

    def make(paper: Paper) -> Any:
        words = "".join(f"<p>{escape(each)}</p>" for each in paper.paragraphs)
        html = f"<h1>{paper.title}</h1><p>编号：{paper.number}</p>{words}<p>{paper.issuer}</p><div style='width:32mm'>{qr_svg(paper.qr)}</div>"
        return HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-2b")

    return make


def _by_libreoffice() -> dict[str, float] | None:
    """Word files are made beforehand; only turning them into PDF is measured."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        files = [_as_word(paper, Path(folder) / f"{place}.docx") for place, paper in enumerate(papers(OTHERS))]
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, files[0]], check=True, capture_output=True)
        before = _children()
        subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True)
        spent = _children() - before
        made = len(list(Path(folder).glob("*.pdf")))
    return {"p50_ms": round(spent * 1000 / made, 1), "pages": made}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _as_word(paper: Paper, path: Path) -> str:
    document = Document()
    document.add_heading(paper.title, 0)
    for words in (f"编号：{paper.number}", *paper.paragraphs, paper.issuer):
        document.add_paragraph(words)
    document.add_picture(io.BytesIO(qr_png(paper.qr)), width=Mm(32))
    document.save(str(path))
    return str(path)


if __name__ == "__main__":
    main()
