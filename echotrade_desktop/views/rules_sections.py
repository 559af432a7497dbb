"""Which limits stand where on the page of rules, what each is edited with, and how it says what it is."""

from collections.abc import Callable
from datetime import datetime

from echotrade_desktop.engine.domain.limit_rules import LimitRule
from echotrade_desktop.views.numerals import spoken
from echotrade_desktop.views.rules_fields import (
    BEFORE,
    NUMBER_WIDTH,
    TEXT_WIDTH,
    ChecksEditor,
    ChoiceEditor,
    Editor,
    LineEditor,
    SwitchEditor,
    WeightsEditor,
    ZoneEditor,
)
from echotrade_desktop.views.rules_hours import PeriodsEditor
from echotrade_desktop.views.translation import tr

Group = tuple[str, tuple[str, ...]]
SECTIONS: tuple[tuple[str, str, tuple[Group, ...]], ...] = (
    (
        "Risk",
        "shield-check",
        (
            ("Size of a trade", ("sizing", "position_size", "risk_per_trade", "max_trade_share", "min_trade")),
            ("All positions", ("max_positions", "max_exposure", "max_leverage")),
            ("Stops", ("default_stop", "stop_before_liquidation", "break_even_after", "trail_distance")),
            ("Losses", ("max_daily_loss", "max_drawdown", "flatten_on_halt")),
            ("Paper account", ("taker_fee", "slippage", "starting_cash")),
        ),
    ),
    (
        "Filters",
        "funnel-simple",
        (
            ("Confidence", ("min_confidence", "min_consensus", "consensus_window", "min_reading_confidence")),
            ("Price", ("max_drift", "wait_for_price", "stale_after")),
            ("Time", ("max_age", "signal_expiry", "duplicate_window")),
            ("Size", ("size_min", "size_max")),
            ("Symbols", ("whitelist", "blacklist")),
        ),
    ),
    ("Hours", "clock", (("When entries are allowed", ("zone", "trading_hours")),)),
    (
        "Blackouts",
        "moon",
        (
            ("When the market moves too much", ("volatility_blackout", "volatility_resume")),
            ("At fixed times, on the clock of Hours", ("blackouts",)),
        ),
    ),
    (
        "Sources",
        "users-three",
        (
            ("Sources", ("call_confidence", "source_weights", "only_sources")),
            ("Traders", ("only_traders",)),
        ),
    ),
)
SENTENCES = {
    "sizing": "By share, more confidence trades more. By risk, every stop loses the same share of equity.",
    "position_size": "Share of equity, before confidence and multipliers.",
    "risk_per_trade": "Share of equity lost when the stop is hit, before multipliers. Used when sizing by risk.",
    "max_trade_share": "A single trade never takes more of the equity.",
    "min_trade": "What would be smaller is not traded.",
    "max_positions": "At the limit nothing new is opened. Lowering it closes nothing.",
    "max_exposure": "All positions together, as a share of equity.",
    "max_leverage": "A call that asks for more gets this much. Size does not change with leverage.",
    "default_stop": "Distance from the entry when a call names no stop.",
    "stop_before_liquidation": "Share of the way to liquidation that must be left behind the stop.",
    "break_even_after": "Once this target is hit, the stop moves to the entry. For new positions. Empty: never.",
    "trail_distance": "The stop follows the price at this distance and never goes back. For new positions. Empty: off.",
    "max_daily_loss": "After losing this share of the day's first equity, entries halt until 00:00 UTC.",
    "max_drawdown": "This far below the highest equity, entries halt.",
    "flatten_on_halt": "When one of these two is hit, every open position is closed at the market.",
    "taker_fee": "Of each paper order, as a share of what it is worth.",
    "slippage": "The most a paper order fills beyond the quote.",
    "starting_cash": "What a new paper account begins with. The present one keeps its money.",
    "min_confidence": "Confidence × source weight, agreeing sources combined, must be above this.",
    "min_consensus": "Long calls against short calls on a symbol must leave at least this much.",
    "consensus_window": "Calls on a symbol this close together count together.",
    "min_reading_confidence": "A message read less surely than this is never approved by rule.",
    "max_drift": "How far the price may have run from the call, to the worse side.",
    "wait_for_price": "A call you approve beyond that waits for its price until it expires.",
    "stale_after": "Nothing is decided on a price that is older.",
    "max_age": "A call that is older when it arrives is shown, not traded.",
    "signal_expiry": "How long a call waits for your decision.",
    "duplicate_window": "The same call of the same trader within this time counts once.",
    "size_min": "A trade that would be smaller is blocked. Empty: any.",
    "size_max": "A trade that would be larger is blocked. Empty: any.",
    "whitelist": "Only these are traded, with commas between them. Empty: any.",
    "blacklist": "Never traded. Stronger than the list above.",
    "zone": "Hours and blackouts follow this clock, daylight saving included.",
    "trading_hours": "Outside them nothing is opened; stops and targets go on. Hours may run over midnight.",
    "volatility_blackout": "Above this nothing is opened on a symbol: average true range of 15 minutes over price.",
    "volatility_resume": "It ends by itself below this. Empty: where it began.",
    "blackouts": "Nothing is opened within them: news, funding, holidays.",
    "call_confidence": "Taken for a call that names none.",
    "source_weights": "Multiplies the confidence of every call of the source, 0 to 1.",
    "only_sources": "With one chosen, calls of the others are shown, not traded.",
    "only_traders": "With one chosen, calls of all others are shown, not traded.",
}
_SWITCHES = ("flatten_on_halt", "wait_for_price")
_OFF_WHEN_EMPTY = (
    "size_min", "size_max", "break_even_after", "trail_distance", "volatility_blackout", "volatility_resume",
)  # fmt: skip
WIDE = ("whitelist", "blacklist", "trading_hours", "blackouts")
"""These stand below their words, not beside them."""
_EMPTY = {
    "whitelist": "any",
    "blacklist": "none",
    "only_traders": "any",
    "only_sources": "any",
    "zone": "this computer's own",
    "trading_hours": "any hour",
    "blackouts": "none",
}


