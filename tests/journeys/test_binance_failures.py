"""What may go wrong with Binance, on the loopback exchange; the rows are those of `docs/failure-model.md`."""

from contextlib import AsyncExitStack
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import Timeframe
from echotrade_desktop.engine.domain.messages import CommandRefused, Health, HealthChanged, StopMoveRefused
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.runtime import ScaledClock
from tests.binance_desk import engine_on, on_binance
from tests.servers.binance.venue import binance_exchange

STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TARGET
ORDER, ALGO = "POST /fapi/v1/order", "POST /fapi/v1/algoOrder"
SILENT = (Health.STALE, Health.DOWN)
BIG = {"position_size": Decimal("0.2"), "max_trade_share": Decimal(1)}


def accepted(desk):
    return [line["id"] for line in desk.venue.journal("accepted")]


def quick():
    """A clock ten times as fast, so that half a minute of patience is three seconds."""
    return ScaledClock(10)


# --- X3: no answer ---


@pytest.mark.parametrize("kind", ["drop after", "silent after", "status after"])
async def test_an_entry_whose_answer_is_lost_is_found_and_protected_and_never_sent_again(tmp_path, kind):
    async with on_binance(tmp_path, clock=quick()) as desk:
        desk.venue.fault(ORDER, kind, **({"status": 503} if kind == "status after" else {}))
        position = await desk.open("ETH LONG 3500 SL 3400")
        assert accepted(desk).count(f"{position.position_id}-e1") == 1
        assert any("Do not place it again" in sentence for sentence in desk.sentences())


@pytest.mark.parametrize("kind", ["drop before", "silent before"])
async def test_an_entry_that_never_arrived_is_given_up_after_half_a_minute_and_never_sent_again(tmp_path, kind):
    async with on_binance(tmp_path, clock=quick()) as desk:
        desk.venue.fault(ORDER, kind)
        queued = await desk.call("ETH LONG 3500 SL 3400")
        asked = desk.clock.monotonic()
        await desk.approve(queued)
        await desk.until(lambda: desk.book.signals[queued.signal.signal_id].status is SignalStatus.NOT_EXECUTED)
        assert desk.clock.monotonic() - asked >= 28
        assert desk.venue.faults.calls(ORDER) == 1
        assert accepted(desk) == []


async def test_an_entry_that_arrives_late_is_found_while_it_is_looked_for(tmp_path):
    async with on_binance(tmp_path, clock=quick(), answer_within=0.3) as desk:
        desk.venue.fault(ORDER, "slow order", seconds=7.0)
        position = await desk.open("ETH LONG 3500 SL 3400")
        assert desk.venue.faults.calls(ORDER) == 1
        assert any("Do not place it again" in sentence for sentence in desk.sentences())
        assert position.quantity > 0


async def test_an_entry_that_arrives_too_late_is_not_taken_any_more(tmp_path):
    """Every request carries how long it is good for: what has been given up cannot come to life."""
    async with on_binance(tmp_path, clock=quick(), answer_within=0.3) as desk:
        desk.venue.fault(ORDER, "slow order", seconds=20.0)
        queued = await desk.call("ETH LONG 3500 SL 3400")
        await desk.approve(queued)
        await desk.until(lambda: [line["code"] for line in desk.venue.journal("refused")] == [-1021])
        await desk.until(lambda: desk.book.signals[queued.signal.signal_id].status is SignalStatus.NOT_EXECUTED)
        assert accepted(desk) == []


# --- X4, X10: down, silent ---


async def test_an_hour_without_binance_is_some_seventy_attempts_and_it_is_back_at_once(tmp_path, caplog):
    """Everything that waits shares the attempts; the log stays short."""
    clock = ScaledClock(400)
    async with AsyncExitStack() as standing:
        venue = await standing.enter_async_context(binance_exchange(tmp_path, clock=clock, quotes_every=4))
        ports = (venue.ports["usdm"], venue.ports["spot"])
        async with engine_on(venue, tmp_path / "profile", clock=clock) as desk:
            attempts = []
            reach = desk.parts.market.line.reach
            failed = reach.failed
            reach.failed = lambda: (attempts.append(clock.monotonic()), failed())
            await standing.aclose()
            caplog.clear()
            began = clock.monotonic()
            await desk.until(lambda: clock.monotonic() - began > 3600)
            assert 30 <= len(attempts) <= 75, len(attempts)
            # The engine's own words are left out: at this pace the stalls of a busy machine look like sleep to it.
            assert sum(".adapters." in record.name for record in caplog.records) <= 200
            async with binance_exchange(
                tmp_path, journal=tmp_path / "again.jsonl", clock=clock, ports=ports, quotes_every=4
            ):
                await desk.until(lambda: not reach.failures)
                back = clock.monotonic()
                await desk.until(lambda: desk.parts.feed.age("BTC/USDT") < 1000)
                assert clock.monotonic() - back < 400 * 5  # five seconds of real time


