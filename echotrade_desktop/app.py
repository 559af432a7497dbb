"""The application: one window and one engine on one loop. The only file that sees both wings.

The window is shown before the engine, pyqtgraph and everything else heavy is imported.
"""

import asyncio
import logging
import os
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

os.environ["QT_API"] = "pyside6"  # another Qt binding on the machine must not be picked
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start a thread a core, for algebra that nobody does

from PySide6.QtWidgets import QApplication

from echotrade_desktop import collector
from echotrade_desktop.account_door import asks_of_account, reads_of_account
from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.messages import Notice, TelegramStateChanged
from echotrade_desktop.engine.heirlooms import heirlooms
from echotrade_desktop.engine.runtime import KEPT_EVENTS, SystemClock
from echotrade_desktop.engine_turns import EngineTurns
from echotrade_desktop.first_window import close_first_window
from echotrade_desktop.folders import open_profile
from echotrade_desktop.instance import HEADLESS, acquire, ask_first_to_raise, holder, listen_for_raise
from echotrade_desktop.lead_desk import LeadDesk
from echotrade_desktop.live_desk import LiveDesk
from echotrade_desktop.profile_desk import ProfileDesk
from echotrade_desktop.readiness import tell_ready
from echotrade_desktop.secrets import forbid_core_dumps, is_sealed
from echotrade_desktop.settings import LanguageName, MarketSourceName, Settings, load, update
from echotrade_desktop.start_questions import StartQuestions
from echotrade_desktop.vault_desk import VaultDesk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from echotrade_desktop.engine.compose import Recipe, Running
    from echotrade_desktop.stopping import Stop
    from echotrade_desktop.views.bridge import Bridge
    from echotrade_desktop.views.chart_desk import ChartDesk
    from echotrade_desktop.views.main_window import MainWindow

log = logging.getLogger(__name__)

APP_NAME = "EchoTrade"
LAYOUT_FILE = "layout.json"
LAG_EVERY_S = 1.0
CHART_FILE = "chart.json"
CHANGING = "EchoTrade is changing over."
DESKTOP_FILE = "echotrade-desktop"


def make_application() -> QApplication:
    """Return the Qt application, named and ready for windows."""
    app = QApplication.instance() or QApplication([APP_NAME])
    assert isinstance(app, QApplication)  # noqa: S101 - nobody else makes one
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName(DESKTOP_FILE)
    return app


def open_window(chosen: Path | None) -> int:
    """Open the window on a profile; a second start raises the first window."""
    profile = open_profile(chosen)
    lock = acquire(profile)
    if lock is None:
        return hand_over(profile)
    with lock:
        forbid_core_dumps()
        return run_app(profile)


def hand_over(profile: Path, show: "Callable[[str], None] | None" = None) -> int:
    """Let the window that holds the profile come to the front and return 0; say so and return 1 when there is none."""
    from echotrade_desktop.views.refusal import show_refusal

    app = make_application()
    if ask_first_to_raise(profile):
        del app
        return 0
    held = holder(profile)
    who = f"an engine without a screen (process {held.pid})" if held and held.kind == HEADLESS else "another program"
    sentence = (
        f"This profile is in use by {who}, so no window was opened: two would trade the same calls twice. "
        f"Stop that one first, or start with another --profile. The profile is {profile}."
    )
    log.warning(sentence)
    (show or show_refusal)(sentence)
    return 1


def run_app(profile: Path, act: "Callable[[Session], Awaitable[None]] | None" = None) -> int:
    """Run window and engine until closed. `act`, for the tour, drives the window and then the app ends."""
    from echotrade_desktop.logs import install, last_crash
    from echotrade_desktop.qt_messages import log_qt_messages

    crash = last_crash(profile)
    logs = install(profile)
    try:
        settings, notices = load(profile)
        scale_screen(settings)
        app = make_application()
        log_qt_messages()
        choose_language(settings)
        if crash is not None:
            notices = [
                *notices,
                "EchoTrade ended unexpectedly the last time. Your positions were restored from the ledger.",
            ]
        apply_appearance(settings)
        session = Session(profile, settings, notices, act)

        from echotrade_desktop.qt_loop import run

        return run(session.main, app)
    except EchoTradeError:
        raise
    except Exception:
        log.critical("a fault ended the app", exc_info=True)  # while there still is a log
        raise
    finally:
        logs.close()


