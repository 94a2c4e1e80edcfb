"""Doing a thing once, however often it is asked for: a repeated request gets the first answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from qingdan.foundation.audit.chain import keyed_digest
from qingdan.foundation.audit.keys import digest_key
from qingdan.foundation.jobs.models import FirstAnswer
from qingdan.foundation.orgs.models import Account

LONGEST_KEY = 200


class BadKey(ValueError):
    """A key that cannot be used, or that stood for another request; the message is Chinese and says what to do."""


@transaction.atomic
def once(
    *, actor: Account, key: str, purpose: str, act: Callable[[], dict[str, Any]], asked: object = None
) -> tuple[dict[str, Any], bool]:
    """Do ``act`` unless this account did it before under this key; its answer, and whether it was done just now.

    ``purpose`` keeps the keys of different acts apart. ``asked`` is what was asked for, as plain JSON: the same key
    with something else raises :class:`BadKey`. Everything stands in the caller's transaction: where ``act`` fails
    nothing is kept, so the key is free; who comes second at the same moment waits for the first and gets its answer.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise BadKey(f"防重编号要是 1 到 {LONGEST_KEY} 个能看见的字符，例如一个 UUID。")
    digest = _digest(asked)
    kept, fresh = FirstAnswer.objects.get_or_create(
        actor=actor, purpose=purpose, key=key, defaults={"asked": digest, "answer": {}}
    )
    if not fresh:
        if kept.asked != digest:
            raise BadKey("这个防重编号已经用在另一个内容不同的请求上，请换一个新的编号。")
        return dict(kept.answer), False
    kept.answer = json.loads(json.dumps(act(), cls=DjangoJSONEncoder))
    kept.save(update_fields=["answer"])
    return dict(kept.answer), True


def _digest(asked: object) -> str:
    """A keyed digest: what was asked for may hold personal data, which nobody shall try out."""
    return keyed_digest(digest_key(), json.dumps(asked, cls=DjangoJSONEncoder, sort_keys=True))
