"""Browsers of the demo's people, for the tests of this room's pages."""

from qingdan.foundation.orgs.tests.browsing import MOST_QUERIES, browser, page, person, queries, sheet

__all__ = ["MOST_QUERIES", "browser", "page", "person", "queries", "sheet"]
