"""Reading: from a file or pasted words to a paper with its parts (``files``), secrecy first."""

from qingdan.entry.screening.reading.files import read_files, read_paper, read_words
from qingdan.entry.screening.reading.refusals import Marked, Refused

__all__ = ["Marked", "Refused", "read_files", "read_paper", "read_words"]
