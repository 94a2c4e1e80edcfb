"""Every change of the room: drafting, sending, arranging, delivering, feedback, emergencies."""
