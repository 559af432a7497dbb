"""A call with real orders, from the dialog that arms them to the last fill, by hand in the real window.

The exchange is the loopback Binance, the way to it the app's own through the real ccxt; what is believed of it in the
end is its journal on disk.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from echotrade_desktop.app import Session
from echotrade_desktop.engine.domain.facts import FillRecorded
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.position import Position, ProtectionStatus
from echotrade_desktop.engine.runtime import SystemClock
from echotrade_desktop.engine.store.ledger import open_ledger
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.engine.trading.protection import cover
from echotrade_desktop.settings import ExchangeMarketName, save
from echotrade_desktop.stopping import Stop
from echotrade_desktop.views.confirm import Question
from echotrade_desktop.views.position_buttons import ShareButtons
from tests.servers.binance.venue import Venue, binance_exchange
from tests.views.stage import until
from tests.views.test_arming import Trader, settings_at

pytestmark = pytest.mark.usefixtures("quick_vault")

D = Decimal
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
STOP_KINDS = ("stop_market", "stop_loss")
ORDERS = {
    "usdm": ("POST /fapi/v1/order", "POST /fapi/v1/algoOrder"),
    "spot": ("POST /api/v3/order",),
}


class Hand(Trader):
    """Somebody who does everything with the mouse."""

    async def press_approve(self, signal_id: str) -> None:
        """Press the card's button, and again: the second press sends it."""
        panel = self.window.approvals
        await until(lambda: signal_id in panel.cards)
        panel.select(signal_id)
        card = panel.cards[signal_id]
        await until(lambda: card.armed and card.can_approve)
        self.press(card.approve_button)
        assert card.asking
        assert self.venue.journal("accepted") == []
        self.press(card.approve_button)

    async def drag_stop_half_way(self, position: Position) -> Decimal:
        """Take the stop's line on the chart and let it go half-way to the entry; return where it was let go."""
        canvas = self.session.chart.view.canvas
        state, key = canvas.viewport_state, f"stop:{position.position_id}"
        await until(lambda: canvas.book.get(key) is not None)
        await until(lambda: 0 < state.y_of(float(position.stop_loss)) < state.height)
        goal = (position.stop_loss + position.average_entry) / 2
        start, end = (QPoint(int(state.width - 240), round(state.y_of(float(p)))) for p in (position.stop_loss, goal))
        QTest.mouseMove(canvas.viewport(), start)
        QTest.mousePress(canvas.viewport(), LEFT, NO_KEY, start)
        for step in range(1, 9):
            QTest.mouseMove(canvas.viewport(), start + (end - start) * step / 8)
        held: Decimal = canvas.book.get(key).shown
        QTest.mouseRelease(canvas.viewport(), LEFT, NO_KEY, end)
        return held

    def row(self) -> ShareButtons:
        """The buttons of the one position."""
        (buttons,) = self.window.positions.findChildren(ShareButtons)
        return buttons

    def position(self) -> Position:
        (position,) = self.book.open_positions()
        return position

    def protected(self) -> bool:
        """Whether one position is open, one acknowledged stop covers it, and the table shows it so."""
        held, rows = self.book.open_positions(), self.window.positions.model.rows
        if len(held) != 1 or len(rows) != 1 or rows[0].version != held[0].version:
            return False
        if len(self.book.working(held[0].position_id, OrderPurpose.STOP)) != 1:
            return False
        return cover(held[0], self.book.orders_of(held[0].position_id)).status is ProtectionStatus.PROTECTED

    def stop_id(self) -> str:
        (stop,) = self.book.working(self.position().position_id, OrderPurpose.STOP)
        return str(stop.client_order_id)


@pytest.mark.parametrize("market", ["usdm", "spot"])
async def test_armed_approved_dragged_closed_in_part_and_whole_and_the_journal_agrees(tmp_path, qapp, market):
    """Each step by the window's own controls; the exchange's journal has each, signed, in the right order."""
    profile = tmp_path / "profile"
    async with binance_exchange(tmp_path, quotes_every=0.3) as venue:
        await trade_on(venue, profile, market)
    journal = venue.journal()
    assert all_signed(journal, ORDERS[market])
    ledger = profile / ("live.db" if market == "usdm" else "live-spot.db")
    assert verify(ledger).disagreements == ()
    booked, executed = await fills_in(ledger), fills_of(journal)
    assert [side for _, side, *_ in executed] == ["buy", "sell", "sell"]
    if market == "spot":  # the fee of a purchase is taken out of the coins: less is held than was bought
        booked, executed = booked[1:], executed[1:]
    assert booked == executed


