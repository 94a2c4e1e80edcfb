"""What an application for a new kind of certificate says beyond others, in words: for the case's page, its papers, its acts. Pure."""

from __future__ import annotations

from qingdan.entry.admission.models import Case
from qingdan.policy.packs.readable import PART_LABELS

_TESTS = ("unregulated", "useful", "verifiable")


def entry_tests(case: Case) -> str:
    """The answers to the entry tests as one sentence; empty where none was answered."""
    answers = [(PART_LABELS[name], getattr(case, name)) for name in _TESTS]
    return "；".join(f"{label}：{'是' if said else '否'}" for label, said in answers if said is not None)


def certificate_lines(case: Case) -> list[tuple[str, str]]:
    """Each label with its words; the words are empty where the application does not say it."""
    return [
        ("准入条件（申请单位的答复）", entry_tests(case)),
        (PART_LABELS["model_text"], case.model_text),
        (PART_LABELS["operating_rule"], case.operating_rule),
    ]
