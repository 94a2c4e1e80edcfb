"""What each sentence of a notice asks of a village organisation. Pure: text in, ``Understood`` out; no database, no clock."""

from qingdan.entry.screening.understanding.papers import understand, understand_text

__all__ = ["understand", "understand_text"]
