"""A certificate's page with its QR code, signed, in a batch; the public check: each beside another way, in one run.

Beside the page: the same page by WeasyPrint, and a Word file turned into PDF by LibreOffice, many in one call. LibreOffice is
installed for the comparison where this may be done; without it its figure is missing. Beside the check: a bare Django view
with one indexed read, behind the same middleware.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from typing import Any

from bench._databases import ROOT, databases, measured

BATCH = 1000
_INSTALL = ". script/lib/test-services.sh; install_packages libreoffice-writer-nogui"


def run() -> dict[str, Any]:
    """The figures."""
    if shutil.which("soffice") is None:
        subprocess.run(["bash", "-c", _INSTALL], cwd=ROOT, check=False, stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        page = measured("bench._certificate_page_work", {"QINGDAN_HOME": folder})
    batch = [sys.executable, "-m", "bench._peak", sys.executable, "-m", "bench._certificate_batch_work", str(BATCH)]
    done = subprocess.run(batch, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    with databases() as found:
        check = {name: measured("bench._certificate_check_work", environment) for name, environment in found.items()}
    return {
        "page": page,
        "batch": {"pages": BATCH, **json.loads(done.stdout)},
        "check": check,
        "required": {"page_ms": 15, "times_faster": 5, "signed_ms": 60, "batch_mib": 400, "check_share": 0.5},
        "not_proven": "other fonts, texts of other lengths; a network before the check, many processes",
    }
