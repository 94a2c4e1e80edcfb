"""The forms of the room: persons, what is asked for, what was pressed, seals themselves, filters."""
