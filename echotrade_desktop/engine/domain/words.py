"""How numbers are written in sentences: true minus, thousands separators, $ before, a thin space and % after."""

import math
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache

from echotrade_desktop.engine.domain.amounts import HUNDRED
from echotrade_desktop.engine.domain.market import Instrument

MINUS = "−"
THIN = "\u2009"
_ANY_LENGTH = Context(prec=100)  # a sentence about a number never fails for its size


@cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def number(value: Decimal, decimals: int) -> str:
    """Return `−1,234.50`."""
    rounded = value.quantize(_step(decimals), ROUND_HALF_EVEN, _ANY_LENGTH)
    return f"{MINUS if rounded < 0 else ''}{rounded.copy_abs():,f}"


def price(value: Decimal, instrument: Instrument) -> str:
    """Return a price with the instrument's own decimals."""
    return number(value, instrument.price_decimals)


def quantity(value: Decimal, instrument: Instrument) -> str:
    """Return a quantity with its coin: `0.007 BTC`."""
    return f"{number(value, instrument.quantity_decimals)} {instrument.base}"


def money(value: Decimal, decimals: int = 2) -> str:
    """Return `$10,214.35` or `−$43.90`."""
    text = number(value, decimals)
    return f"{MINUS}${text[1:]}" if text.startswith(MINUS) else f"${text}"


def exact(value: Decimal) -> str:
    """Return money to its last digit, with cents and without needless zeros: `$9,997.418716`, `$10,000.00`."""
    return money(value, max(2, -int(value.normalize(_ANY_LENGTH).as_tuple().exponent)))


def percent(share: Decimal, decimals: int = 2) -> str:
    """Return a share (0.005) as `0.50 %`."""
    return f"{number(share * HUNDRED, decimals)}{THIN}%"


def span(length: timedelta) -> str:
    """Return `48 s`, `10 min`, `3 h`; a begun second counts, so that 5.4 s does not read as within 5 s."""
    seconds = math.ceil(length.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h"


def apart(value: Decimal, limit: Decimal) -> tuple[str, str]:
    """Return two numbers with two decimals, or with as many as the limit has or as it takes to tell them apart."""
    for decimals in range(max(2, -int(limit.normalize().as_tuple().exponent)), 12):
        texts = number(value, decimals), number(limit, decimals)
        if value == limit or texts[0] != texts[1]:
            break
    return texts


def paused(reason: str | None) -> str:
    """Say why no entry is made, within a sentence: `entries are paused by you`, `…: the disk is full`."""
    if not reason:
        return "entries are paused"
    return f"entries are {reason}" if reason.startswith("paused") else f"entries are paused: {reason}"


def whose(name: str) -> str:
    """Return whose something is: `Boris'`, `Kestrel's`."""
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


def quoted(text: str, limit: int = 120) -> str:
    """Return words from outside on one line in quotation marks: no control characters, cut at `limit`."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"“{line if len(line) <= limit else line[: limit - 1] + '…'}”"
