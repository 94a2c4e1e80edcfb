"""What the five documents say of certificates, done by the services in a village of each place."""