async def test_a_silent_stream_is_stale_then_polled_and_nothing_is_entered_meanwhile(tmp_path):
    """F007, F008: greyed first, then the prices come by polling, and the screen can tell."""
    async with on_binance(tmp_path, live=False, clock=ScaledClock(4)) as desk:
        queued = await desk.call("BTC LONG 67500 SL 66000")
        desk.venue.streams("silent")
        desk.venue.fault("GET /fapi/v1/ticker/*", "status before", call=None)  # polling gets nothing either, at first
        await desk.until(lambda: [e for e in desk.events if isinstance(e, HealthChanged) and e.health in SILENT])
        await desk.until(lambda: desk.parts.desk.is_stale("BTC/USDT"))
        answer = await desk.approve(queued)
        assert isinstance(answer, CommandRefused)
        assert not desk.book.open_positions()
        desk.venue.clear_faults()
        await desk.until(lambda: not desk.parts.desk.is_stale("BTC/USDT"))
        await desk.until(lambda: desk.parts.feed.transport == "polling")
        polled = desk.venue.faults.calls("GET /fapi/v1/ticker/price")
        await desk.until(lambda: desk.venue.faults.calls("GET /fapi/v1/ticker/price") > polled + 2)
        desk.venue.streams("silent", on=False)
        await desk.until(lambda: desk.parts.feed.transport == "websocket")


async def test_streams_that_break_are_connected_again_without_double_subscriptions(tmp_path):
    """F009."""
    async with on_binance(tmp_path, live=False) as desk:
        before = len(desk.venue.market_streams.clients)
        desk.venue.streams("drop")
        await desk.until(lambda: all(s.up and s.connections == 2 for s in desk.parts.market.streams))
        assert len(desk.venue.market_streams.clients) == before
        assert all(len(set(c.streams)) == len(c.streams) for c in desk.venue.market_streams.clients)
        desk.venue.move("BTC/USDT", "67600")
        await desk.until(lambda: desk.parts.feed.get_current_price("BTC/USDT").price == 67600)


async def test_malformed_repeated_and_disordered_frames_harm_nothing(tmp_path):
    """X11: dropped and counted."""
    async with on_binance(tmp_path, live=False) as desk:
        desk.venue.streams("malformed", times=50)
        desk.venue.streams("repeated")
        desk.venue.streams("swapped")
        for price in ("67510", "67520", "67530", "67540"):
            desk.venue.move("BTC/USDT", price)
        desk.venue.streams("swapped", on=False)
        desk.venue.move("BTC/USDT", "67550")
        await desk.until(lambda: desk.parts.feed.get_current_price("BTC/USDT").price == 67550)
        assert desk.parts.market.quotes.drops


# --- X12: the clock ---


@pytest.mark.parametrize("skew", [1, -1, 45, -3600, 86_400, -86_400])
async def test_a_clock_that_is_off_changes_no_order_and_is_told(tmp_path, skew):
    async with binance_exchange(tmp_path, quotes_every=0.5) as venue:
        venue.skew(skew)
        async with engine_on(venue, tmp_path / "profile") as desk:
            await desk.open("BTC LONG 67500 SL 66000")
            assert any("clock" in sentence for sentence in desk.sentences()) == (abs(skew) > 30)


async def test_a_clock_that_jumps_while_trading_is_measured_anew(tmp_path):
    async with on_binance(tmp_path, clock=quick()) as desk:
        await desk.open("BTC LONG 67500 SL 66000")
        desk.venue.skew(120)
        queued = await desk.call("ETH LONG 3500 SL 3400")
        await desk.approve(queued)  # may be refused once: nothing was sent then
        position = await desk.open("ADA LONG 0.45 SL 0.44")
        assert desk.is_protected(position)


# --- X22, X23: stops ---


async def test_a_position_whose_stop_nobody_takes_is_closed_within_its_deadline(tmp_path):
    async with on_binance(tmp_path, clock=quick()) as desk:
        desk.venue.fault(ALGO, "status before", call=None, status=503)
        queued = await desk.call("ETH LONG 3500 SL 3400")
        await desk.approve(queued)
        await desk.until(desk.book.open_positions)
        opened = desk.clock.monotonic()
        await desk.until(lambda: not desk.book.open_positions())
        assert desk.clock.monotonic() - opened < 10
        assert not desk.venue.futures.account.open_holdings()


