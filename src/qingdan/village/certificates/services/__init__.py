"""Every change of the room: receiving, handling, issuing, handing over, explaining, coordinating, booking, erasing."""
