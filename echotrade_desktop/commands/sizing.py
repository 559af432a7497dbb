"""`echotrade size`: how large a trade would be, with every factor."""

from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.commands.parts import OK
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import decimal_from
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.limits import GREATEST_MULTIPLIER, LEAST_MULTIPLIER, RiskLimits
from echotrade_desktop.engine.domain.signal import SourceKind
from echotrade_desktop.engine.trading.sizing import notional_of


@dataclass(frozen=True, slots=True)
class SizeArguments:
    """The words of `echotrade size`, as typed."""

    equity: str
    confidence: str
    source: str
    trader_multiplier: str
    global_multiplier: str


def size(arguments: SizeArguments) -> int:
    """Print the size of a trade and its factors."""
    limits = RiskLimits()
    equity = _within("--equity", arguments.equity, Decimal(0), Decimal(10**12))
    confidence = _within("--confidence", arguments.confidence, Decimal(0), Decimal(1))
    trader = _within("--trader-multiplier", arguments.trader_multiplier, LEAST_MULTIPLIER, GREATEST_MULTIPLIER)
    everyone = _within("--global-multiplier", arguments.global_multiplier, LEAST_MULTIPLIER, GREATEST_MULTIPLIER)
    weight = limits.source_weights[SourceKind(arguments.source)]
    uncapped = notional_of(equity, limits.position_size, confidence * weight, trader, everyone)
    capped = min(uncapped, equity * limits.max_trade_share)
    print(
        f"{words.money(equity)} equity × {words.percent(limits.position_size, 0)} base × {confidence} confidence × "
        f"{weight} {arguments.source} weight × {trader} trader × {everyone} all = {words.money(uncapped)}"
    )
    if capped < uncapped:
        print(f"capped at {words.percent(limits.max_trade_share, 0)} of equity: {words.money(capped)}")
    if capped < limits.min_trade:
        print(f"below your smallest trade of {words.money(limits.min_trade)}: not traded")
    print(f"size {capped.normalize():f}")
    return OK


def _within(name: str, text: str, least: Decimal, most: Decimal) -> Decimal:
    number = decimal_from(text)
    if not least <= number <= most:
        raise BadInput(f"{name} must lie between {least} and {most}, not {number}.")
    return number
