"""Burden in minutes and hours (测算值): what a demand costs villages, by the Standard Cost Model."""
