"""How often a name may be tried against a paper.

What one address may try of one code is less than what a code takes in all: no single stranger can use up a code's tries and
keep everybody else from comparing.
"""

from __future__ import annotations

from qingdan.village.certificates.tries import DAY, HOUR, Limit, Try, one_caller, take_back
from qingdan.village.certificates.tries import enter as counted

PER_CODE_AND_ADDRESS = ((HOUR, 5), (DAY, 10))
"""Wrong tries of one code from one address."""
PER_CODE = ((HOUR, 20), (DAY, 50))
"""Wrong tries of one code in all: five addresses' worth, and far from the 11,000 endings of a known name."""
PER_ADDRESS = ((HOUR, 20), (DAY, 60))
"""Wrong tries from one address: a service desk checks many papers, and seldom types wrongly."""
__all__ = ["enter", "take_back"]


def enter(code: str, address: str) -> Try:
    """Count a try before it is answered; raises ``TooManyTries``."""
    caller = one_caller(address)
    return counted(
        [
            Limit("code and address", f"{code}|{caller}", PER_CODE_AND_ADDRESS),
            Limit("code", code, PER_CODE),
            Limit("address", caller, PER_ADDRESS),
        ]
    )
