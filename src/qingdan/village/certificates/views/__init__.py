"""Pages of the room: counter, applications and acts, certificates, coordination, appointments."""
