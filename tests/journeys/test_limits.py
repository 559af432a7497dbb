"""Changing limits while calls wait, the loss limits, a maximum for a while, and both ways of sizing."""

from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain.commands import ChangeLimits, PauseEntries, SetMaxPositions
from echotrade_desktop.engine.domain.facts import LossLimitHit
from echotrade_desktop.engine.domain.limits import SizingMode
from echotrade_desktop.engine.domain.messages import (
    CommandDone,
    CommandRefused,
    EntriesPaused,
    LimitsChanged,
    MaxPositionsSet,
    SignalRescreened,
)
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.judge import judge
from echotrade_desktop.engine.limits_board import LimitsBoard
from echotrade_desktop.limits_file import LimitsFile
from echotrade_desktop.settings import load
from tests.desk import ADA, ANNA, BORIS, BTC, ETH, FRICTIONLESS, open_desk
from tests.oracle import check_books, check_protected

LONG = "BTC LONG 67500 SL 66000"


def with_file(desk, profile):
    desk.engine.controls.limits.keeper = LimitsFile(profile)
    return desk


async def change(desk, **limits):
    return await desk.do(ChangeLimits(tuple(limits.items())))


def blocked_by(desk, queued):
    return {verdict.rule for verdict in desk.signal(queued).blocking}


def sentence(desk, queued, rule):
    verdicts = judge(desk.desk, queued.signal).verdicts
    return next(f"{v.sentence} {v.flips_if}" for v in verdicts if v.rule == rule)


async def test_a_changed_limit_is_saved_in_force_and_the_queue_is_judged_by_it_at_once(tmp_path):
    """F083: no second passes between the change and the new verdict."""
    async with open_desk(tmp_path) as desk:
        with_file(desk, tmp_path)
        await desk.price(BTC, "67500")
        (call,) = await desk.call(LONG)
        assert desk.signal(call).status is SignalStatus.PENDING
        answer = await change(desk, min_confidence="0.85")
        assert isinstance(answer, LimitsChanged)
        assert [(c.name, c.was, c.now) for c in answer.changed] == [("Confidence", "0.6", "0.85")]
        assert desk.signal(call).status is SignalStatus.BLOCKED
        assert blocked_by(desk, call) == {"Confidence"}
        assert any(isinstance(event, SignalRescreened) for event in desk.events)
        assert load(tmp_path)[0].risk.min_confidence == Decimal("0.85")
        await change(desk, min_confidence="0.7")
        assert desk.signal(call).status is SignalStatus.PENDING


async def test_bad_values_are_refused_in_a_sentence_and_nothing_is_half_saved(tmp_path):
    async with open_desk(tmp_path) as desk:
        with_file(desk, tmp_path)
        await desk.call(LONG)
        for changes, told in (
            ({"max_positions": "3", "min_confidence": "abc"}, "Confidence must be from 0 to 1"),
            ({"trading_hours": "09:00-09:00"}, "must end at another time"),
            ({"whitelist": "BTC/USDT, DOGE/USDT"}, "cannot have DOGE/USDT: this market does not have it"),
            ({"only_traders": "Anna, Nobody"}, "cannot have Nobody: no call of theirs has been seen"),
        ):
            before = desk.desk.limits
            answer = await change(desk, **changes)
            assert isinstance(answer, CommandRefused)
            assert told in answer.reason
            assert desk.desk.limits == before
            assert not (tmp_path / "settings.toml").exists()


async def test_limits_that_are_so_already_are_answered_and_nothing_is_written(tmp_path):
    async with open_desk(tmp_path) as desk:
        with_file(desk, tmp_path)
        assert isinstance(await change(desk, max_positions="5"), CommandDone)
        assert not (tmp_path / "settings.toml").exists()


async def test_without_a_settings_file_limits_cannot_be_changed(tmp_path):
    async with open_desk(tmp_path) as desk:
        assert isinstance(await change(desk, max_positions="3"), CommandRefused)


