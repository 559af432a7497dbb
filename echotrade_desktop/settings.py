"""The user's settings: typed, each with its default, its range and a sentence; kept in `settings.toml`.

`load` always answers with settings that can be used: a value that is missing, of the wrong type or out of range is
replaced by its default, and each fault is one sentence. Secrets are never in here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from echotrade_desktop import settings_file
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS
from echotrade_desktop.engine.domain.schedule import Weekly, period_of, weekly_of
from echotrade_desktop.secrets import VaultPlace
from echotrade_desktop.settings_file import Rule

FILE_NAME = "settings.toml"
_one_writer = RLock()


class MarketSourceName(StrEnum):
    """Where prices come from."""

    SIMULATED = "simulated"
    BINANCE = "binance"


class ExchangeName(StrEnum):
    """Which exchange real prices and orders are of."""

    BINANCE = "binance"


class ExchangeMarketName(StrEnum):
    """Which of the exchange's markets."""

    USDM = "usdm"
    SPOT = "spot"


class ExchangeMode(StrEnum):
    """The exchange itself, or one of its practice places."""

    REAL = "real"
    TESTNET = "testnet"
    DEMO = "demo"


class LanguageName(StrEnum):
    """Which language the window speaks."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


class FormatName(StrEnum):
    """How numbers, days and hours are written on the screen."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"
    ISO = "iso"


class ThemeName(StrEnum):
    """Which look is shown."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"


_PORTFOLIO = r"[0-9]{15,19}"
_SYMBOL = r"[A-Z0-9]{1,20}/[A-Z0-9]{2,10}"
_ZONE = 'Time zone of shown times, such as "Europe/Berlin"; empty is the computer\'s own.'


@dataclass(frozen=True, slots=True)
class MarketSettings:
    """Which market is shown and traded."""

    source: Annotated[MarketSourceName, Rule("Where prices come from.", live=True, name="Prices")] = (
        MarketSourceName.SIMULATED
    )
    symbols: Annotated[tuple[str, ...], Rule("The symbols in the ticker bar.", 1, 50, pattern=_SYMBOL)] = (
        DEFAULT_SYMBOLS
    )
    seed: Annotated[
        int,
        Rule("Which practice market is played; the same number plays the same.", 0, 2**31 - 1, name="Practice market"),
    ] = 7


def _address(scheme: str) -> str:
    return rf"({scheme}://[\w.:\[\]-]+/?)?"


@dataclass(frozen=True, slots=True)
class ExchangeSettings:
    """Which exchange real prices come from, and which orders go to once live trading is armed."""

    name: Annotated[ExchangeName, Rule("Which exchange.", name="Exchange")] = ExchangeName.BINANCE
    market: Annotated[
        ExchangeMarketName,
        Rule("Which of its markets: usdm (perpetual contracts, long and short) or spot.", name="Kind of market"),
    ] = ExchangeMarketName.USDM
    mode: Annotated[
        ExchangeMode,
        Rule("The exchange itself (real), or one of its practice places (testnet, demo).", name="Real or practice"),
    ] = ExchangeMode.REAL
    rest_url: Annotated[
        str,
        Rule(
            'Another server in its place, together with its stream, such as "http://127.0.0.1:80".',
            pattern=_address("https?"),
            name="Server address",
        ),
    ] = ""
    ws_url: Annotated[
        str,
        Rule(
            'That server\'s stream of prices, such as "ws://127.0.0.1:80".',
            pattern=_address("wss?"),
            name="Stream address",
        ),
    ] = ""


@dataclass(frozen=True, slots=True)
class LeadTraderSettings:
    """Which Binance lead traders are followed. Their pages are not an official interface and may stop answering."""

    base_url: Annotated[
        str, Rule("Where their pages are.", pattern=_address("https?"), name="Address of their pages")
    ] = "https://www.binance.com"
    portfolios: Annotated[
        tuple[str, ...],
        Rule("The numbers of the portfolios that are followed.", 0, 20, pattern=_PORTFOLIO, name="Followed"),
    ] = ()
    interval: Annotated[int, Rule("How often each is looked at.", 5, 300, unit="seconds", name="Look every")] = 10


@dataclass(frozen=True, slots=True)
class SecretSettings:
    """Where API keys and the Telegram session are kept."""

    place: Annotated[
        VaultPlace,
        Rule("The system's keyring, or a sealed file; auto is the keyring where there is one.", name="Kept in"),
    ] = VaultPlace.AUTO
    passphrase_file: Annotated[
        str, Rule("File whose passphrase opens the sealed file when nobody is there; only its owner may read it.")
    ] = ""


@dataclass(frozen=True, slots=True)
class CallSettings:
    """Where calls come from besides Telegram."""

    practice: Annotated[bool, Rule("Whether the built-in practice channel calls.", name="Practice channel")] = True
    practice_speed: Annotated[
        Decimal,
        Rule(
            "How fast the practice channel plays; 2 is twice as fast.", Decimal("0.1"), Decimal(100), name="Its speed"
        ),
    ] = Decimal(1)


@dataclass(frozen=True, slots=True)
class AppearanceSettings:
    """How the window looks."""

    language: Annotated[
        LanguageName, Rule("The language of the window; what has no translation yet stays English.")
    ] = LanguageName.SYSTEM
    theme: Annotated[
        ThemeName, Rule("The look of the window: system, dark, light or contrast.", live=True, name="Look")
    ] = ThemeName.SYSTEM
    colour_blind: Annotated[
        bool, Rule("Blue and orange in place of green and red.", live=True, name="Blue and orange")
    ] = False
    scale: Annotated[
        Decimal, Rule("Size of everything on the screen; 2 is twice as large.", Decimal("0.75"), Decimal(3))
    ] = Decimal(1)
    zone: Annotated[str, Rule(_ZONE, zone=True, name="Time zone")] = ""
    formats: Annotated[
        FormatName,
        Rule(
            "How numbers and dates are written: as the system does, or always as en (1,234.5), de (1.234,5) or iso.",
            name="Numbers and dates",
        ),
    ] = FormatName.SYSTEM


@dataclass(frozen=True, slots=True)
class NotificationSettings:
    """What makes itself heard."""

    tray: Annotated[
        bool, Rule("A notification of the system for each new pending signal.", live=True, name="Notices")
    ] = True
    sound: Annotated[bool, Rule("A sound for each new pending signal.", live=True, name="Sounds")] = True
    quiet_hours: Annotated[
        tuple[Weekly, ...],
        Rule(
            'When notices and sounds are held back, such as "22:00-07:00". Warnings about open positions still ring.',
            high=20,
            read=weekly_of,
            live=True,
        ),
    ] = ()
    close_to_tray: Annotated[
        bool,
        Rule("Closing the window leaves the app in the tray, where there is one; positions stay watched.", live=True),
    ] = True


@dataclass(frozen=True, slots=True)
class TelegramServerSettings:
    """Another Telegram server, for those who run one."""

    dc_id: Annotated[int, Rule("Number of the data centre.", 1, 1000, name="Data centre")] = 2
    host: Annotated[str, Rule("Address of the server; empty is Telegram itself.", name="Server address")] = ""
    port: Annotated[int, Rule("Its port.", 1, 65535)] = 443
    public_key_file: Annotated[str, Rule("File with the server's public key (PEM).")] = ""


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How Telegram is reached; key and session are in the vault, not here."""

    server: TelegramServerSettings = field(default_factory=TelegramServerSettings)


