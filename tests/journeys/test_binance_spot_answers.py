"""Spot, with answers lost while a position is closed: its coins are sold once, and the user's own never.

Coins of the user's lie free beside the position's in each of these: without them Binance itself would refuse the second
sale. The loopback exchange executes whatever it is sent.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.messages import CommandRefused
from echotrade_desktop.engine.domain.order import OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.runtime import ScaledClock
from echotrade_desktop.engine.store.verify import verify
from tests.binance_desk import engine_on, on_binance
from tests.servers.binance.venue import binance_exchange
from tests.servers.exchange.core import Refusal

STOP, CLOSE = OrderPurpose.STOP, OrderPurpose.CLOSE
BIG = {"position_size": Decimal("0.2"), "max_trade_share": Decimal(1)}
CALL = "BTC LONG 67500 SL 66000"
PAIRED = "BTC LONG 67500 SL 66000 TP1 68000 TP2 69000"
TRADES = "GET /api/v3/myTrades"
ORDER, CANCEL, PAIR = "POST /api/v3/order", "DELETE /api/v3/order", "POST /api/v3/orderList/oco"
OWN = Decimal(1)  # of BTC, the user's
SPEED = 20
SPOT = {"market": "spot", "stale_after": timedelta(minutes=1), **BIG}
SILENT = {**SPOT, "answer_within": 1.0}  # so long is waited for what will never be said


def quick():
    """Half a minute of patience is a second and a half."""
    return ScaledClock(SPEED)


def sold(venue):
    fills = [line for line in venue.journal("fill") if line["side"] == "sell"]
    return sum((Decimal(fill["quantity"]) for fill in fills), Decimal(0))


def stopped(venue):
    """For how many coins stops rest."""
    orders = venue.spot.book.open_orders()
    return sum((order.quantity for order in orders if order.type == "STOP_LOSS"), Decimal(0))


def closes(desk, position):
    return [order for order in desk.book.orders_of(position.position_id) if order.purpose is CLOSE]


async def beside_own_coins(desk, call=CALL):
    """A position, with as many coins of the user's beside it as would let a second sale through."""
    desk.venue.spot_balance("BTC", OWN)
    position = await desk.open(call)
    targets = call.count("TP")
    await desk.until(
        lambda: len(desk.working(position, OrderPurpose.TARGET)) == targets and desk.is_protected(position)
    )
    await desk.until(lambda: stopped(desk.venue) == position.quantity)
    return desk.position(position)


class Heard:
    """What a broker tells."""

    def __init__(self):
        self.fills = []

    def filled(self, fill):
        self.fills.append(fill)

    def order_changed(self, order):
        pass


async def flat(desk, position):
    await desk.until(lambda: not desk.position(position).is_open)
    await desk.until(lambda: not desk.venue.spot.book.open_orders())
    await desk.until(lambda: all(order.ended for order in closes(desk, position)))


def assert_sold_once(venue, position):
    assert sold(venue) == position.quantity
    assert venue.spot.book.balances["BTC"] >= OWN


# --- the sale itself ---


async def in_doubt(desk, position):
    """Ask for a close that never arrives; return its order once the stop rests over all the coins again."""
    desk.venue.fault(ORDER, "drop before")
    await desk.close(position)
    await desk.until(lambda: desk.is_protected(position) and stopped(desk.venue) == position.quantity)
    (close,) = closes(desk, position)
    assert close.status is OrderStatus.UNKNOWN
    return close


def arrives_late(venue, order, **more):
    """Let an order that was under way all the time come to Binance."""
    asked = {"type": "MARKET", "newClientOrderId": order.client_order_id, **more}
    venue.by_hand(ORDER, symbol="BTCUSDT", side="SELL", quantity=str(order.quantity), **asked)


async def test_a_sale_that_never_arrived_is_sent_anew_after_half_a_minute_and_the_stop_rests_meanwhile(tmp_path):
    async with on_binance(tmp_path, clock=quick(), **SPOT) as desk:
        position = await beside_own_coins(desk, PAIRED)
        close = await in_doubt(desk, position)
        await flat(desk, position)
        gone, again = closes(desk, position)
        assert (gone.status, again.status) == (OrderStatus.REJECTED, OrderStatus.FILLED)
        assert (again.created_at - close.created_at).total_seconds() >= 30
        assert_sold_once(desk.venue, position)
    assert verify(tmp_path / "profile" / "paper.db").ok