async def test_a_disk_that_refuses_leaves_the_limits_in_force_as_they_were(tmp_path):
    async with open_desk(tmp_path) as desk:
        with_file(desk, tmp_path)
        (tmp_path / "settings.toml.draft").mkdir()
        answer = await change(desk, max_positions="3")
        assert isinstance(answer, CommandRefused)
        assert "could not be saved" in answer.reason
        assert desk.desk.limits.max_positions == 5


async def test_a_trader_can_be_chosen_by_name_and_is_kept_by_id(tmp_path):
    """F095."""
    async with open_desk(tmp_path) as desk:
        with_file(desk, tmp_path)
        await desk.price(BTC, "67500")
        (anna,) = await desk.call(LONG)
        (boris,) = await desk.call("BTC LONG 67510 SL 66000", sender=BORIS)
        await change(desk, only_traders="anna")
        assert desk.desk.limits.only_traders == {anna.signal.trader_id}
        assert blocked_by(desk, anna) == set()
        assert blocked_by(desk, boris) == {"Chosen traders"}


async def test_trading_hours_open_the_queue_by_themselves(tmp_path):
    """F098: the same call is blocked before nine and passes at nine; the clock of the desk stands at 9 UTC."""
    async with open_desk(tmp_path, signal_expiry=timedelta(hours=2)) as desk:
        with_file(desk, tmp_path)
        await desk.price(BTC, "67500")
        (call,) = await desk.call(LONG)
        await change(desk, zone="UTC", trading_hours="Mon-Fri 09:30-17:00")
        assert blocked_by(desk, call) == {"Trading hours"}
        assert sentence(desk, call, "Trading hours") == (
            "It is Mon 09:00 in UTC; you trade Mon–Fri 09:30–17:00. it is 09:30 or later"
        )
        await desk.beat(1799)
        assert blocked_by(desk, call) == {"Trading hours"}
        await desk.beat(1)
        assert desk.signal(call).status is SignalStatus.PENDING


async def test_a_blackout_blocks_and_ends_by_itself(tmp_path):
    """F099: a fixed period, once."""
    async with open_desk(tmp_path, signal_expiry=timedelta(hours=2)) as desk:
        with_file(desk, tmp_path)
        await desk.price(BTC, "67500")
        (call,) = await desk.call(LONG)
        await change(desk, zone="UTC", blackouts="2026-01-05 08:30 to 2026-01-05 09:10")
        assert blocked_by(desk, call) == {"Blackout"}
        await desk.beat(600)
        assert desk.signal(call).status is SignalStatus.PENDING


async def test_a_maximum_for_a_while_ends_by_itself_and_lowering_it_closes_nothing(tmp_path):
    """F082."""
    async with open_desk(tmp_path) as desk:
        await desk.price(ETH, "3200")
        first = await desk.open()
        second = await desk.open("ADA LONG 0.5 SL 0.48")
        (call,) = await desk.call("ETH LONG 3200 SL 3100")
        answer = await desk.do(SetMaxPositions(1, minutes=4))
        assert isinstance(answer, MaxPositionsSet)
        await desk.beat()
        assert blocked_by(desk, call) == {"Open positions"}
        assert all(desk.position(position).is_open for position in (first, second))
        await desk.beat(240)
        assert blocked_by(desk, call) == set()
        check_protected(desk)


