"""Reading the room: kinds of a place with their guides in force, guides and versions, publication, reviews."""

from qingdan.village.guides.queries.kinds import kind_at, kinds_at, kinds_known_at, service_guide

__all__ = ["kind_at", "kinds_at", "kinds_known_at", "service_guide"]