@pytest.mark.parametrize("kind", ["drop after", "silent after", "empty"])
async def test_a_sale_whose_answer_is_lost_is_found_and_not_sent_again(tmp_path, kind):
    async with on_binance(tmp_path, **SILENT) as desk:
        position = await beside_own_coins(desk, PAIRED)
        desk.venue.fault(ORDER, kind)
        await desk.close(position)
        await flat(desk, position)
        assert len(closes(desk, position)) == 1
        assert_sold_once(desk.venue, position)


async def test_a_sale_that_arrives_late_is_the_only_one(tmp_path):
    async with on_binance(tmp_path, **SPOT) as desk:
        position = await beside_own_coins(desk, PAIRED)
        arrives_late(desk.venue, await in_doubt(desk, position))
        await flat(desk, position)
        assert len(closes(desk, position)) == 1
        assert_sold_once(desk.venue, position)


async def test_a_sale_that_never_arrived_is_sent_anew_at_once_where_its_coins_cannot_be_sold_twice(tmp_path):
    """The account has no other coins: whichever of the two comes second, Binance refuses."""
    async with on_binance(tmp_path, **SPOT) as desk:
        position = await desk.open(PAIRED)
        desk.venue.fault(ORDER, "drop before")
        await desk.close(position)
        await flat(desk, position)
        gone, again = closes(desk, position)
        assert (gone.status, again.status) == (OrderStatus.REJECTED, OrderStatus.FILLED)
        assert (again.created_at - gone.created_at).total_seconds() < 20
        with pytest.raises(Refusal):
            arrives_late(desk.venue, gone)
        assert sold(desk.venue) == position.quantity


@pytest.mark.parametrize("own", ["0", "1"])
async def test_a_share_that_never_arrived_is_not_sent_anew_at_once(tmp_path, own):
    """It could be sold twice: the rest of the position's coins are there."""
    async with on_binance(tmp_path, clock=quick(), **SPOT) as desk:
        position = await desk.open(PAIRED)
        desk.venue.spot_balance("BTC", desk.venue.spot.book.balances["BTC"] + Decimal(own))
        desk.venue.fault(ORDER, "drop before")
        await desk.close(position, "0.5")
        await desk.until(lambda: sold(desk.venue) > 0)
        gone, again = closes(desk, position)
        assert (again.created_at - gone.created_at).total_seconds() >= 30
        await desk.until(lambda: desk.position(position).quantity == position.quantity - gone.quantity)
        assert sold(desk.venue) == gone.quantity


async def test_no_stop_is_laid_over_coins_that_a_close_has_sold_unheard(tmp_path):
    """The stop would sell the user's own, or be refused, or take up the one that protects what is left."""
    async with on_binance(tmp_path, **SILENT) as desk:
        position = await beside_own_coins(desk)
        desk.venue.streams("lost", "spot api")
        desk.venue.fault(TRADES, "drop before", call=None)
        desk.venue.fault(ORDER, "silent after")
        await desk.close(position, "0.5")
        left = position.quantity - sold(desk.venue)
        assert desk.position(position).quantity > left > 0
        await desk.until(lambda: stopped(desk.venue) == left)
        laid = desk.venue.faults.calls(ORDER)
        await desk.move_stop(position, "66500")
        assert desk.venue.faults.calls(ORDER) > laid
        (stop,) = desk.working(position, STOP)
        assert not (await desk.broker.find(stop)).ended
        assert stopped(desk.venue) == left
        desk.venue.clear_faults()
        await desk.until(lambda: desk.position(position).quantity == left and desk.is_protected(position))
        assert stopped(desk.venue) == left


