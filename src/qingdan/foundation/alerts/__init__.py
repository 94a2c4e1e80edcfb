"""Messages inside the application."""