@pytest.mark.parametrize("kind", ["status before", "drop before"])
async def test_a_moved_stop_that_is_not_accepted_leaves_the_old_one(tmp_path, kind):
    async with on_binance(tmp_path, clock=quick()) as desk:
        position = await desk.open("ETH LONG 3500 SL 3400")
        (old,) = desk.working(position, STOP)
        desk.venue.fault(ALGO, kind, status=400, body={"code": -2021, "msg": "Order would immediately trigger."})
        answer = await desk.move_stop(position, "3450")
        assert isinstance(answer, StopMoveRefused)
        assert old.client_order_id in {algo.client_id for algo in desk.venue.futures.algos.open_algos()}


async def test_a_stop_cancelled_on_binances_site_is_placed_again_and_foreign_orders_stay(tmp_path):
    async with on_binance(tmp_path, clock=quick()) as desk:
        position = await desk.open("ETH LONG 3500 SL 3400")
        (stop,) = desk.working(position, STOP)
        hand = desk.venue.by_hand(
            "POST /fapi/v1/order", symbol="BTCUSDT", side="BUY", type="LIMIT", timeInForce="GTC", quantity="0.01",
            price="66000",
        )  # fmt: skip
        desk.venue.by_hand("DELETE /fapi/v1/algoOrder", clientAlgoId=stop.client_order_id)
        began = desk.clock.monotonic()
        await desk.until(lambda: [o for o in desk.working(position, STOP) if o.client_order_id != stop.client_order_id])
        assert desk.clock.monotonic() - began <= 60
        await desk.until(lambda: any("not EchoTrade's" in sentence for sentence in desk.sentences()))
        assert desk.venue.futures.book.find("BTCUSDT", hand["orderId"], None).is_open


async def test_a_position_closed_on_binances_site_is_closed_here_too(tmp_path):
    async with on_binance(tmp_path, clock=quick()) as desk:
        position = await desk.open("ETH LONG 3500 SL 3400")
        desk.venue.by_hand(
            "POST /fapi/v1/order", symbol="ETHUSDT", side="SELL", type="MARKET", quantity=str(position.quantity),
            reduceOnly="true",
        )  # fmt: skip
        await desk.until(lambda: not desk.position(position).is_open)
        assert desk.position(position).closed_by == "close"
        await desk.until(lambda: not desk.venue.futures.algos.open_algos())


async def test_a_liquidation_ends_the_position_here_too(tmp_path):
    async with on_binance(tmp_path, clock=quick(), max_leverage=20) as desk:
        position = await desk.open("ETH LONG 3500 SL 3400 lev 20x")
        desk.venue.fault(ALGO, "status before", call=None, status=503)
        for algo in list(desk.venue.futures.algos.open_algos()):
            desk.venue.by_hand("DELETE /fapi/v1/algoOrder", clientAlgoId=algo.client_id)
        desk.venue.move("ETH/USDT", "3000")
        await desk.until(lambda: not desk.position(position).is_open)
        assert desk.position(position).closed_by == "liquidation"


# --- X24, X25, X27: symbols, filters, slices ---


async def test_a_halted_symbol_takes_no_entry_and_the_others_go_on(tmp_path):
    async with on_binance(tmp_path) as desk:
        queued = await desk.call("ETH LONG 3500 SL 3400")
        desk.venue.halt("ETH/USDT")
        answer = await desk.approve(queued)
        ended = desk.book.signals[queued.signal.signal_id]
        assert isinstance(answer, CommandRefused) or ended.status is SignalStatus.NOT_EXECUTED
        assert accepted(desk) == []
        desk.venue.move("BTC/USDT", "67510")
        await desk.open("BTC LONG 67500 SL 66000")


@pytest.mark.parametrize("swapped", [False, True])
async def test_slices_told_twice_and_out_of_order_are_booked_once_and_the_stop_follows(tmp_path, swapped):
    async with on_binance(tmp_path, clock=quick(), **BIG) as desk:
        desk.venue.slices(4, 1.0)
        desk.venue.streams("repeated", "private")
        desk.venue.streams("swapped", "private", on=swapped)
        queued = await desk.call("BTC LONG 67500 SL 66000")
        await desk.approve(queued)
        await desk.until(desk.book.open_positions)
        (position,) = desk.book.open_positions()
        wanted = desk.book.orders[f"{position.position_id}-e1"].quantity
        await desk.until(lambda: desk.position(position).quantity == wanted)
        await desk.until(lambda: desk.is_protected(position))
        held = desk.venue.futures.account.holding("BTCUSDT").amount
        assert held == wanted
        await desk.until(lambda: [a.quantity for a in desk.venue.futures.algos.open_algos()] == [wanted])


