"""A certificate on paper: plain text set on one A4 page as PDF/A-2b. Pure: no Django, no database."""
