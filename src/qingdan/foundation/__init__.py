"""Floor 1: what everything stands on — audit, clock, bodies and divisions, documents, alerts, the shell."""