async def trade_on(venue: Venue, profile: Path, market: str) -> None:
    profile.mkdir()
    settings = settings_at(profile, venue)
    exchange = replace(settings.exchange, market=ExchangeMarketName(market))
    if market == "spot":
        exchange = replace(exchange, rest_url=venue.spot_rest_url, ws_url=venue.spot_ws_url)
    settings = replace(settings, exchange=exchange)
    save(settings, profile)

    async def act(session: Session) -> None:
        await trade(Hand(session, venue))

    assert await Session(profile, settings, [], act).main(Stop()) == 0


async def trade(hand: Hand) -> None:
    venue = hand.venue
    await hand.prices()
    await hand.go_live()
    await until(lambda: len(hand.session.chart.view.canvas.series) > 50)
    price = hand.session.parts.dashboard.get_live_prices()["BTC/USDT"].price
    await hand.press_approve(await hand.call(f"BTC LONG {price} SL {price * 99 / 100:.1f}"))
    await until(hand.protected)
    first, position = hand.stop_id(), hand.position()
    assert accepted(venue, first)["trigger"] == str(position.stop_loss)
    assert D(accepted(venue, first)["quantity"]) == position.quantity

    held = await hand.drag_stop_half_way(position)
    await until(lambda: hand.protected() and hand.position().stop_loss == held)
    await until(lambda: first in ended(venue))
    second = hand.stop_id()
    assert D(accepted(venue, second)["trigger"]) == held
    if market_of(venue, second) == "usdm":  # on spot the coins are the old stop's until it is gone: decision 76
        order = [(line["event"], line.get("id")) for line in venue.journal("accepted", "ended")]
        assert order.index(("accepted", second)) < order.index(("ended", first))

    whole = hand.position().quantity
    hand.press(hand.row().buttons[50])
    await until(lambda: hand.book.open_positions()[0].quantity < whole)
    await until(hand.protected)
    hand.press(hand.row().close_button)
    (question,) = hand.window.findChildren(Question)
    hand.press(question.yes)
    await until(lambda: not hand.book.open_positions())
    await until(lambda: not resting(venue))


def accepted(venue: Venue, order_id: str) -> dict:
    """The journal's line of a stop; on spot it is laid in a piece, which says so after a point."""
    (line,) = [line for line in venue.journal("accepted") if line["id"].partition(".")[0] == order_id]
    assert line["kind"] in STOP_KINDS
    return line


def resting(venue: Venue) -> list:
    return [*venue.futures.algos.open_algos(), *venue.spot.book.open_orders()]


def ended(venue: Venue) -> set[str]:
    return {line["id"].partition(".")[0] for line in venue.journal("ended")}


def market_of(venue: Venue, order_id: str) -> str:
    return accepted(venue, order_id).get("market", "usdm")


def all_signed(journal: Iterable[dict], endpoints: tuple[str, ...]) -> bool:
    """Whether orders were placed at these endpoints, each with a signature that the exchange accepted."""
    calls = [line for line in journal if line["event"] == "call" and line["endpoint"] in endpoints]
    assert {line["endpoint"] for line in calls} == set(endpoints)
    return all(line["security"] == "signed" and "code" not in line for line in calls)


def fills_of(journal: Iterable[dict]) -> list[tuple]:
    """Trade, side, quantity and price of each execution, as the exchange wrote it down."""
    fills = [line for line in journal if line["event"] == "fill"]
    return [(line["trade"], line["side"], D(line["quantity"]), D(line["price"])) for line in fills]


async def fills_in(path: Path) -> list[tuple]:
    """The same, as the ledger has it."""
    ledger = open_ledger(path, clock=SystemClock())
    try:
        fills = [fact.fill for fact in await ledger.load() if isinstance(fact, FillRecorded)]
    finally:
        await ledger.close()
    return [(fill.trade_id.rpartition("-")[2], fill.side.value, fill.quantity, fill.price) for fill in fills]
