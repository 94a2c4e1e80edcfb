"""The account that acts in a request, under the name by which the rooms know it."""

from qingdan.foundation.web.access import account_of as actor_of

__all__ = ["actor_of"]
