"""The lists' endpoints: what everybody reads, and what a token's account may change."""

from qingdan.register.lists.api import reading, writing
from qingdan.register.lists.api.routers import items, router

__all__ = ["items", "reading", "router", "writing"]
