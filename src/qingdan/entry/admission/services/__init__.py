"""Writing admission: every state change is one function, one transaction, with permission, procedure and audit."""
