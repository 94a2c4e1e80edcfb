"""The room's endpoints: dispatches to read and to send, feedback to read and to give."""

from qingdan.entry.dispatch.api import sending
from qingdan.entry.dispatch.api.dispatches import router as dispatches
from qingdan.entry.dispatch.api.feedback import feedback

__all__ = ["dispatches", "feedback", "sending"]
