"""The last gate: a call that contradicts itself is refused with a reason, never repaired."""

from decimal import Decimal

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.signals.parser.catalogue import HIGH_PRICED
from echotrade_desktop.engine.signals.parser.numbers import is_consistent
from echotrade_desktop.engine.signals.parser.result import CallSignal, Level, Reason, Rejected

MAX_LEVERAGE = 125
MAX_DRIFT = Decimal("0.10")  # an entry further from a known market price was mistyped or is stale
_WHOLE_HUNDRED = Decimal(100)


def fault(signal: CallSignal, market_price: Decimal | None, reference: bool = False) -> Reason | None:
    """Return why a call cannot be meant as written, or None."""
    if signal.leverage is not None and not 1 <= signal.leverage <= MAX_LEVERAGE:
        return Reason.LEVERAGE_OUT_OF_RANGE
    prices = [level for level in _all(signal) if not level.is_percent]
    if any(level.value <= 0 for level in _all(signal)):
        return Reason.NON_POSITIVE_PRICE
    if _may_be_satoshi(signal, prices):
        return Reason.AMBIGUOUS_NUMBER
    wrong = _wrong_side(signal)
    if not is_consistent([level.value for level in prices]):
        return Reason.PRICE_OUT_OF_RANGE
    if wrong is not None:
        return wrong
    return _too_far(signal, market_price)


def _all(signal: CallSignal) -> list[Level]:
    stop = [signal.stop_loss] if signal.stop_loss is not None else []
    return [*signal.entries, *stop, *signal.take_profits]


def _wrong_side(signal: CallSignal) -> Reason | None:
    """A stop lies beyond all entries, a target beyond all on the other side."""
    sign = signal.side.sign
    entries = [level.value for level in signal.entries]
    targets = [level.value for level in signal.take_profits if not level.is_percent]
    stop = signal.stop_loss
    if stop is not None and not stop.is_percent:
        rivals = entries or targets
        if any((value - stop.value) * sign <= 0 for value in rivals):
            return Reason.SL_WRONG_SIDE
    if stop is not None and stop.is_percent and stop.value >= 100 and signal.side is Side.LONG:
        return Reason.PRICE_OUT_OF_RANGE
    if any((target - entry) * sign <= 0 for target in targets for entry in entries):
        return Reason.TP_WRONG_SIDE
    return None


def _may_be_satoshi(signal: CallSignal, prices: list[Level]) -> bool:
    """Whole hundreds for a coin that costs less, without a currency: dollars or satoshi, nobody can say."""
    base, _, quote = signal.symbol.partition("/")
    if quote != "USDT" or base in HIGH_PRICED or not prices:
        return False
    written_plainly = all(level.written.isdigit() for level in prices)
    return written_plainly and all(level.value >= _WHOLE_HUNDRED for level in prices)


def _too_far(signal: CallSignal, market_price: Decimal | None) -> Reason | None:
    if market_price is None or market_price <= 0:
        return None
    nearest = min((abs(level.value - market_price) for level in signal.entries), default=Decimal(0))
    return Reason.PRICE_OUT_OF_RANGE if nearest > MAX_DRIFT * market_price else None


SENTENCES: dict[Reason, str] = {
    Reason.SL_WRONG_SIDE: "The stop is on the winning side of the entry.",
    Reason.TP_WRONG_SIDE: "A target is on the losing side of the entry.",
    Reason.AMBIGUOUS_SIDE: "The message names both sides.",
    Reason.AMBIGUOUS_SYMBOL: "The message names more than one instrument.",
    Reason.AMBIGUOUS_NUMBER: "A number can be read in more than one way.",
    Reason.MISSING_SYMBOL: "The message names no instrument.",
    Reason.MISSING_SIDE: "No word says long or short.",
    Reason.MISSING_ENTRY: "The message gives neither an entry price nor a word for the market price.",
    Reason.NON_POSITIVE_PRICE: "A price is zero or negative.",
    Reason.INVALID_NUMBER: "A number cannot be read.",
    Reason.PRICE_OUT_OF_RANGE: "A price is too far from the others to be meant.",
    Reason.LEVERAGE_OUT_OF_RANGE: f"The leverage is not between 1 and {MAX_LEVERAGE}.",
    Reason.UNCLAIMED_NUMBER: "A number that looks like a price belongs to no label.",
    Reason.TOO_LONG: "The message is too long to be a call.",
    Reason.BIDI_CONTROL: "The message hides its reading order.",
    Reason.MULTIPLE_SIGNALS: "The message holds more than one call and they cannot be told apart.",
    Reason.UNKNOWN_SYMBOL: "The instrument is not one that is known.",
    Reason.NOT_A_SIGNAL: "The message is no call.",
    Reason.UNREADABLE: "The message cannot be read.",
}


def reject(reason: Reason) -> Rejected:
    """Return the refusal for a reason, with its sentence."""
    return Rejected(reason, SENTENCES[reason])
