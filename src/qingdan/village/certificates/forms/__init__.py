"""Forms of the room: the counter, the acts on an application and a certificate, booking."""
