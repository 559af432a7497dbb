"""From what the parser read to a `TradingSignal` that can be judged: defaults, percent levels, the tick."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from echotrade_desktop.engine.domain.amounts import HUNDRED, ONE
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Instrument, Side, Ticker
from echotrade_desktop.engine.domain.signal import EntryKind, RawMessage, TradingSignal
from echotrade_desktop.engine.signals.parser.result import CallSignal, Entry, Level


@dataclass(frozen=True, slots=True)
class CallContext:
    """What a call needs beside its text."""

    message: RawMessage
    trader_id: str
    trader_name: str
    instrument: Instrument
    ticker: Ticker | None
    limits: RiskLimits


def signal_id_of(message: RawMessage, index: int) -> str:
    """Return an id that the same message version always gets."""
    key = f"{message.origin}:{message.chat_id}:{message.message_id}:{message.edit_version}:{index}"
    return "s" + sha256(key.encode()).hexdigest()[:12]


def build_signal(call: CallSignal, reading: Entry, index: int, context: CallContext) -> TradingSignal:
    """Return the signal a call amounts to; raise `BadInput` with the reason when it cannot be traded."""
    message, instrument = context.message, context.instrument
    price = _reference_price(call, context)
    stop = _stop(call, price, context)
    return TradingSignal(
        signal_id=signal_id_of(message, index),
        trader_id=context.trader_id,
        trader_name=context.trader_name,
        symbol=call.symbol,
        side=call.side,
        price=price,
        confidence=context.limits.call_confidence,
        timestamp=message.sent_at,
        received_at=message.received_at,
        source=message.source,
        origin=message.origin,
        stop_loss=instrument.stop_price(stop, call.side),
        stop_is_ours=call.stop_loss is None,
        entry_kind=call.order,
        entries=call.entry_prices,
        take_profits=tuple(
            instrument.target_price(_level(target, price, call.side, winning=True), call.side)
            for target in call.take_profits
        ),
        leverage=call.leverage,
        message=message.text,
        chat_id=message.chat_id,
        message_id=message.message_id,
        edit_version=message.edit_version,
        reading_confidence=reading.confidence,
        spans=reading.spans,
        unused_numbers=reading.unused_numbers,
        reading_notes=(*_of_the_ladder(call), *(note.sentence for note in reading.evidence if note.weight < 0)),
    )


def _of_the_ladder(call: CallSignal) -> tuple[str, ...]:
    """Say that a ladder is entered whole at its first level; see decision 0060."""
    levels = len(call.entry_prices)
    if call.order is not EntryKind.LADDER or levels < 2:
        return ()
    return (f"Of its {levels} entry levels only the first is traded, with the whole size.",)


def _reference_price(call: CallSignal, context: CallContext) -> Decimal:
    prices = call.entry_prices
    if not prices:
        if context.ticker is None:
            raise BadInput(f"There is no live price of {call.symbol} yet, and the call names none.")
        return context.ticker.entry_price(call.side)
    if call.order is EntryKind.RANGE:
        return (min(prices) + max(prices)) / 2
    return prices[0]


def _stop(call: CallSignal, price: Decimal, context: CallContext) -> Decimal:
    if call.stop_loss is not None:
        return _level(call.stop_loss, price, call.side, winning=False)
    return price * (ONE - context.limits.default_stop * call.side.sign)


def _level(level: Level, price: Decimal, side: Side, *, winning: bool) -> Decimal:
    """Return a level as a price; a percentage is a distance from `price`, on the winning or the losing side."""
    if not level.is_percent:
        return level.value
    direction = side.sign if winning else -side.sign
    return price * (ONE + level.value / HUNDRED * direction)
