"""Qingdan (清单): what may be asked of a village, and why."""

__version__ = "0.1.0"