async def test_a_maximum_for_a_while_survives_a_restart(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.do(SetMaxPositions(2, minutes=30))
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        assert desk.desk.limits_of(None).max_positions == 2
        assert isinstance(await desk.do(SetMaxPositions(None)), MaxPositionsSet)
        assert desk.desk.limits_of(None).max_positions == 5
        refused = await desk.do(SetMaxPositions(None))
        assert isinstance(refused, CommandRefused)


async def test_a_maximum_out_of_range_is_refused(tmp_path):
    async with open_desk(tmp_path) as desk:
        for command in (SetMaxPositions(0), SetMaxPositions(101), SetMaxPositions(3, minutes=0)):
            assert isinstance(await desk.do(command), CommandRefused)
        assert desk.desk.book.max_positions is None


async def losing(desk, price="65000"):
    """A long on BTC whose price has fallen, its stop far below."""
    position = await desk.open("BTC LONG 67500 SL 60000")
    await desk.price(BTC, price)
    await desk.beat()
    return position


SMALL_LOSS = {"max_daily_loss": Decimal("0.0001"), **FRICTIONLESS}


async def test_the_daily_loss_limit_halts_entries_until_the_next_day_and_keeps_positions(tmp_path):
    """F087: a recovery within the day does not open it again."""
    async with open_desk(tmp_path, **SMALL_LOSS) as desk:
        position = await losing(desk)
        await desk.price(ETH, "3200")
        (call,) = await desk.call("ETH LONG 3200 SL 3100")
        assert blocked_by(desk, call) == {"Loss today"}
        await desk.price(BTC, "67500")
        await desk.beat()
        assert blocked_by(desk, call) == {"Loss today"}
        assert sentence(desk, call, "Loss today").endswith("a new day begins, at 00:00 UTC")
        assert desk.position(position).is_open
        check_protected(desk)
        assert len([event for event in desk.events if isinstance(event, LossLimitHit)]) == 1
        clock = desk.clock
    clock.jump(16 * 3600)
    async with open_desk(tmp_path, clock=clock, prices={BTC: "67500", ETH: "3200"}, **SMALL_LOSS) as desk:
        await desk.beat()
        (call,) = await desk.call("ETH LONG 3200 SL 3100")
        assert blocked_by(desk, call) == set()


async def test_a_daily_halt_survives_a_restart_and_is_told_once(tmp_path):
    async with open_desk(tmp_path, **SMALL_LOSS) as desk:
        await losing(desk)
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock, prices={BTC: "67500", ETH: "3200"}, **SMALL_LOSS) as desk:
        await desk.beat()
        (call,) = await desk.call("ETH LONG 3200 SL 3100")
        assert blocked_by(desk, call) == {"Loss today"}
        assert not [event for event in desk.events if isinstance(event, LossLimitHit)]


async def test_a_raised_daily_limit_lets_entries_in_again(tmp_path):
    async with open_desk(tmp_path, **SMALL_LOSS) as desk:
        with_file(desk, tmp_path)
        await losing(desk)
        await desk.price(ETH, "3200")
        (call,) = await desk.call("ETH LONG 3200 SL 3100")
        await change(desk, max_daily_loss="5 %")
        assert blocked_by(desk, call) == set()


async def test_a_drawdown_halts_entries_and_closes_everything_if_the_user_chose_so(tmp_path):
    """F087: flatten is off unless chosen."""
    limits = {"max_drawdown": Decimal("0.0001"), "flatten_on_halt": True, **FRICTIONLESS}
    async with open_desk(tmp_path, **limits) as desk:
        other = await desk.open("ADA LONG 0.5 SL 0.48")
        position = await losing(desk)
        await desk.beat()
        assert not desk.position(position).is_open
        assert not desk.position(other).is_open
        assert any("Every position is closed at the market" in told for told in desk.sentences())
        await check_books(desk)


async def test_without_flatten_a_drawdown_leaves_positions_to_their_stops(tmp_path):
    async with open_desk(tmp_path, max_drawdown=Decimal("0.0001"), **FRICTIONLESS) as desk:
        position = await losing(desk)
        await desk.beat()
        assert desk.position(position).is_open
        assert any("Open positions keep their stops" in told for told in desk.sentences())


