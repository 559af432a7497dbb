"""Signals and portfolio over the real engine: what happens is on the pages, and the journal reads back."""

from decimal import Decimal

from echotrade_desktop.engine import journal
from echotrade_desktop.engine.domain.commands import ClosePosition, RejectSignal
from echotrade_desktop.engine.domain.history import Became
from tests.views.stage import Stage, play, until

D = Decimal


async def test_messages_and_what_became_of_them_reach_the_page_by_themselves(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        page = stage.window.signals
        stage.window.tabs.choose(2)
        await until(lambda: page.stack.currentIndex() == 1)
        position = await stage.opened("BTC LONG 67500 SL 67200 TP 68000")
        await stage.call("good morning")
        await until(lambda: [row.became for row in page.model.rows] == [Became.NOISE, Became.TRADED])
        page.table.selectRow(1)
        assert page.detail.message.marked == ["BTC", "LONG", "67500", "67200", "68000"]
        stage.bridge.submit(ClosePosition(position.position_id))
        await until(lambda: page.model.rows[1].result is not None)
        await until(lambda: any("Closed, after fees" in row.told for row in page.detail.step_rows))

    await play(tmp_path / "profile", act)


async def test_what_was_not_traded_is_on_the_rules_page_and_the_journal_is_written(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        book, page = stage.parts.desk.book, stage.window.portfolio
        position = await stage.opened("BTC LONG 67500 SL 67200 TP 68000")
        stage.bridge.submit(ClosePosition(position.position_id))
        await until(book.closed_positions)
        signal_id = await stage.call("ETH LONG 3200 SL 3100 TP 3300")
        stage.bridge.submit(RejectSignal(signal_id, 1))
        await stage.parts.engine.settle()
        stage.market.tick("ETH/USDT", "3200")
        await until(lambda: signal_id in book.shadows and book.shadows[signal_id].entered)
        stage.market.tick("ETH/USDT", "3300")
        stage.window.tabs.choose(3)
        await until(lambda: [row.followed for row in page.rules.model.rows] == [1])
        assert page.rules.summary.text().startswith("Not trading 1 call cost $")
        page.export_to(str(tmp_path / "trades.csv"))
        await until(lambda: any("reads back the same" in kept.sentence for kept in stage.window.toasts.kept))
        assert journal.read(tmp_path / "trades.csv").fills == tuple(book.fills.values())
        page.export_to(str(tmp_path / "nowhere" / "trades.csv"))
        await until(lambda: any("Choose another place" in kept.sentence for kept in stage.window.toasts.kept))

    await play(tmp_path / "profile", act)
