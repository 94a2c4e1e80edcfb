"""Services of the village: items, window, agency, appointments, what goes to the town."""
