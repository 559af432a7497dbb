"""Previews: what an edit would mean, from the same functions that carry it out. Nothing is changed."""

from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.approvals import edited
from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import HUNDRED, ZERO
from echotrade_desktop.engine.domain.commands import (
    Edit,
    Preview,
    PreviewClose,
    PreviewSignal,
    PreviewStop,
    PreviewTarget,
)
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.position import Position, TakeProfit
from echotrade_desktop.engine.judge import judge
from echotrade_desktop.engine.trading.checks import check_stop, check_targets, closing_quantity
from echotrade_desktop.engine.trading.portfolio import result_at
from echotrade_desktop.engine.trading.sizing import reward_to_risk


def preview(desk: Desk, edit: Edit) -> Preview:
    """Answer an edit. An unknown position or signal is a refusal, not an error."""
    match edit:
        case PreviewSignal():
            return _signal(desk, edit)
        case PreviewStop() | PreviewTarget() | PreviewClose():
            position = desk.book.positions.get(edit.position_id)
            if position is None or not position.is_open:
                return Preview(refusal="That position is closed already.")
            if isinstance(edit, PreviewStop):
                return _stop(desk, position, edit)
            if isinstance(edit, PreviewTarget):
                return _target(desk, position, edit)
            return _close(desk, position, edit)


def _stop(desk: Desk, position: Position, edit: PreviewStop) -> Preview:
    instrument = desk.instrument(position.symbol)
    price = instrument.stop_price(edit.price, position.side)
    check = check_stop(position, price, instrument, desk.ticker(position.symbol), desk.limits)
    first = next((target.price for target in position.take_profits if not target.hit), None)
    to_first = reward_to_risk(position.average_entry, price, first, position.side)
    answer = _at(desk, position, price, refusal=check.refusal, warning=check.warning, close_now=check.close_now)
    return replace(answer, r_multiple=to_first)


def _target(desk: Desk, position: Position, edit: PreviewTarget) -> Preview:
    instrument = desk.instrument(position.symbol)
    price = instrument.target_price(edit.price, position.side)
    alone = (TakeProfit(price, Decimal(1)),)
    refusal = check_targets(position, alone, instrument, desk.ticker(position.symbol))
    return _at(desk, position, price, refusal=refusal)


def _at(
    desk: Desk,
    position: Position,
    price: Decimal,
    *,
    refusal: str | None = None,
    warning: str | None = None,
    close_now: bool = False,
) -> Preview:
    """Return what closing everything at `price` would yield, also in units of the first risk."""
    ticker = desk.ticker(position.symbol)
    risk = abs(position.average_entry - (position.initial_stop or position.stop_loss))
    distance = (price - position.average_entry) * position.side.sign
    return Preview(
        price=price,
        quantity=position.quantity,
        notional=price * position.quantity,
        money=result_at(position, price, desk.limits.taker_fee),
        from_price=(price - ticker.price) / ticker.price * HUNDRED if ticker else None,
        r_multiple=distance / risk if risk > ZERO else None,
        side=position.side,
        refusal=refusal,
        warning=warning,
        close_now=close_now,
    )


def _close(desk: Desk, position: Position, edit: PreviewClose) -> Preview:
    instrument, ticker = desk.instrument(position.symbol), desk.ticker(position.symbol)
    answer = closing_quantity(position, edit.share, instrument, ticker)
    stale = "The price is stale: it closes at the next one." if desk.is_stale(position.symbol) else None
    warning = " ".join(filter(None, (answer.warning, stale))) or None
    price = ticker.exit_price(position.side) if ticker else None
    whole = result_at(position, price, desk.limits.taker_fee) if price else None
    return Preview(
        price=price,
        quantity=answer.quantity,
        notional=None if price is None else price * answer.quantity,
        money=None if whole is None else whole * answer.quantity / position.quantity,
        side=position.side,
        refusal=answer.refusal,
        warning=warning,
    )


def _signal(desk: Desk, edit: PreviewSignal) -> Preview:
    queued = desk.book.signals.get(edit.signal_id)
    if queued is None:
        return Preview(refusal="That call is not in the queue.")
    try:
        signal = edited(desk, queued.signal, edit)
    except CommandRejected as refusal:
        return Preview(refusal=str(refusal))
    judgement = judge(desk, signal)
    ticker = desk.ticker(signal.symbol)
    return Preview(
        price=signal.price,
        quantity=judgement.sizing.quantity,
        notional=judgement.sizing.notional,
        money=-judgement.sizing.risk,
        from_price=(signal.price - ticker.price) / ticker.price * HUNDRED if ticker else None,
        r_multiple=judgement.sizing.reward_to_risk,
        side=signal.side,
        queued=replace(
            queued,
            signal=signal,
            status=judgement.status,
            verdicts=judgement.verdicts,
            sizing=judgement.sizing,
            combined_confidence=judgement.consensus.combined,
            agreeing=judgement.consensus.agreeing,
        ),
        verdicts=judgement.verdicts,
        refusal=judgement.reason or None,
    )
