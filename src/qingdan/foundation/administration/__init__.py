"""Pages of accounts, bodies, divisions, calendar and audit; the rooms below keep models, services and queries."""
