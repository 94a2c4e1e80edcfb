"""Every state change of screening: one function, one transaction, permission and audit inside."""