async def test_sized_by_risk_the_stop_loses_the_same_wherever_it_is(tmp_path):
    """F086: equity × risk / distance to the stop, under the same caps."""
    limits = {
        "sizing": SizingMode.RISK,
        "risk_per_trade": Decimal("0.001"),
        "max_trade_share": Decimal(1),
        **FRICTIONLESS,
    }
    async with open_desk(tmp_path, **limits) as desk:
        await desk.price(ADA, "0.5000")
        for text in ("ADA LONG 0.5 SL 0.48", "ADA LONG 0.5 SL 0.45"):
            (call,) = await desk.call(text, sender=ANNA if "48" in text else BORIS)
            sizing = judge(desk.desk, call.signal).sizing
            assert abs(sizing.risk - 10) < Decimal("0.1")
            assert sizing.stop_distance == 1 - call.signal.stop_loss / Decimal("0.5")
        capped = desk.desk.limits.__class__(sizing=SizingMode.RISK, risk_per_trade=Decimal("0.1"))
        desk.desk.limits = capped
        assert judge(desk.desk, call.signal).sizing.capped_by == "10\u2009% of equity a trade"


async def test_fifty_calls_while_paused_open_nothing_and_a_restart_is_still_paused(tmp_path):
    """F080."""
    async with open_desk(tmp_path) as desk:
        await desk.price(BTC, "67500")
        assert isinstance(await desk.do(PauseEntries()), EntriesPaused)
        for number in range(50):
            signals = await desk.call(f"BTC LONG {67400 + number} SL 66000", sender=(number, f"Trader {number}"))
            assert isinstance(await desk.approve(signals[0]), CommandRefused)
        assert desk.entries() == []
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        await desk.price(BTC, "67500")
        (call,) = await desk.call(LONG, sender=(99, "Late"))
        assert "Entries" in blocked_by(desk, call)
        assert isinstance(await desk.approve(call), CommandRefused)
        assert desk.entries() == []


async def test_a_change_says_before_it_is_made_which_of_the_last_calls_it_would_block(tmp_path):
    """F094, F096, F097: nothing is changed by asking."""
    async with open_desk(tmp_path) as desk:
        with_file(desk, tmp_path)
        board = LimitsBoard(desk.desk, desk.engine.controls.limits)
        await desk.price(BTC, "67500")
        await desk.price(ETH, "3200")
        await desk.call(LONG)
        await desk.call("ETH LONG 3200 SL 3100", sender=BORIS)
        before = desk.desk.limits

        def blocked(**changes):
            check = board.check(tuple(changes.items()))
            assert check.refusals == {}
            return {call.symbol: call.would_be_blocked_by for call in check.calls if call.would_be_blocked_by}

        assert blocked() == {}
        assert blocked(blacklist="ETH") == {ETH: ("Symbol",)}
        assert blocked(min_confidence="0.8") == {BTC: ("Confidence",), ETH: ("Confidence",)}
        assert blocked(size_min="500") == {BTC: ("Size range",), ETH: ("Size range",)}
        assert blocked(only_sources="binance") == {BTC: ("Source",), ETH: ("Source",)}
        assert blocked(only_traders="Anna") == {ETH: ("Chosen traders",)}
        assert blocked(zone="UTC", trading_hours="10:00-17:00") == {BTC: ("Trading hours",), ETH: ("Trading hours",)}
        check = board.check((("min_confidence", "abc"), ("blacklist", "BTC")))
        assert check.refusals == {"min_confidence": "must be from 0 to 1, not “abc”"}
        assert [call.would_be_blocked_by for call in check.calls] == [("Symbol",), ()]
        assert desk.desk.limits == before


async def test_the_board_shows_each_limit_and_how_much_of_it_is_used(tmp_path):
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        with_file(desk, tmp_path)
        await desk.open()
        view = LimitsBoard(desk.desk, desk.engine.controls.limits).limits()
        assert view.texts["position_size"] == "2 %"
        gauges = {gauge.name: gauge for gauge in view.gauges}
        assert (gauges["Open positions"].value, gauges["Open positions"].limit) == ("1", "5")
        assert gauges["Open positions"].used == Decimal("0.2")
        assert gauges["Exposure"].value == "$135.00"
        assert gauges["Drawdown"].limit == "$3,000"
        assert view.traders == (("telegram:1", "Anna"),)