def scale_screen(settings: Settings) -> None:
    """Let Qt draw everything larger or smaller; only before there is a QApplication. The user's own variable wins."""
    if settings.appearance.scale != 1:
        os.environ.setdefault("QT_SCALE_FACTOR", str(settings.appearance.scale))


def choose_language(settings: Settings) -> None:
    """Put the language and the way of writing numbers in force, before anything is written on the screen."""
    from echotrade_desktop.views.numerals import use_style
    from echotrade_desktop.views.translation import use_language

    use_style(settings.appearance.formats.value)
    chosen = settings.appearance.language
    use_language("" if chosen is LanguageName.SYSTEM else chosen.value)


def zone_of(settings: Settings) -> tzinfo | None:
    """Return the time zone of shown times; None for the computer's own."""
    return ZoneInfo(settings.appearance.zone) if settings.appearance.zone else None


def apply_appearance(settings: Settings) -> None:
    """Put look and language in force."""
    from echotrade_desktop.views.theme import set_theme

    set_theme(settings.appearance.theme.value, settings.appearance.colour_blind)


class Session:
    """One run of the app: window first, then the engine, and back in the opposite order."""

    def __init__(
        self,
        profile: Path,
        settings: Settings,
        notices: list[str],
        act: "Callable[[Session], Awaitable[None]] | None" = None,
    ) -> None:
        self.profile = profile
        self.settings = settings
        self.window: MainWindow
        self.bridge: Bridge
        self.chart: ChartDesk
        self.parts: Running
        self.own = ProfileDesk(profile, settings, self._take_saved)
        self._notices = list(notices)
        self._act = act
        self._turns: EngineTurns
        self._heirlooms: tuple[Fact, ...] = ()
        self.leads = LeadDesk(profile, lambda: self.settings, lambda: self.parts, self._use)
        self.live = LiveDesk(profile, lambda: self.settings, lambda: self.parts, self.change_over, self._use)
        self.secrets = VaultDesk(profile, self.live.vault_view, lambda: self.live.armed is not None)
        self._questions = StartQuestions(lambda: self.window, self.live, lambda: self.settings, self._use)

    async def main(self, stop: "Stop") -> int:
        """Show the window, start the engine, wait for the wish to end, stop everything."""
        from echotrade_desktop.views.bridge import Bridge
        from echotrade_desktop.views.main_window import MainWindow

        self.bridge = Bridge(SystemClock())
        self.window = MainWindow(self.bridge, layout_file=self.profile / LAYOUT_FILE, zone=zone_of(self.settings))
        self._take_settings(self.settings)
        self.window.close_asked.connect(lambda: stop.request("window closed"))
        self.window.show()
        QApplication.processEvents()  # painted before the rest is imported
        close_first_window()
        tell_ready()
        async with AsyncExitStack() as stack:
            stack.callback(self._close_window)
            server = listen_for_raise(self.profile, lambda: self.window.open_call(""))
            stack.callback(server.close)
            while True:
                try:
                    await self._run_engines(stop)
                except EchoTradeError as error:
                    if not await self._questions.again_after(str(error), stop):
                        return 1
                else:
                    return 0

    def restart(self, settings: Settings) -> "asyncio.Future[None]":
        """Stop the engine and start one from `settings` inside the open window.

        The future is done when the new one is on the screen. It raises `EchoTradeError`, which the user is told, when
        that one could not start: then the one before runs again. Nothing is saved here.
        """

        def change() -> "Callable[[], None]":
            before = self.settings
            self._use(settings)
            return lambda: self._use(before)

        return self.change_over(change)

    def change_over(self, change: "Callable[[], Callable[[], None]]") -> "asyncio.Future[None]":
        """Stop the engine, let `change` put in force what the next is made of, start that; see `restart`.

        `change` returns the way back, taken when the new engine cannot start.
        """
        turn = self._turns.ask(change)
        turn.add_done_callback(self._tell_of_turn)
        return turn

    async def _run_engines(self, stop: "Stop") -> None:
        """Keep an engine running until the app ends; a tour begins with the first and ends the app."""
        tour: asyncio.Future[None] | None = None

        async def run_one(began: asyncio.Event, leave: asyncio.Event) -> None:
            nonlocal tour
            async with AsyncExitStack() as stack:
                await self._start_engine(stack)
                began.set()
                if self._act is not None and tour is None:
                    tour = asyncio.ensure_future(self._act(self))
                    tour.add_done_callback(lambda _: stop.request("the tour is over"))
                await leave.wait()
                if not stop.requested:
                    self._heirlooms = heirlooms(self.parts.desk.book, SystemClock().now())
                    self.bridge.suspend(CHANGING)
                    self.window.leave("Changing over", "The window is filled again in a moment.")

        self._turns = EngineTurns(run_one)
        try:
            await self._turns.serve(stop)
        finally:
            if tour is not None:
                tour.cancel()
        if tour is not None:
            await asyncio.gather(tour)

    async def _start_engine(self, stack: AsyncExitStack) -> None:
        from echotrade_desktop.engine.compose import running

        await self._questions.take_up_live()
        asyncio.get_running_loop().call_soon(_import_the_chart)  # while the ledger is opened on its thread
        try:
            self.parts = await stack.enter_async_context(running(self.recipe()))
            self._connect(stack)
            self._watch_the_loop(stack)
        finally:
            collector.end_start()

    def _use(self, settings: Settings) -> None:
        self.own.settings = settings
        self._take_settings(settings)

    def _tell_of_turn(self, turn: "asyncio.Future[None]") -> None:
        from echotrade_desktop.views.toasts import Telling

        if not turn.cancelled() and (error := turn.exception()) is not None:
            self.window.tell(Telling(f"{error} Everything is as it was before.", "danger"))

    def recipe(self) -> "Recipe":
        """Return what the engine is made of."""
        from echotrade_desktop.commands.parts import recipe_of

        return recipe_of(self.profile, self.settings, self.live.armed, self._heirlooms, self.live.cash)

    def _connect(self, stack: AsyncExitStack) -> None:
        """Join window and engine."""
        from echotrade_desktop.rehearsal import Rehearsal
        from echotrade_desktop.views.bridge import Desk
        from echotrade_desktop.views.toasts import Telling

        parts, window = self.parts, self.window
        rehearsal = Rehearsal(parts)
        reads, asks = (
            {**reads_of(parts), **self.own.reads(), **self.live.reads(), **self.leads.reads(), **rehearsal.reads()},
            {
                **asks_of(parts),
                **self.own.asks(),
                **self.live.asks(),
                **self.secrets.asks(),
                **self.leads.asks(),
                **rehearsal.asks(),
            },
        )
        desk = Desk(parts.engine, reads, parts.dashboard, parts.supervisor.spawn, asks)
        self.bridge.attach(desk)
        stack.callback(parts.outbox.subscribe(self.own.on_event, prices=False))
        stack.callback(parts.outbox.subscribe(self.live.on_event, prices=False))
        stack.callback(parts.outbox.subscribe(self.bridge.publish))
        stack.callback(self.bridge.close)
        if parts.telegram is not None:
            tell = lambda state: self.bridge.publish(TelegramStateChanged(state))  # noqa: E731
            stack.callback(parts.telegram.subscribe(tell))
        self._place_chart(stack)
        window.start()
        for event in parts.outbox.recent(KEPT_EVENTS):
            if isinstance(event, Notice):  # told before there was anybody to hear it: what recovery found
                self.bridge.publish(event)
        while self._notices:
            window.tell(Telling(self._notices.pop(0), "warning"))
        if is_sealed(self.profile):
            parts.supervisor.spawn("vault", self._mention_locked_vault())
        if self._act is None:
            window.help.welcome()

    async def _mention_locked_vault(self) -> None:
        """What needs a secret waits for the passphrase: say so, and where to give it."""
        from echotrade_desktop.views.toasts import Telling

        if (await self.live.vault_view()).locked:
            told = "The vault is locked: Telegram and live trading wait for its passphrase."
            self.window.tell(Telling(told, "warning", show=self.window.open_connection))

    def _place_chart(self, stack: AsyncExitStack) -> None:
        """Put the chart in the middle, for as long as the engine runs; it comes late, pyqtgraph takes the longest."""
        from echotrade_desktop.views.chart_place import place_charts

        self.chart = place_charts(self.window, self.bridge, self.profile / CHART_FILE, zone_of(self.settings))
        stack.callback(self._remove_chart)

    def _remove_chart(self) -> None:
        """Take the chart away with everything that feeds it; another engine gets another."""
        from echotrade_desktop.views.volatility_note import VolatilityNote

        self.window.symbol_asked.disconnect()
        self.window.call_shown.disconnect()
        for note in self.window.findChildren(VolatilityNote):
            note.deleteLater()
        self.chart.deleteLater()
        self.window.take_chart()

    def _take_saved(self, settings: Settings) -> None:
        """Put saved settings in force; another market is another engine, or the old one when that cannot start."""
        before = self.settings
        if _market_in(settings) == _market_in(before) or self.live.armed is not None:
            self._take_settings(settings)
            return
        self._take_settings(_on_the_market_of(before, settings))

        def went(turn: "asyncio.Future[None]") -> None:
            if not turn.cancelled() and turn.exception() is not None:
                update(self.profile, lambda kept: _on_the_market_of(before, kept))

        self.restart(settings).add_done_callback(went)

    def _take_settings(self, settings: Settings) -> None:
        """Put in force what can be without a new start."""
        from echotrade_desktop.views.tray import NoticeOptions

        self.settings = settings
        apply_appearance(settings)
        said, zone = settings.notifications, settings.appearance.zone
        options = NoticeOptions(said.tray, said.sound, said.quiet_hours, zone, said.close_to_tray)
        self.window.set_notice_options(options)

    def _watch_the_loop(self, stack: AsyncExitStack) -> None:
        """Log whoever blocks the loop, and show how late it is."""
        from echotrade_desktop.engine.watchdog import Watchdog

        dog = stack.enter_context(Watchdog())
        self.parts.supervisor.start("watchdog", lambda: dog.keep_beating(asyncio.sleep))
        self.parts.supervisor.start("lag", self._show_lag)

    async def _show_lag(self) -> None:
        clock = SystemClock()
        while True:
            asked = clock.monotonic()
            await asyncio.sleep(LAG_EVERY_S)
            self.window.show_lag(max(0.0, clock.monotonic() - asked - LAG_EVERY_S) * 1000)

    def _close_window(self) -> None:
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()


