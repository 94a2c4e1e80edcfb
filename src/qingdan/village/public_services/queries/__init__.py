"""What is read of services, by subject."""
