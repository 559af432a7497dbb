"""What the commands share: the profile, its settings, its lock, and the engine's recipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from echotrade_desktop.engine.adapters.telegram import ServerAddress
from echotrade_desktop.engine.arming import Armed
from echotrade_desktop.engine.compose import PAPER_DB, Recipe
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.live import LiveAccount
from echotrade_desktop.engine.domain.ports import Clock, MarketSource
from echotrade_desktop.engine.runtime import SystemClock
from echotrade_desktop.engine.telegram_wiring import TelegramRecipe
from echotrade_desktop.folders import open_profile
from echotrade_desktop.instance import HEADLESS, acquire
from echotrade_desktop.late_vault import vault_of
from echotrade_desktop.limits_file import LimitsFile
from echotrade_desktop.resources import resource
from echotrade_desktop.settings import ExchangeMarketName, ExchangeMode, ExchangeName, MarketSourceName, Settings, load

if TYPE_CHECKING:
    from echotrade_desktop.engine.adapters.binance.connection import Connection
    from echotrade_desktop.engine.adapters.lead_traders.source import LeadTraders

OK, NO, WRONG = 0, 1, 2


def practice_script() -> str:
    """Return the text of the built-in practice channel."""
    return resource("practice", "channel.toml").read_text(encoding="utf-8")


def recipe_of(
    profile: Path,
    settings: Settings,
    armed: Armed | None = None,
    heirlooms: tuple[Fact, ...] = (),
    cash: Decimal | None = None,
) -> Recipe:
    """Return what an engine is made of for these settings; for an `armed` account, its market and nothing practised.

    `heirlooms` and `cash` are what a new ledger begins with.
    """
    clock = SystemClock()
    if armed is not None:
        settings = settings_of(armed.account, settings)
    return Recipe(
        profile=profile,
        clock=clock,
        ledger=ledger_of(settings) if armed is None else armed.account.ledger,
        live=armed,
        cash=None if armed is None else cash,
        heirlooms=heirlooms,
        leads=leads_of(profile, settings, clock),
        market=market_of(profile, settings, clock),
        limits=settings.risk,
        limits_keeper=LimitsFile(profile),
        seed=settings.market.seed,
        practice_script=practice_script() if settings.calls.practice and armed is None else None,
        practice_speed=float(settings.calls.practice_speed),
        telegram=telegram_of(profile, settings),
    )


def leads_of(profile: Path, settings: Settings, clock: Clock) -> "LeadTraders":
    """Return the source that follows the lead traders of the settings."""
    from echotrade_desktop.engine.adapters.lead_traders.pages import LeadPages
    from echotrade_desktop.engine.adapters.lead_traders.source import MEMORY_FILE, LeadTraders

    chosen = settings.lead_traders
    return LeadTraders(clock, LeadPages(chosen.base_url), profile / MEMORY_FILE, chosen.portfolios, chosen.interval)


def settings_of(account: LiveAccount, settings: Settings) -> Settings:
    """Return the settings with the market of a live account in place of the chosen one."""
    market, mode = ExchangeMarketName(account.market), ExchangeMode(account.mode)
    exchange = replace(settings.exchange, market=market, mode=mode, rest_url=account.rest_url, ws_url=account.ws_url)
    chosen = replace(settings.market, source=MarketSourceName.BINANCE)
    return replace(settings, exchange=exchange, market=chosen)


def ledger_of(settings: Settings) -> str:
    """Return the ledger's file for paper trading: each market has its own, for its prices are no other's."""
    if settings.market.source is MarketSourceName.SIMULATED:
        return PAPER_DB
    return _paper_ledger(settings.exchange.name, settings.exchange.mode, settings.exchange.market)


def _paper_ledger(exchange: ExchangeName, mode: ExchangeMode, market: ExchangeMarketName) -> str:
    """Return the file for paper trading on an exchange's prices, such as `paper-binance-spot.db`."""
    practice = "" if mode is ExchangeMode.REAL else mode.value
    kind = "" if market is ExchangeMarketName.USDM else market.value
    return "-".join(part for part in ("paper", exchange.value, practice, kind) if part) + ".db"


def ledgers_in(profile: Path) -> list[Path]:
    """Return every ledger of a profile; the practice market's is among them when there is no other."""
    found = sorted(path for kind in ("paper", "live") for path in profile.glob(f"{kind}*.db"))
    return found or [profile / PAPER_DB]


def ledger_words(file: str) -> str:
    """Say which money and which market a ledger's file is for; a file that is none of the known ones says its name."""
    return _ledger_names().get(file, file)


def _ledger_names() -> dict[str, str]:
    names = {PAPER_DB: "paper on the practice market"}
    for exchange, mode, market in product(ExchangeName, ExchangeMode, ExchangeMarketName):
        account = LiveAccount(market.value, mode.value)
        place = account.place if account.is_real else f"{account.place}, {mode.value}"
        names[_paper_ledger(exchange, mode, market)] = f"paper on the prices of {place}"
        names[account.ledger] = f"live on {account.words}"
    return names


def telegram_of(profile: Path, settings: Settings) -> TelegramRecipe:
    """Return where the user's Telegram session is kept, and which server is asked."""
    chosen = settings.telegram.server
    own = ServerAddress(chosen.dc_id, chosen.host, chosen.port, Path(chosen.public_key_file)) if chosen.host else None
    return TelegramRecipe(vault_of(profile), own)


def market_of(profile: Path, settings: Settings, clock: Clock) -> MarketSource | None:
    """Return the market that the settings name, None for the simulated one. Raises `BadInput` for a bad address."""
    if settings.market.source is not MarketSourceName.BINANCE:
        return None
    from echotrade_desktop.engine.adapters.binance.market import BinanceMarket

    connection = connection_of(settings)
    return BinanceMarket(connection, clock, profile / f"{connection.market}_{connection.mode}.json")


def connection_of(settings: Settings) -> "Connection":
    """Return where the exchange of the settings is. Raises `BadInput` for a bad address."""
    from echotrade_desktop.engine.adapters.binance.connection import BinanceMarketName, Connection, Mode

    chosen = settings.exchange
    market, mode = BinanceMarketName(chosen.market), Mode(chosen.mode)
    return Connection(market, mode, chosen.rest_url, chosen.ws_url)


def strict_settings(profile: Path) -> Settings:
    """Return the settings; a fault in them is `BadInput` here, where nobody could see a notice."""
    settings, notices = load(profile)
    if notices:
        raise BadInput(" ".join([*notices, "Nothing was started: mend settings.toml first."]))
    return settings


@contextmanager
def held_profile(chosen: Path | None, kind: str = HEADLESS) -> Iterator[Path]:
    """Open a profile folder and hold its lock; `BadInput` when it cannot be used or another instance holds it."""
    profile = open_profile(chosen)
    lock = acquire(profile, kind)
    if lock is None:
        raise BadInput(f"EchoTrade runs on the profile {profile} already. Close it first, or choose another --profile.")
    with lock:
        yield profile


def complain(sentence: str) -> int:
    """Print a sentence on stderr and return the exit code for wrong use."""
    print(sentence, file=sys.stderr)
    return WRONG
