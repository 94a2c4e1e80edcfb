"""A second opinion of a language model that runs on the organisation's own machines: off by default, never a ground."""
