"""Excel files to take away."""

from __future__ import annotations

import io
import zipfile

from qingdan.foundation.web.spreadsheets import excel, excel_response


def test_what_looks_like_a_formula_or_a_link_stays_text() -> None:
    data = excel("清单[1]", ("事项", "次数"), [("=1+1", 3), ("http://x.example", None), ("@cmd", 2.5)])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert "=1+1" in words and "http://x.example" in words


def test_the_download_has_a_chinese_name() -> None:
    response = excel_response("宁河区清单", ("事项",), [])
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%AE%81")
