"""What can be done in services, by subject: window, town, items, purchasing, community, booking."""
