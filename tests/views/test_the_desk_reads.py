"""What the real window shows is read from the real engine: its feed, its ledger, nothing in between."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.messages import ClosePosition, CommandRefused, ToggleTrader
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.views.position_buttons import ShareButtons
from tests.views.stage import ETH, Stage, play, until

D = Decimal


async def test_what_the_screen_reads_is_the_feed_that_runs(tmp_path, qapp):
    """F020 F021 R15: live prices and candles come from the feed the app started."""

    async def act(stage: Stage) -> None:
        stage.market.tick("ETH/USDT", "3210.55")
        await until(lambda: stage.bridge.query("tickers")["ETH/USDT"].price == D("3210.55"))
        await until(lambda: stage.window.ticker_bar.cells["ETH/USDT"].accessibleName().find("3,210.55") >= 0)
        candles = await stage.parts.dashboard.get_candlestick_data("ETH/USDT", "1h", 20)
        assert len(candles) == 20
        assert [candle.timestamp for candle in candles] == sorted(candle.timestamp for candle in candles)

    await play(tmp_path / "profile", act)


async def test_an_open_position_is_read_with_everything_a_row_shows(tmp_path, qapp):
    """F023: id, symbol, side, size, entry, stop, targets, result, time, trader, source."""

    async def act(stage: Stage) -> None:
        position = await stage.opened("BTC LONG 67500 SL 67200 TP 68000 68500")
        (row,) = stage.bridge.query("open_positions")
        assert (row.symbol, row.side, row.trader_name, row.source) == (
            "BTC/USDT",
            Side.LONG,
            "Harbour Calls",
            "telegram",
        )
        assert (row.quantity, row.entry_price, row.stop_loss) == (
            position.quantity,
            position.average_entry,
            D("67200"),
        )
        assert [target.price for target in row.take_profits] == [D(68000), D(68500)]
        assert row.protection is ProtectionStatus.PROTECTED
        bid = row.price
        fees = position.fees + bid * row.quantity * D("0.0005")
        assert row.unrealised_pnl == (bid - row.entry_price) * row.quantity - fees
        await until(lambda: len(stage.window.positions.model.rows) == 1)

    await play(tmp_path / "profile", act)


async def test_a_quarter_a_half_and_three_quarters_each_close_a_part_of_what_is_open_then(tmp_path, qapp):
    """F060 F061: by the buttons of the row, one after the other; stop and ledger follow."""

    async def act(stage: Stage) -> None:
        position = await stage.opened("ETH LONG 3200 SL 3180 TP 3300")
        book = stage.parts.desk.book
        for share, of_a_hundred in ((25, D("0.25")), (50, D("0.5")), (75, D("0.75"))):
            before = book.positions[position.position_id]
            await until(
                lambda seen=before: [row.quantity for row in stage.window.positions.model.rows] == [seen.quantity]
            )
            (cell,) = stage.window.positions.findChildren(ShareButtons)
            QTest.mouseClick(cell.buttons[share], Qt.MouseButton.LeftButton)
            left = before.quantity - ETH.quantity_down(before.quantity * of_a_hundred)
            await until(lambda left=left: book.positions[position.position_id].quantity == left)
            await stage.parts.engine.settle()
            (stop,) = book.working(position.position_id, OrderPurpose.STOP)
            assert stop.quantity == left
        assert len(stage.commands(ClosePosition)) == 3

    await play(tmp_path / "profile", act)
    assert verify(tmp_path / "profile" / "paper.db").ok


async def test_an_unknown_trader_cannot_be_switched(tmp_path, qapp):
    """F071: an unknown trader is an error and changes nothing."""

    async def act(stage: Stage) -> None:
        await stage.call("BTC LONG 67500 SL 67200")
        before = dict(stage.parts.desk.book.traders)
        stage.bridge.submit(ToggleTrader("telegram:404", enabled=False))
        await until(lambda: any(isinstance(event, CommandRefused) for event in stage.heard))
        assert stage.parts.desk.book.traders == before

    await play(tmp_path / "profile", act)


async def test_a_trader_switched_off_with_the_mouse_stays_off_after_a_restart(tmp_path, qapp):
    """F070 R18: the switch works from the next call on and is still off the next day."""
    profile = tmp_path / "profile"

    async def switch(stage: Stage) -> None:
        await stage.call("ETH LONG 3200 SL 3170")
        await until(lambda: "telegram:1" in stage.window.traders.lines)
        QTest.mouseClick(stage.window.traders.lines["telegram:1"].switch, Qt.MouseButton.LeftButton)
        await until(lambda: not stage.parts.desk.book.traders["telegram:1"].enabled)
        blocked = stage.parts.desk.book.signals[await stage.call("BTC LONG 67500 SL 67200")]
        assert blocked.status is SignalStatus.BLOCKED
        assert "Trader" in {verdict.rule for verdict in blocked.blocking}

    async def next_day(stage: Stage) -> None:
        stage.skip_messages(10)
        assert not stage.parts.desk.book.traders["telegram:1"].enabled
        again = stage.parts.desk.book.signals[await stage.call("BTC SHORT 67500 SL 67800")]
        assert "Trader" in {verdict.rule for verdict in again.blocking}

    await play(profile, switch)
    await play(profile, next_day)


async def test_a_pause_by_shortcut_lets_no_call_through_and_survives_a_restart(tmp_path, qapp):
    """F080 R19: fifty calls while paused are no order, and the next day entries are still paused."""
    profile = tmp_path / "profile"

    async def pause(stage: Stage) -> None:
        stage.window.activateWindow()
        await until(stage.window.isActiveWindow)
        QTest.keyClick(
            stage.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        await until(lambda: stage.parts.desk.book.paused is not None)
        for number in range(50):
            stage.receive(f"BTC LONG {67500 + number} SL 67200", sender=number + 1)
        await stage.parts.engine.settle()
        assert len(stage.parts.desk.book.signals) == 50
        assert stage.parts.desk.book.orders == {}

    async def next_day(stage: Stage) -> None:
        assert stage.parts.desk.book.paused is not None
        assert stage.bridge.query("portfolio").paused

    await play(profile, pause)
    await play(profile, next_day)


async def test_the_window_closes_with_everything_ended(tmp_path, qapp):
    """F117: closing the window ends every task and flushes; the fixtures look for what is left."""

    async def act(stage: Stage) -> None:
        await stage.opened()
        stage.window.close()

    stage = await play(tmp_path / "profile", act)
    assert not stage.window.isVisible()
