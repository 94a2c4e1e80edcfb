"""Pages of the registration of existing burdens."""
