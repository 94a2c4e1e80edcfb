"""What a village owes, to whom, until when."""
