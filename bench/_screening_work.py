"""What ``bench/screening.py`` measures in a process with a database of its own."""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.enum.text import WD_BREAK

from bench._nearest_title import NearestTitle, accuracy
from qingdan.commands.preparing import prepare
from qingdan.entry.screening.deciding import Setting, judge_paper
from qingdan.entry.screening.measuring import POLICIES, SAMPLES, figures, samples
from qingdan.entry.screening.mending import mend
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.understanding import understand
from qingdan.foundation.reading import reading_together
from qingdan.policy.gate.model import ListKind
from qingdan.register.check.services import Sources
from qingdan.register.lists.models import Item

ROUNDS, PAGES, LINES, WIDTH = 7, 50, 22, 28
SETTING = Setting("120117", date(2026, 11, 20))
SETS = ("dev", "sentences")
_STOPS = re.compile(r"[。；！？\n]")


def documents() -> list[str]:
    """The five policy documents and the notices of the tests, as whole texts."""
    notices = yaml.safe_load((SAMPLES / "notices.yaml").read_text("utf-8"))
    return [path.read_text("utf-8") for path in sorted(POLICIES.glob("*.txt"))] + [each["text"] for each in notices]


def crowded() -> list[str]:
    """Notices of nothing but labelled sentences, forty each: more demands than any real paper has."""
    labelled = [sample.text for name in SETS for sample in samples(SAMPLES / f"{name}.jsonl")]
    head, foot = ("关于做好有关工作的通知", "各镇（街道）、各村（社区）："), ("某某县人民政府", "2026年3月5日")
    return ["\n".join((*head, *labelled[start : start + 40], *foot)) for start in range(0, len(labelled), 40)]


def rate(work: Callable[[str], Any], texts: Sequence[str]) -> dict[str, int]:
    """Characters a second, median, least and most of the rounds; the first, which fills the caches, is not counted."""
    characters = sum(map(len, texts))
    rates = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        for text in texts:
            work(text)
        rates.append(characters / (time.process_time() - began))
    kept = rates[1:]
    return {"median": round(statistics.median(kept)), "min": round(min(kept)), "max": round(max(kept))}


def _rates(texts: Mapping[str, Sequence[str]], ways: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    """Each way over each set of texts, what is read of the database read once, as in one run of the command line."""
    with reading_together():
        return {name: {way: rate(work, several) for way, work in ways.items()} for name, several in texts.items()}


def write_long(path: Path, texts: Sequence[str]) -> int:
    """A Word file of fifty pages of these words, each ended by a break; the number of characters."""
    document = docx.Document()
    lines = cycle([line.strip() for text in texts for line in text.splitlines() if line.strip()])
    written = 0
    for _page in range(PAGES):
        room = LINES
        while room > 0:
            line = next(lines)
            document.add_paragraph(line)
            written += len(line)
            room -= -(-len(line) // WIDTH)
        document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    document.save(str(path))
    return written


def main(long_file: Path) -> dict[str, Any]:
    """The figures, and the file of fifty pages for the command line."""
    prepare()
    texts, sources = (
        {"documents": documents(), "one_long_document": ["\n".join(documents())], "crowded": crowded()},
        Sources.kept(),
    )
    titles = [
        (title, ListKind(kind))
        for title, kind in Item.objects.filter(published=True)
        .order_by("pk")
        .values_list("title", "edition__item_list__kind")
    ]
    nearest = NearestTitle(titles)
    labelled = {name: samples(SAMPLES / f"{name}.jsonl") for name in SETS}
    ours = {name: figures(known) for name, known in labelled.items()}
    ways: dict[str, Callable[[str], Any]] = {
        "read_and_understood": lambda text: understand(read_words(text)),
        "with_the_gate": lambda text: mend(judge_paper(read_words(text), SETTING, sources), sources),
        "plain_jieba_tf_idf": lambda text: [nearest.nearest(each) for each in _STOPS.split(text) if each.strip()],
    }
    return {
        "set_up": {
            "characters": {name: sum(map(len, several)) for name, several in texts.items()}, "titles": len(titles), "rounds": ROUNDS,
            "cores": 1, "fifty_pages_characters": write_long(long_file, texts["documents"]),
        },
        "demands": {name: sum(each.demand for text in several for each in understand(read_words(text))) for name, several in texts.items()},
        "characters_per_second": _rates(texts, ways),
        "accuracy": {
            name: {
                "ours": {"demand_f1": round(ours[name].demand.f1, 3), "kinds_macro_f1": round(ours[name].macro, 3)},
                "plain_jieba_tf_idf": accuracy(nearest, known),
            }
            for name, known in labelled.items()
        },
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False) + "\n")