async def test_what_a_close_has_sold_is_told_when_it_is_looked_up(tmp_path):
    """The list of all executions needs an answer for each symbol; this may be all that is ever heard."""
    async with on_binance(tmp_path, **SPOT) as desk:
        position = await beside_own_coins(desk)
        desk.venue.streams("lost", "spot api")
        (stop,) = desk.working(position, STOP)
        close = replace(stop, client_order_id=f"{position.position_id}-c9", purpose=CLOSE, kind=OrderKind.MARKET)
        arrives_late(desk.venue, close)
        desk.broker.listen(heard := Heard())
        found = await desk.broker.find(close)
        assert found.status is OrderStatus.FILLED
        assert [(fill.client_order_id, fill.quantity) for fill in heard.fills] == [
            (close.client_order_id, position.quantity)
        ]


async def test_what_sold_its_coins_unheard_is_asked_for_when_a_stop_is_refused_for_want_of_them(tmp_path):
    """The user sold half by hand, and nobody told."""
    async with on_binance(tmp_path, clock=ScaledClock(4), **SPOT) as desk:
        position = await desk.open()
        desk.venue.streams("lost", "spot api")
        asked_before = desk.venue.faults.calls(TRADES)
        await desk.until(lambda: desk.venue.faults.calls(TRADES) > asked_before)
        (stop,) = desk.venue.spot.book.open_orders()
        desk.venue.by_hand(CANCEL, symbol="BTCUSDT", origClientOrderId=stop.client_id)
        half = desk.parts.desk.instrument("BTC/USDT").quantity_down(position.quantity / 2)
        desk.venue.by_hand(ORDER, symbol="BTCUSDT", side="SELL", type="MARKET", quantity=str(half))
        since = desk.clock.monotonic()
        await desk.move_stop(position, "66500")
        await desk.until(lambda: desk.position(position).quantity == position.quantity - half)
        await desk.until(lambda: desk.is_protected(position))
        assert stopped(desk.venue) == position.quantity - half
        assert desk.clock.monotonic() - since < 20


async def test_a_question_about_executions_that_nobody_answered_is_asked_again_soon(tmp_path):
    async with on_binance(tmp_path, clock=ScaledClock(4), **SPOT) as desk:
        await desk.open()
        asked = desk.clock.monotonic()
        desk.venue.fault(TRADES, "empty", times=3)
        desk.broker.stream.ask_soon()
        await desk.until(lambda: desk.venue.faults.struck.count((TRADES, "empty")) == 3)
        assert desk.clock.monotonic() - asked < 30


# --- taking up what ties its coins up ---


@pytest.mark.parametrize("kind", ["drop before", "drop after", "empty"])
async def test_nothing_is_sold_while_it_is_not_known_that_its_stop_was_taken_up(tmp_path, kind):
    """The user is told, its stop rests again at once, and the next close goes through."""
    async with on_binance(tmp_path, clock=quick(), **SILENT) as desk:
        position = await beside_own_coins(desk, PAIRED)
        desk.venue.fault(CANCEL, kind, times=3)
        refused = await desk.close(position)
        assert isinstance(refused, CommandRefused)
        assert "it was not sent" in refused.reason
        assert sold(desk.venue) == 0
        await desk.until(lambda: desk.is_protected(position) and stopped(desk.venue) == position.quantity)
        await desk.close(position)
        await flat(desk, position)
        assert_sold_once(desk.venue, position)


@pytest.mark.parametrize("kind", ["silent before", "silent after"])
async def test_a_sale_that_waited_for_its_stop_in_vain_is_known_not_to_have_been_sent(tmp_path, kind):
    """Nobody has to wait half a minute for an order that never left."""
    async with on_binance(tmp_path, clock=quick(), **SILENT) as desk:
        position = await beside_own_coins(desk)
        desk.venue.fault(CANCEL, kind)
        asked = desk.clock.monotonic()
        await desk.close(position)
        await flat(desk, position)
        assert desk.clock.monotonic() - asked < 28
        assert closes(desk, position)[0].status is OrderStatus.REJECTED
        assert_sold_once(desk.venue, position)


async def test_what_its_stop_has_sold_already_is_not_sold_again(tmp_path):
    """The stop fired and nobody has told yet: a sale at the market would take the user's own coins."""
    async with on_binance(tmp_path, **SILENT) as desk:
        position = await beside_own_coins(desk)
        desk.venue.streams("lost", "spot api")
        desk.venue.move("BTC/USDT", "65990")
        refused = await desk.close(position)
        assert isinstance(refused, CommandRefused)
        await flat(desk, position)
        assert_sold_once(desk.venue, position)