# --- X28: limits ---


async def test_charts_stop_asking_before_binance_says_stop_and_stops_still_go_through(tmp_path):
    async with on_binance(tmp_path, **BIG) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        market, limits = desk.parts.market, desk.venue.gate.limits["usdm"]
        limits.weight_limit = market.line.budget.weight_limit = 300
        asked = [market.fetch_ohlcv("BTC/USDT", Timeframe.M1, 500) for _ in range(70)]
        with pytest.raises(MarketUnavailable, match="near what"):
            await one_by_one(asked)
        assert limits.most_used <= limits.weight_limit * 0.8
        assert limits.refused == 0
        await desk.move_stop(position, "66500")
        await desk.until(lambda: [o.trigger_price for o in desk.working(position, STOP)] == [Decimal(66500)])


async def test_a_ban_is_waited_out_in_silence_while_stops_rest_there(tmp_path):
    async with on_binance(tmp_path, clock=quick()) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        desk.venue.fault(
            "GET /fapi/v1/openOrders", "status before", status=418, body={"code": -1003, "msg": "Too many requests."},
            headers={"Retry-After": "60"},
        )  # fmt: skip
        await desk.until(lambda: desk.parts.market.line.budget.banned_for > 0)
        before = len(desk.venue.journal("call"))
        banned = desk.clock.monotonic()
        answer = await desk.close(position)
        assert isinstance(answer, CommandRefused)
        await desk.until(lambda: desk.clock.monotonic() - banned > 50)
        assert len(desk.venue.journal("call")) == before
        assert desk.venue.futures.algos.open_algos()
        await desk.until(lambda: desk.parts.market.line.budget.banned_for == 0)
        await desk.close(position)
        await desk.until(lambda: not desk.position(position).is_open)


# --- X45, X46: what is not ours; liquidation ---


async def test_a_symbol_with_a_foreign_position_is_refused_and_left_alone(tmp_path):
    async with on_binance(tmp_path) as desk:
        desk.venue.by_hand("POST /fapi/v1/order", symbol="ETHUSDT", side="BUY", type="MARKET", quantity="1")
        queued = await desk.call("ETH LONG 3500 SL 3400")
        await desk.approve(queued)
        ended = desk.book.signals[queued.signal.signal_id]
        assert ended.status is SignalStatus.NOT_EXECUTED
        assert "not EchoTrade's" in ended.reason
        assert desk.venue.futures.account.holding("ETHUSDT").amount == 1
        assert accepted(desk)[1:] == []


async def test_hedge_mode_is_left_for_one_way_mode_when_that_is_possible(tmp_path):
    async with on_binance(tmp_path) as desk:
        desk.venue.futures.account.hedged = True
        await desk.open("ETH LONG 3500 SL 3400")
        assert not desk.venue.futures.account.hedged


@pytest.mark.parametrize("leverage", [2, 5, 10, 20])
@pytest.mark.parametrize("stop", ["3430", "3300", "2900", "2000"])
async def test_a_stop_always_comes_before_liquidation(tmp_path, leverage, stop):
    """Blocked, or with less leverage: what is opened at Binance is liquidated beyond its stop."""
    async with on_binance(tmp_path, max_leverage=50) as desk:
        await desk.until(lambda: desk.parts.desk.instrument("ETH/USDT").max_leverage > 20)
        queued = await desk.call(f"ETH LONG 3500 SL {stop} lev {leverage}x")
        if queued.status is SignalStatus.BLOCKED:
            assert any(f"At {leverage}× the stop may be" in verdict.sentence for verdict in queued.blocking)
            return
        await desk.approve(queued)
        await desk.until(desk.book.open_positions)
        (position,) = desk.book.open_positions()
        await desk.until(lambda: desk.is_protected(position))
        account = desk.venue.futures.account
        assert account.liquidation_price(account.holding("ETHUSDT")) < Decimal(stop)
        assert desk.book.orders[f"{position.position_id}-e1"].status is OrderStatus.FILLED


async def one_by_one(works):
    """Await each; close the rest when one fails."""
    try:
        for work in works:
            await work
    finally:
        for work in works:
            work.close()
