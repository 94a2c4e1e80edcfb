"""Screenings, what they found, and what people corrected."""

from qingdan.entry.screening.models.corrections import Correction
from qingdan.entry.screening.models.opinions import OpinionState, SecondOpinion
from qingdan.entry.screening.models.screenings import FoundDemand, FoundState, Screening, Side

__all__ = ["Correction", "FoundDemand", "FoundState", "OpinionState", "Screening", "SecondOpinion", "Side"]
