"""The two routers that the endpoints of this room hang on."""

from ninja import Router

router = Router(tags=["lists"])
items = Router(tags=["items"])