def _share(sentence: str, low: str = "0", high: str = "1") -> Rule:
    return Rule(sentence, Decimal(low), Decimal(high))


def _money(sentence: str, low: int = 1, high: int = 10**9) -> Rule:
    return Rule(sentence, Decimal(low), Decimal(high), unit="$")


def _span(sentence: str, low: int, high: int) -> Rule:
    return Rule(sentence, low, high, unit="seconds")


RISK_RULES: dict[str, Rule] = {
    "starting_cash": _money("Cash a new paper account begins with.", 100),
    "position_size": _share("Base share of equity a trade.", "0.001", "0.25"),
    "default_stop": _share("Distance of the stop from the entry when a call names none.", "0.001", "0.5"),
    "max_drawdown": _share("Entries halt when equity is this far below its peak.", "0.01"),
    "max_daily_loss": _share("Entries halt for the day after losing this share.", "0.005"),
    "max_positions": Rule("Most positions open at once.", 1, 100),
    "max_trade_share": _share("Most of the equity in one trade.", "0.01"),
    "max_exposure": _share("Most notional of all positions over equity.", "0.05", "20"),
    "min_trade": _money("What would be smaller is not traded.", high=10**6),
    "max_leverage": Rule("Highest leverage, whatever a call asks for.", 1, 125),
    "min_confidence": _share("A call's combined confidence must be above this."),
    "min_consensus": _share("Least agreement of callers, |P(long) − P(short)|."),
    "call_confidence": _share("Confidence of a call that names none."),
    "consensus_window": _span("How long calls on a symbol count together.", 1, 86_400),
    "max_drift": _share("How far the price may have run from the call, as a share.", high="0.2"),
    "max_age": _span("Oldest a call may be when it arrives.", 1, 3_600),
    "stale_after": _span("Prices older than this are not decided on.", 1, 60),
    "signal_expiry": _span("How long a call waits for you.", 5, 86_400),
    "duplicate_window": _span("How long the same call counts as a repeat.", 0, 86_400),
    "min_reading_confidence": _share("Below this sureness of reading, nothing is automatic."),
    "wait_for_price": Rule("After an approval, wait for the call's price until the call expires."),
    "stop_before_liquidation": _share("Share of the way to liquidation that must be left behind the stop."),
    "size_min": _money("Calls that would trade less are blocked."),
    "size_max": _money("Calls that would trade more are blocked."),
    "whitelist": Rule("Only these symbols, when there are any.", high=1000, pattern=_SYMBOL),
    "blacklist": Rule("Never these symbols; stronger than the whitelist.", high=1000, pattern=_SYMBOL),
    "source_weights": _share("How much a source's confidence counts."),
    "taker_fee": _share("Paper: fee of a market order, as a share.", high="0.01"),
    "slippage": _share("Paper: the most a market order slips beyond the quote, as a share.", high="0.05"),
    "sizing": Rule("What decides the size of a trade: share (of equity, by confidence) or risk (lost at the stop)."),
    "risk_per_trade": _share("Share of equity lost when the stop is hit; used when sizing is risk.", "0.0005", "0.1"),
    "break_even_after": Rule("The stop moves to the entry once this target is hit; without it, never.", 1, 20),
    "trail_distance": _share("The stop follows the price at this share of it; without it, it stays.", "0.001", "0.5"),
    "flatten_on_halt": Rule("Close every position when a loss limit is hit."),
    "only_traders": Rule("Only these traders, by id, when there are any.", high=1000),
    "only_sources": Rule("Only these sources, when there are any.", high=10),
    "zone": Rule('Time zone of hours and blackouts, such as "Europe/Berlin"; "" is the computer\'s own.', zone=True),
    "trading_hours": Rule('When entries are allowed, such as "Mon-Fri 09:00-17:00".', high=50, read=weekly_of),
    "blackouts": Rule(
        'When entries are not, such as "Fri 12:30-14:00" or "2026-01-05 14:00 to 2026-01-05 15:30".',
        high=200,
        read=period_of,
    ),
    "volatility_blackout": _share("Above this volatility (ATR over price, 15 minutes) entries halt.", "0.0001"),
    "volatility_resume": _share("Below this volatility they resume; without it, where they halt.", "0.0001"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user has chosen. Frozen: change it with `dataclasses.replace`, then `save`."""

    market: MarketSettings = field(default_factory=MarketSettings)
    exchange: ExchangeSettings = field(default_factory=ExchangeSettings)
    calls: CallSettings = field(default_factory=CallSettings)
    risk: RiskLimits = field(default_factory=RiskLimits)
    appearance: AppearanceSettings = field(default_factory=AppearanceSettings)
    notifications: NotificationSettings = field(default_factory=NotificationSettings)
    telegram: TelegramSettings = field(default_factory=TelegramSettings)
    lead_traders: LeadTraderSettings = field(default_factory=LeadTraderSettings)
    secrets: SecretSettings = field(default_factory=SecretSettings)

    def risk_limits(self) -> RiskLimits:
        """Return the limits that every source is held to."""
        return self.risk


def rules_of(section: Any) -> tuple[tuple[str, Any, Rule], ...]:
    """Return name, type and rule of each setting of a section, in the order in which they are shown."""
    return _rules_of(section)


@cache
def _rules_of(section: Any) -> tuple[tuple[str, Any, Rule], ...]:
    return tuple(_found_rules(section))


def _found_rules(section: type[Any]) -> Iterator[tuple[str, Any, Rule]]:
    hints = get_type_hints(section, include_extras=True)
    for item in fields(section):
        hint, rule = hints[item.name], RISK_RULES.get(item.name)
        if get_origin(hint) is Annotated:
            yield item.name, *get_args(hint)
        elif section is RiskLimits and rule is not None:
            yield item.name, hint, rule


def load(profile: Path) -> tuple[Settings, list[str]]:
    """Return the settings of a profile and a sentence for each one that could not be used.

    With faults, the file is kept as `settings.toml.rejected-DATE` (its own date) before anything else may write it.
    """
    path = profile / FILE_NAME
    values, notices = settings_file.read(path)
    settings = Settings()
    if values:
        settings = settings_file.build(Settings, values, rules_of, "", notices)
        settings = _with_sound_volatility(_with_sound_size_range(settings, notices), notices)
    if notices:
        settings_file.keep_rejected(path)
    return settings, notices


def save(settings: Settings, profile: Path) -> None:
    """Write the settings, whole or not at all; what a person wrote beside them stays. Raises `StoreUnavailable`."""
    settings_file.write(settings, profile / FILE_NAME, rules_of)


def update(profile: Path, change: Callable[[Settings], Settings]) -> Settings:
    """Change the settings as the file has them now and return them; whoever else changes some waits. Blocks."""
    with _one_writer:
        changed = change(load(profile)[0])
        save(changed, profile)
        return changed


def _with_sound_size_range(settings: Settings, notices: list[str]) -> Settings:
    low, high = settings.risk.size_min, settings.risk.size_max
    if low is None or high is None or low <= high:
        return settings
    notices.append(f"risk.size_min is {low}, above risk.size_max, {high}; the size range is off.")
    return replace(settings, risk=replace(settings.risk, size_min=None, size_max=None))


def _with_sound_volatility(settings: Settings, notices: list[str]) -> Settings:
    begins, ends = settings.risk.volatility_blackout, settings.risk.volatility_resume
    if begins is None or ends is None or ends <= begins:
        return settings
    notices.append(
        f"risk.volatility_resume is {ends}, above risk.volatility_blackout, {begins}; "
        "the blackout ends where it begins."
    )
    return replace(settings, risk=replace(settings.risk, volatility_resume=None))
