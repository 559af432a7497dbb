"""`echotrade demo`: a tour through the real window on the simulated market, driven by mouse and keyboard.

The hand only uses what a person can: it waits for calls of the practice channel, approves and rejects them, drags a
stop, closes in part and whole, and switches a trader off. What it did is told by the ledger, not by the hand.
"""

import asyncio
import contextlib
import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from echotrade_desktop.app import Session, run_app
from echotrade_desktop.commands.demo_hand import Hand
from echotrade_desktop.commands.parts import complain
from echotrade_desktop.engine.compose import PAPER_DB
from echotrade_desktop.engine.domain.read import ApprovalRow, PositionRow
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.folders import open_profile
from echotrade_desktop.instance import acquire
from echotrade_desktop.settings import load, save
from echotrade_desktop.views.confirm import Question
from echotrade_desktop.views.position_buttons import ShareButtons

PRACTICE_SPEED = Decimal(8)
WANTED_SIGNALS, WANTED_FILLS, WANTED_CLOSED = 10, 5, 3
ROOM_FOR = 3  # positions at a time, so that the table stays easy to read
LEFT_OF_THE_PILLS = 240
LAST_STEPS_S = 6.0  # kept for the pictures of the end


def demo(chosen: Path | None, seconds: float, pictures: Path) -> int:
    """Play the tour and print what the ledger says about it, as one JSON object; 0 when the ledger agrees."""
    profile = chosen or pictures / "profile"
    if chosen is None and profile.exists():
        shutil.rmtree(profile)  # the tour's own, from the last time
    profile = open_profile(profile)
    settings, _ = load(profile)
    save(replace(settings, calls=replace(settings.calls, practice=True, practice_speed=PRACTICE_SPEED)), profile)
    for old in pictures.glob("[0-9][0-9]-*.png"):
        old.unlink()
    lock = acquire(profile)
    if lock is None:
        return complain(f"EchoTrade runs on the profile {profile} already; close it first.")
    told: dict[str, object] = {}
    with lock:
        code = run_app(profile, act=lambda session: Tour(session, pictures, seconds, told).play())
    told["ledger_ok"] = _ledger_agrees(profile)
    print(json.dumps(told))
    return code if told["ledger_ok"] else 1


def _ledger_agrees(profile: Path) -> bool:
    return verify(profile / PAPER_DB).ok


