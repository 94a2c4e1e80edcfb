"""Files of old or other office programs, made into docx or xlsx by LibreOffice where the system has it; in memory only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qingdan.entry.screening.reading.refusals import MESSAGES, SAVE_AS_WORD, Refused
from qingdan.foundation.documents import programs
from qingdan.foundation.documents.extraction.pieces import Unreadable
from qingdan.foundation.documents.rules import DOCX, XLS, XLSX, FileType

SECONDS = 60
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - memory, not a disk: what is marked as secret must not lie on one
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
</oor:items>
"""


def converted(data: bytes, kind: FileType) -> tuple[bytes, FileType]:
    """The file as Word or Excel file; raises :class:`Refused` where the system has no converter or it fails."""
    target = XLSX if kind is XLS else DOCX
    office = programs.found("soffice", "libreoffice")
    if not office or not os.access(_MEMORY_FOLDER, os.W_OK):
        raise Refused(f"这是{kind.label}，这里不能直接读。{SAVE_AS_WORD}")
    with tempfile.TemporaryDirectory(dir=_MEMORY_FOLDER) as name:
        folder = Path(name)
        given = folder / f"paper.{kind.suffix}"
        made = folder / "made" / f"paper.{target.suffix}"
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        given.write_bytes(data)
        command = [
            office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck", "--nodefault",
            "--convert-to", target.suffix, "--outdir", str(made.parent), str(given),
        ]  # fmt: skip
        try:
            programs.run(command, b"", SECONDS, home=folder)
            return made.read_bytes(), target
        except (Unreadable, OSError) as fault:
            message = (
                MESSAGES[fault.reason]
                if isinstance(fault, Unreadable)
                else f"这份{kind.label}没有转换成。{SAVE_AS_WORD}"
            )
            raise Refused(message) from fault
