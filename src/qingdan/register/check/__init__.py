"""The one question — may this be asked of this village, and why? — as pages, API and command ask it."""