def _import_the_chart() -> None:
    import echotrade_desktop.views.chart_place  # noqa: F401


def _market_in(settings: Settings) -> tuple[object, ...]:
    """Return what says which prices an engine runs on."""
    source = settings.market.source
    return (source,) if source is MarketSourceName.SIMULATED else (source, settings.exchange)


def _on_the_market_of(before: Settings, settings: Settings) -> Settings:
    """Return settings with the market that was before."""
    market = replace(settings.market, source=before.market.source)
    return replace(settings, market=market, exchange=before.exchange)


def reads_of(parts: "Running") -> "dict[str, Callable[..., object]]":
    """Return what the screen may ask, by name."""
    board = parts.dashboard
    return {
        "open_positions": board.get_open_positions,
        "closed_positions": board.closed_positions,
        "pending_approvals": board.pending_approvals,
        "pending_approval": board.pending_approval,
        "portfolio": board.get_portfolio_metrics,
        "equity_curve": parts.performance.equity_curve,
        "performance": parts.performance.performance,
        "signal_story": parts.history.story,
        "traders": board.traders,
        "signals": board.signals,
        "fill_marks": board.fill_marks,
        "instruments": board.instruments,
        "tickers": board.get_live_prices,
        "watched": board.watched,
        "health": board.health,
        "message_counts": board.message_counts,
        "limits": parts.limits.board.limits,
        "limits_check": parts.limits.board.check,
        "simulated": lambda: parts.market.simulated,
        "market_name": lambda: parts.market.name,
        **reads_of_account(parts.telegram),
    }


def asks_of(parts: "Running") -> "dict[str, Callable[..., Coroutine[Any, Any, Any]]]":
    """Return what the screen may ask that takes a moment, by name."""
    from echotrade_desktop.engine.journal import export

    channels = parts.engine.channels
    return {
        "channels": channels.rows,
        "channel": channels.view,
        "teach": channels.teach,
        "history": parts.history.page,
        "export_journal": lambda path: export(parts.ledger, Path(path)),
        **asks_of_account(parts.telegram),
    }
