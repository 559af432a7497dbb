"""What the screen may ask about Binance lead traders: find them, follow them, let them go."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from echotrade_desktop import settings as settings_file
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.leads import LeadCard, LeadRow, portfolio_id_of
from echotrade_desktop.settings import Settings

if TYPE_CHECKING:
    from echotrade_desktop.engine.adapters.lead_traders.pages import LeadPages
    from echotrade_desktop.engine.compose import Running

MOST_FOLLOWED = 20


class LeadDesk:
    """Joins the screen, the settings and the source that runs. `use` takes settings that were saved."""

    def __init__(
        self,
        profile: Path,
        settings: Callable[[], Settings],
        engine: Callable[[], "Running"],
        use: Callable[[Settings], None],
    ) -> None:
        self._profile, self._settings, self._engine, self._use = profile, settings, engine, use

    def reads(self) -> dict[str, Callable[..., Any]]:
        """Return what is answered at once."""
        return {"lead_portfolios": lambda: self._settings().lead_traders.portfolios, "lead_rows": self.rows}

    def asks(self) -> dict[str, Callable[..., Coroutine[Any, Any, Any]]]:
        """Return what takes a moment."""
        return {
            "lead_card": self.card,
            "lead_discover": self.discover,
            "lead_follow": self.follow,
            "lead_let_go": self.let_go,
        }

    def rows(self) -> tuple[LeadRow, ...]:
        """Say how the following of each goes."""
        leads = self._engine().leads
        return () if leads is None else leads.rows()

    async def card(self, text: str) -> LeadCard:
        """Return who a number or an address stands for. Raises `BadInput`, `SourceUnavailable`."""
        portfolio = portfolio_id_of(text)
        pages = self._pages()
        try:
            return await pages.card(portfolio)
        finally:
            await pages.close()

    async def discover(self, name: str = "") -> list[LeadCard]:
        """Return lead traders that Binance recommends. Raises `SourceUnavailable`."""
        pages = self._pages()
        try:
            return await pages.discover(name)
        finally:
            await pages.close()

    async def follow(self, portfolio: str) -> None:
        """Follow a portfolio from its next look on. Raises `CommandRejected`, `StoreUnavailable`."""
        followed = self._settings().lead_traders.portfolios
        if portfolio in followed:
            raise CommandRejected("You follow this lead trader already.")
        if len(followed) >= MOST_FOLLOWED:
            raise CommandRejected(f"At most {MOST_FOLLOWED} lead traders can be followed. Let one go first.")
        await self._choose((*followed, portfolio))

    async def let_go(self, portfolio: str) -> None:
        """Follow a portfolio no longer; open positions stay managed."""
        await self._choose(tuple(each for each in self._settings().lead_traders.portfolios if each != portfolio))

    async def _choose(self, portfolios: tuple[str, ...]) -> None:
        def changed(before: Settings) -> Settings:
            return replace(before, lead_traders=replace(before.lead_traders, portfolios=portfolios))

        await asyncio.to_thread(settings_file.update, self._profile, changed)
        self._use(changed(self._settings()))
        leads = self._engine().leads
        if leads is not None:
            leads.follow(portfolios)

    def _pages(self) -> "LeadPages":
        from echotrade_desktop.engine.adapters.lead_traders.pages import LeadPages  # noqa: PLC0415

        return LeadPages(self._settings().lead_traders.base_url)
