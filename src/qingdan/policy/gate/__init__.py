"""The gate: the only place where "may this be asked of this village?" is answered.

Pure Python: it imports nothing of ours, no Django, no clock and no files.
The algorithm with a worked example stands in ``docs/gate.md``.
"""
