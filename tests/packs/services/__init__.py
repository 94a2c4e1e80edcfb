"""What the five documents say of services, done by the services of the room in a village of each place."""
