"""A batch of pages, with progress; what it takes is measured from outside (``bench/_peak.py``)."""

from __future__ import annotations

import sys

from bench._certificate_texts import papers
from qingdan.village.certificates.paper.rendering import render_batch


def main(number: int) -> None:
    """Set them one after another and tell how far it is."""
    wanted = list(papers(number))

    def progress(done: int, of: int) -> None:
        if done % 250 == 0:
            sys.stderr.write(f"{done}/{of}\n")

    size = sum(map(len, render_batch(wanted, progress)))
    sys.stderr.write(f"{size // 1024 // 1024} MiB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
