"""Certificates with other people, numbers and codes each time, so that nothing is answered from what was set before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from qingdan.village.certificates.paper.model import Paper

SEED = 20261126
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰"
_PAYLOAD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def papers(number: int, *, demo: bool = False) -> Iterator[Paper]:
    """So many pages of the usual length."""
    chance = random.Random(SEED)
    for serial in range(1, number + 1):
        name = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))
        other = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))
        digits = "".join(chance.choices("0123456789", k=12))
        yield Paper(
            number=f"120117103201-2026-{serial:04d}",
            title="居民在社区居住证明",
            paragraphs=(
                f"兹证明：{name}（公民身份号码120117{digits}），自2015年3月1日起实际居住在本社区{chance.randint(1, 30)}区"
                f"{chance.randint(1, 99)}号，房屋为自有住房，截至出具之日仍在该处居住。",
                f"{name}与{other}系夫妻关系，共同居住。上述情况经本村（社区）核对登记、走访邻居核实。",
                "本证明只用于办理电动自行车上牌，他用无效。",
            ),
            issuer="苗庄镇刘庄村村民委员会",
            issued_on=date(2026, 11, 26),
            valid_until=date(2027, 1, 24),
            code="7K3M-9XWQ-2T4B",
            check_url="https://qingdan.example.cn/v/",
            qr="https://qingdan.example.cn/v/7K3M9XWQ2T4B#" + "".join(chance.choices(_PAYLOAD, k=147)),
            demo=demo,
            names=(name, other),
        )
