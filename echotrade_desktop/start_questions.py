"""What is asked in the middle of the window while there is no engine: to unlock, try again, or start otherwise."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from echotrade_desktop.settings import MarketSourceName, Settings
from echotrade_desktop.views.translation import tr

if TYPE_CHECKING:
    from echotrade_desktop.live_desk import LiveDesk
    from echotrade_desktop.stopping import Stop
    from echotrade_desktop.views.main_window import MainWindow

Ways = tuple[tuple[str, str], ...]
LOCKED = "Live trading is armed, and its key is in a locked vault"
GOES_ON = (
    "What rests at the exchange goes on protecting your positions. Targets and everything else of live trading begin "
    "when the vault is open."
)


class StartQuestions:
    """Asks, and does what is answered. `use` takes other settings for the next engine."""

    def __init__(
        self,
        window: "Callable[[], MainWindow]",
        live: "LiveDesk",
        settings: Callable[[], Settings],
        use: Callable[[Settings], None],
    ) -> None:
        self._window, self._live, self._settings, self._use = window, live, settings, use

    async def take_up_live(self) -> None:
        """Go on with live trading that an earlier run had armed; a locked vault is unlocked first, or passed by."""
        problem = ""
        while not await self._live.take_up():
            ways = (("unlock", tr("Unlock")), ("paper", tr("Paper for now")))
            answer, passphrase = await self._ask(tr(LOCKED), tr(GOES_ON), ways, problem, passphrase=True)
            if answer == "paper":
                self._live.pass_by()
            else:
                problem = await self._live.problem_with(passphrase)

    async def again_after(self, sentence: str, stop: "Stop") -> bool:
        """Say why there is no engine; True when the user wants another attempt, False when the app is to end."""
        asked = asyncio.ensure_future(self._ask(tr("EchoTrade did not start trading"), sentence, self._ways()))
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait((asked, stopped), return_when=asyncio.FIRST_COMPLETED)
        for waiting in (asked, stopped):
            waiting.cancel()
        await asyncio.gather(asked, stopped, return_exceptions=True)
        if stop.requested:
            return False
        match asked.result()[0]:
            case "paper":
                self._live.pass_by()
            case "practice":
                before = self._settings()
                self._use(replace(before, market=replace(before.market, source=MarketSourceName.SIMULATED)))
        return True

    def _ways(self) -> Ways:
        again = ("again", tr("Try again"))
        if self._live.is_armed_on_disk():
            return (again, ("paper", tr("Paper for now")))
        if self._settings().market.source is not MarketSourceName.SIMULATED:
            return (again, ("practice", tr("Use the practice market")))
        return (again,)

    async def _ask(
        self, title: str, sentence: str, ways: Ways, problem: str = "", passphrase: bool = False
    ) -> tuple[str, str]:
        """Ask where there is no chart yet; return the way that was chosen, and the passphrase."""
        from echotrade_desktop.views.start_gate import StartGate  # noqa: PLC0415

        answer: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()
        gate = StartGate(title, sentence, ways, problem, passphrase)
        gate.chosen.connect(lambda way, typed: answer.set_result((way, typed)))  # only once
        self._window().set_chart(gate)
        try:
            return await answer
        finally:
            self._window().take_chart()
