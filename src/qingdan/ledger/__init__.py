"""The one ledger: leads that a person confirms into findings, and their rectification."""