class Tour:
    """The steps of the tour, in order; each waits for what it needs and goes on without it when it does not come."""

    def __init__(self, session: Session, pictures: Path, seconds: float, told: dict[str, object]) -> None:
        self._session = session
        self._window = session.window
        self._hand = Hand(session.window, pictures)
        self._seconds = seconds
        self._told = told
        self._began = 0.0

    async def play(self) -> None:
        """Play everything, then count."""
        self._began = asyncio.get_running_loop().time()
        steps = (
            self._first_call,
            self._approve_with_a_look_at_why,
            self._drag_the_stop,
            self._reject_one,
            self._close_half_then_all,
            self._switch_a_trader_off,
            self._go_on,
            self._look_around,
        )
        for step in steps:
            await step()
        await self._session.parts.engine.settle()
        self._count()

    def _left(self) -> float:
        return self._seconds - (asyncio.get_running_loop().time() - self._began)

    def _queue(self, status: SignalStatus = SignalStatus.PENDING) -> list[ApprovalRow]:
        rows = self._session.parts.dashboard.pending_approvals()
        return [row for row in rows if row.queued.status is status]

    def _positions(self) -> tuple[PositionRow, ...]:
        return self._session.parts.dashboard.get_open_positions()

    # --- steps ---

    async def _first_call(self) -> None:
        await self._hand.until(self._queue, 30)
        await asyncio.sleep(0.8)
        self._hand.picture("a-call-arrives")

    async def _approve_with_a_look_at_why(self) -> None:
        queue = self._window.approvals
        await self._select(self._queue()[0])
        await self._hand.press(queue, Qt.Key.Key_W)
        await asyncio.sleep(0.4)
        self._hand.picture("why-it-passes")
        await self._hand.press(queue, Qt.Key.Key_W)
        await self._approve_selected()
        await self._hand.until(self._positions)
        await asyncio.sleep(0.8)
        self._hand.picture("a-protected-position")

    async def _select(self, row: ApprovalRow) -> bool:
        """Go to a card with the arrow keys, then wait until its buttons are armed."""
        panel, key = self._window.approvals, row.queued.signal.signal_id
        if not await self._hand.until(lambda: key in panel.shown, 3):
            return False
        panel.setFocus()
        for _ in range(len(panel.shown)):
            if key not in panel.shown or panel.selected not in panel.shown:
                return False
            way = panel.shown.index(key) - panel.shown.index(panel.selected)
            if way == 0:
                break
            await self._hand.press(panel, Qt.Key.Key_Down if way > 0 else Qt.Key.Key_Up)
        return await self._hand.until(lambda: key in panel.cards and panel.cards[key].armed, 3)

    async def _approve_selected(self) -> None:
        fills = len(self._session.parts.desk.book.fills)
        await self._hand.press(self._window.approvals, Qt.Key.Key_A)
        await self._hand.until(lambda: len(self._session.parts.desk.book.fills) > fills, 3)

    async def _drag_the_stop(self) -> None:
        """Take the stop's line and bring it half-way to the entry."""
        positions = self._positions()
        if not positions:
            return
        row = positions[0]
        self._window.open_symbol(row.symbol)
        chart = self._session.chart.view
        key = f"stop:{row.position_id}"
        if not await self._hand.until(lambda: chart.canvas.book.get(key) is not None, 5):
            return
        await asyncio.sleep(0.5)
        half_way = row.stop_loss + (row.entry_price - row.stop_loss) / 2
        start, end = (self._point(price) for price in (row.stop_loss, half_way))
        await self._hand.drag(chart.canvas.viewport(), start, end, lambda: self._hand.picture("dragging-the-stop"))
        await self._hand.until(lambda: self._stop_of(row.position_id) != row.stop_loss, 5)
        await asyncio.sleep(0.5)
        self._hand.picture("the-stop-has-moved")

    def _point(self, price: Decimal) -> QPoint:
        """Where a price is on the chart, in the empty part right of the newest candle."""
        view = self._session.chart.view.canvas.viewport_state
        return QPoint(int(view.width - LEFT_OF_THE_PILLS), round(view.y_of(float(price))))

    def _stop_of(self, position_id: str) -> Decimal | None:
        return next((row.stop_loss for row in self._positions() if row.position_id == position_id), None)

    async def _reject_one(self) -> None:
        if not await self._hand.until(self._queue, 20):
            return
        row = self._queue()[-1]
        if await self._select(row):
            await self._hand.press(self._window.approvals, Qt.Key.Key_R)
            await self._hand.until(lambda: row.queued.signal.signal_id not in self._waiting_ids(), 3)
            self._hand.picture("one-rejected")

    def _waiting_ids(self) -> set[str]:
        return {row.queued.signal.signal_id for row in self._session.parts.dashboard.pending_approvals()}

    async def _close_half_then_all(self) -> None:
        await self._fill_up(2)
        rows = [row for row in self._positions() if row.quantity >= row.instrument.lot * 2]
        if not rows:
            return
        row = rows[-1]
        await self._hand.until(lambda: self._buttons(row) is not None, 5)
        buttons = self._buttons(row)
        if buttons is not None:
            await self._hand.click(buttons.buttons[50])
            await self._hand.until(lambda: self._quantity(row.position_id) < row.quantity, 3)
            await asyncio.sleep(0.5)
            self._hand.picture("half-closed")
        await self._close(row.position_id, "asked-before-closing")
        self._hand.picture("closed")

    def _quantity(self, position_id: str) -> Decimal:
        return self._session.parts.desk.book.positions[position_id].quantity

    def _buttons(self, row: PositionRow) -> ShareButtons | None:
        shown = self._window.positions.table.findChildren(ShareButtons)
        return next((buttons for buttons in shown if buttons.position_id == row.position_id), None)

    async def _close(self, position_id: str, picture: str | None = None) -> None:
        row = next((row for row in self._positions() if row.position_id == position_id), None)
        if row is None or not await self._hand.until(lambda: self._buttons(row) is not None, 5):
            return
        buttons = self._buttons(row)
        if buttons is None:
            return
        await self._hand.click(buttons.close_button)
        if not await self._hand.until(lambda: self._question() is not None, 2):
            return
        if picture:
            await asyncio.sleep(0.3)
            self._hand.picture(picture)
        question = self._question()
        if question is not None:
            await self._hand.click(question.yes)
        await self._hand.until(lambda: not self._quantity(position_id), 3)

    def _question(self) -> Question | None:
        open_ones = [child for child in self._window.findChildren(Question) if child.isVisible()]
        return open_ones[-1] if open_ones else None

    async def _switch_a_trader_off(self) -> None:
        lines = self._window.traders.lines
        if not lines:
            return
        trader_id, line = next(iter(lines.items()))
        await self._hand.click(line.switch)
        book = self._session.parts.desk.book
        await self._hand.until(lambda: not book.traders[trader_id].enabled, 3)

        def blocked() -> list[ApprovalRow]:
            return [r for r in self._queue(SignalStatus.BLOCKED) if r.queued.signal.trader_id == trader_id]

        while self._left() > LAST_STEPS_S and not await self._hand.until(blocked, 1):
            await self._fill_up(ROOM_FOR, most=1)
        if blocked():
            await self._select(blocked()[0])
            await asyncio.sleep(0.4)
            self._hand.picture("a-call-of-a-trader-switched-off")
        await self._hand.click(line.switch)

    async def _fill_up(self, wanted: int, most: int = 5) -> None:
        """Approve what passes until that many positions are open, or nothing more waits."""
        for _ in range(most):
            if len(self._positions()) >= wanted or not await self._hand.until(self._queue, 6):
                return
            waiting = self._queue()
            if waiting and await self._select(waiting[0]):
                await self._approve_selected()

    async def _go_on(self) -> None:
        """Trade on until there is enough to show."""
        book = self._session.parts.desk.book
        while self._left() > LAST_STEPS_S:
            closed = len(book.closed_positions())
            if len(book.signals) >= WANTED_SIGNALS and len(book.fills) >= WANTED_FILLS and closed >= WANTED_CLOSED:
                return
            await self._fill_up(ROOM_FOR, most=1)
            if closed < WANTED_CLOSED and len(self._positions()) >= 2:
                await self._close(self._positions()[0].position_id)
            await asyncio.sleep(0.2)

    async def _look_around(self) -> None:
        window = self._window
        for number, name in ((1, "history"), (2, "signals"), (3, "portfolio"), (0, "positions")):
            with contextlib.suppress(IndexError):
                window.go_to_tab(number)
                await asyncio.sleep(0.3)
                self._hand.picture(name)

    def _count(self) -> None:
        book = self._session.parts.desk.book
        signals = list(book.signals.values())
        metrics = self._session.parts.dashboard.get_portfolio_metrics()
        self._told.update(
            signals=len(signals),
            approved=sum(1 for queued in signals if queued.position_id is not None),
            rejected=sum(1 for queued in signals if queued.status is SignalStatus.REJECTED),
            fills=len(book.fills),
            open_positions=len(book.open_positions()),
            closed_positions=len(book.closed_positions()),
            equity=str(metrics.equity.quantize(Decimal("0.01"))),
        )
