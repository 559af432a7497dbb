"""What a changed call offers whoever has traded it: never done by itself, a press away."""

from collections.abc import Iterable, Iterator

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.messages import Offer
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import QueuedSignal
from echotrade_desktop.engine.signals.parser.result import Action, CallSignal, Entry, Reading, Update


def offers_after_a_deletion(desk: Desk, called: Iterable[QueuedSignal]) -> tuple[Offer, ...]:
    """Its author stands by it no more: each position that came of it may be closed."""
    return tuple(Offer(position.position_id) for position in _open(desk, called))


def offers_after_an_edit(desk: Desk, called: Iterable[QueuedSignal], reading: Reading) -> tuple[Offer, ...]:
    """Return what the new words mean for the positions that came of the old ones."""
    return tuple(offer for position in _open(desk, called) for offer in _of_reading(desk, position, reading))


def _open(desk: Desk, called: Iterable[QueuedSignal]) -> list[Position]:
    found = (desk.book.positions.get(queued.position_id or "") for queued in called)
    return [position for position in found if position is not None and position.is_open]


def _of_reading(desk: Desk, position: Position, reading: Reading) -> Iterator[Offer]:
    match reading:
        case Entry(signals=(call,)) if call.symbol == position.symbol:
            yield from _of_call(desk, position, call)
        case Update(action=Action.CLOSE | Action.CANCEL, symbol=None | position.symbol):
            yield Offer(position.position_id)
        case Update(action=Action.BREAKEVEN, symbol=None | position.symbol):
            yield Offer(position.position_id, stop_loss=position.average_entry)
        case Update(action=Action.MOVE_STOP, symbol=None | position.symbol, price=price) if price is not None:
            yield Offer(position.position_id, stop_loss=price)


def _of_call(desk: Desk, position: Position, call: CallSignal) -> Iterator[Offer]:
    """Its levels, where they are others now and given as prices; a call that turned round is one to leave."""
    if call.side is not position.side:
        yield Offer(position.position_id)
        return
    instrument, stop = desk.instrument(position.symbol), call.stop_loss
    if stop is not None and not stop.is_percent:
        price = instrument.stop_price(stop.value, position.side)
        if price != position.stop_loss:
            yield Offer(position.position_id, stop_loss=price)
    if call.take_profits and not any(target.is_percent for target in call.take_profits):
        prices = tuple(instrument.target_price(target.value, position.side) for target in call.take_profits)
        if prices != tuple(target.price for target in position.take_profits):
            yield Offer(position.position_id, take_profits=prices)
