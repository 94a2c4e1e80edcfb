"""Files of others taken apart into plain pieces, in a process of its own with limits; pure once they are pieces."""
