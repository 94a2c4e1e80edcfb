"""The pages of the room, by what a person does on them."""
