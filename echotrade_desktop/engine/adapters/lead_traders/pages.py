"""Asks Binance's copy-trading pages. They are no official interface: any answer may be missing, late, or another."""

import json
import logging
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from echotrade_desktop.engine.adapters.late_imports import bring
from echotrade_desktop.engine.adapters.lead_traders.holdings import Holding, Key, holdings_of
from echotrade_desktop.engine.domain.amounts import decimal_from
from echotrade_desktop.engine.domain.errors import BadNumber, SourceUnavailable
from echotrade_desktop.engine.domain.leads import LeadCard

if TYPE_CHECKING:
    import aiohttp

log = logging.getLogger(__name__)

ROOT = "/bapi/futures/v1/friendly/future/copy-trade"
WELL = "000000"
ANSWER_WITHIN_S = 10.0
LARGEST_ANSWER = 5_000_000
LONGEST_NAME = 60
DISCOVERED = 20
_REFUSALS = {
    403: "Binance refuses these pages at the moment",
    429: "Binance asks for fewer questions",
    451: "Binance does not show these pages where you are",
}


class Busy(SourceUnavailable):
    """The service asks for patience; `seconds` is how much, when it says."""

    def __init__(self, sentence: str, seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class LeadPages:
    """The four pages, one question at a time. `close` lets go of the connections."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/") + ROOT
        self._http: aiohttp.ClientSession | None = None

    async def positions(self, portfolio: str) -> dict[Key, Holding] | None:
        """Return what a portfolio holds, None for an answer without any row. Raises `SourceUnavailable`."""
        rows = await self._get("/lead-data/positions", {"portfolioId": portfolio})
        if not isinstance(rows, list):
            raise SourceUnavailable("Binance answered about positions in a way EchoTrade cannot read.")
        try:
            return holdings_of(rows) if rows else None
        except ValueError as error:
            raise SourceUnavailable(
                f"Binance answered about positions in a way EchoTrade cannot read: {error}."
            ) from None

    async def card(self, portfolio: str) -> LeadCard:
        """Return who a portfolio is of, and whether its positions are shown. Raises `SourceUnavailable`."""
        found = await self._get("/lead-portfolio/detail", {"portfolioId": portfolio})
        if not isinstance(found, dict):
            raise SourceUnavailable("Binance knows no such portfolio.")
        shown = found.get("positionShow")
        return LeadCard(portfolio, _name(found), shown if isinstance(shown, bool) else None)

    async def closed_since(self, portfolio: str, since_ms: int) -> set[tuple[str, str]]:
        """Return symbol and side ("long", "short") of what was closed whole since then. Raises `SourceUnavailable`."""
        asked = {"portfolioId": portfolio, "pageNumber": 1, "pageSize": 50, "sort": "OPENING"}
        found = await self._post("/lead-portfolio/position-history", asked)
        rows = found.get("list") if isinstance(found, dict) else None
        closed: set[tuple[str, str]] = set()
        for row in rows if isinstance(rows, list) else ():
            at = row.get("closed") if isinstance(row, dict) else None
            if isinstance(at, int) and at >= since_ms and row.get("status") == "All Closed":
                closed.add((str(row.get("symbol")), str(row.get("side")).lower()))
        return closed

    async def discover(self, name: str = "") -> list[LeadCard]:
        """Return portfolios that Binance recommends, the best of thirty days first. Raises `SourceUnavailable`."""
        asked = {
            "pageNumber": 1, "pageSize": DISCOVERED, "timeRange": "30D", "dataType": "ROI", "order": "DESC",
            "nickname": name, "portfolioType": "PUBLIC", "favoriteOnly": False, "hideFull": False,
        }  # fmt: skip
        found = await self._post("/home-page/query-list", asked)
        rows = found.get("list") if isinstance(found, dict) else None
        if not isinstance(rows, list):
            raise SourceUnavailable("Binance answered about lead traders in a way EchoTrade cannot read.")
        return [card for row in rows if isinstance(row, dict) and (card := _card(row)) is not None]

    async def close(self) -> None:
        """Let go of connections."""
        http, self._http = self._http, None
        if http is not None:
            await http.close()

    async def _get(self, path: str, params: Mapping[str, str]) -> Any:
        return await self._ask("GET", path, params=params)

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._ask("POST", path, json=body)

    async def _ask(self, method: str, path: str, **what: Any) -> Any:
        await bring("aiohttp")
        import aiohttp

        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN_S))
        try:
            async with self._http.request(method, self._base + path, allow_redirects=False, **what) as answer:
                text = (await answer.content.read(LARGEST_ANSWER)).decode("utf-8", "replace")
                status, wait = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SourceUnavailable(
                f"Binance's lead traders did not answer ({type(error).__name__}); they are asked again."
            ) from None
        if status != 200:
            told = _REFUSALS.get(status, f"Binance's lead traders answered with {status}")
            raise Busy(f"{told}; EchoTrade asks less often.", float(wait) if wait.isdigit() else None)
        return _data_of(text)


def _data_of(text: str) -> Any:
    try:
        answer = json.loads(text, parse_float=str, parse_int=int)
    except (ValueError, RecursionError):
        raise SourceUnavailable("Binance sent a page in place of data; lead traders are asked again.") from None
    if not isinstance(answer, dict) or answer.get("code") != WELL:
        code = str(answer.get("code", "?"))[:12] if isinstance(answer, dict) else "?"
        log.info("lead traders: code %s", code)
        raise SourceUnavailable("Binance has no answer about this lead trader at the moment; it is asked again.")
    return answer.get("data")


def _card(row: Mapping[str, Any]) -> LeadCard | None:
    portfolio = str(row.get("leadPortfolioId") or "")
    if not portfolio.isdigit():
        return None
    roi, wins, down = (_number(row.get(name)) for name in ("roi", "winRate", "mdd"))
    return LeadCard(portfolio, _name(row), None, roi, wins, down)


def _name(row: Mapping[str, Any]) -> str:
    told = "".join(c for c in str(row.get("nickname") or "") if c.isprintable()).strip()
    return told[:LONGEST_NAME] or "Lead trader"


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else decimal_from(str(value))
    except BadNumber:
        return None