def default_of(rule: LimitRule) -> str:
    """Return a limit's default as it is spoken of."""
    if not rule.default:
        return tr(_EMPTY.get(rule.field, "off"))
    before, after = (rule.unit, "") if rule.unit in BEFORE else ("", f" {rule.unit}" if rule.unit == "s" else "")
    return f"{before}{spoken(rule.default)}{after}"


def make_editor(rule: LimitRule, local_now: Callable[[], datetime]) -> Editor:
    """Return what a limit is edited with; `local_now` is the time on the wall."""
    match rule.field:
        case "sizing":
            return ChoiceEditor(rule.name, (("share", tr("Share of equity")), ("risk", tr("Risk to the stop"))))
        case "zone":
            return ZoneEditor(rule.name)
        case "trading_hours":
            return PeriodsEditor(rule.name)
        case "blackouts":
            return PeriodsEditor(rule.name, local_now)
        case "source_weights":
            return WeightsEditor(rule.name)
        case "only_sources":
            editor = ChecksEditor(rule.name, "")
            editor.set_choices((("telegram", "Telegram"), ("binance", "Binance")))
            return editor
        case "only_traders":
            return ChecksEditor(rule.name, tr("Whoever calls can be chosen here after the first call."))
        case "whitelist" | "blacklist":
            return LineEditor(rule.name, width=TEXT_WIDTH, empty=tr("any") if rule.field == "whitelist" else tr("none"))
    if rule.field in _SWITCHES:
        return SwitchEditor(rule.name)
    return LineEditor(rule.name, rule.unit, NUMBER_WIDTH, "off" if rule.field in _OFF_WHEN_EMPTY else "")