# --- laying anew what is left ---


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (CALL, "drop before"),
        (CALL, "silent after"),
        (PAIRED, "silent before"),
        (PAIRED, "drop after"),
        (PAIRED, "empty"),
    ],
)
async def test_the_rest_is_protected_again_when_the_answer_to_its_stop_is_lost(tmp_path, call, kind):
    async with on_binance(tmp_path, clock=quick(), **SILENT) as desk:
        position = await beside_own_coins(desk, call)
        if call == PAIRED:
            desk.venue.fault(PAIR, kind)
        else:
            desk.venue.fault(ORDER, kind, call=2)
        await desk.close(position, "0.5")
        await desk.until(lambda: desk.position(position).quantity < position.quantity)
        left = desk.position(position).quantity
        await desk.until(lambda: desk.is_protected(position) and stopped(desk.venue) == left)
        assert sold(desk.venue) == position.quantity - left
        await desk.until(lambda: all(order.ended for order in closes(desk, position)))
        assert [order.status for order in closes(desk, position)] == [OrderStatus.FILLED]
        await desk.close(position)
        await flat(desk, position)
        assert_sold_once(desk.venue, position)


async def test_a_stop_that_arrives_late_beside_the_new_one_is_cancelled_there(tmp_path):
    """Both rest, since the user's own coins are free: the second would sell those."""
    async with on_binance(tmp_path, clock=quick(), **SPOT) as desk:
        position = await beside_own_coins(desk)
        desk.venue.fault(ORDER, "drop before")
        await desk.move_stop(position, "66500")
        await desk.until(lambda: desk.is_protected(position) and stopped(desk.venue) == position.quantity)
        late = next(order for order in desk.book.orders_of(position.position_id) if order.trigger_price == 66500)
        assert late.status is OrderStatus.REJECTED
        piece = replace(late, client_order_id=f"{late.client_order_id}.1")
        arrives_late(desk.venue, piece, type="STOP_LOSS", stopPrice="66500")
        await desk.until(lambda: stopped(desk.venue) == position.quantity)
        assert desk.is_protected(position)
        assert sold(desk.venue) == 0


# --- the app ends in between ---


@pytest.mark.parametrize("kind", ["silent before", "silent after"])
async def test_a_start_after_a_sale_without_an_answer_sells_nothing_twice(tmp_path, kind):
    """The app ends while it waits: the ledger knows that a sale was sent, and no more."""
    async with binance_exchange(tmp_path, quotes_every=0.5) as venue:
        async with engine_on(venue, tmp_path / "profile", answer_within=30.0, **SPOT) as desk:
            position = await beside_own_coins(desk, PAIRED)
            before = venue.faults.calls(ORDER)
            venue.fault(ORDER, kind)
            desk.parts.engine.submit(desk.closing(position))
            await desk.until(lambda: venue.faults.calls(ORDER) > before)
        async with engine_on(venue, tmp_path / "profile", **SPOT) as desk:
            if kind == "silent before":
                await desk.until(lambda: desk.is_protected(position) and stopped(venue) == position.quantity)
                (close,) = closes(desk, position)
                assert close.status is OrderStatus.UNKNOWN
                arrives_late(venue, close)
            await flat(desk, position)
            assert_sold_once(venue, position)


async def test_a_start_lays_anew_what_rests_only_in_part(tmp_path):
    """The app ended between one pair and the next: the stop that the ledger has covers half of the coins."""
    clock = quick()
    async with binance_exchange(tmp_path, clock=clock, quotes_every=0.5) as venue:
        async with engine_on(venue, tmp_path / "profile", clock=clock, **SILENT) as desk:
            position = await beside_own_coins(desk, PAIRED)
        piece = next(order for order in venue.spot.book.open_orders() if order.type == "STOP_LOSS")
        venue.by_hand(CANCEL, symbol="BTCUSDT", origClientOrderId=piece.client_id)
        async with engine_on(venue, tmp_path / "profile", clock=clock, **SILENT) as desk:
            await desk.until(lambda: desk.is_protected(position) and stopped(venue) == position.quantity)
            await desk.close(position)
            await flat(desk, position)
            assert_sold_once(venue, position)
