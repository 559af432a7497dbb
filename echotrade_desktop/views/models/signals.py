"""Messages and calls as table rows, and what became of a call as steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from echotrade_desktop.engine.domain.history import Became, HistoryRow, SignalStory
from echotrade_desktop.engine.domain.performance import ShadowOutcome
from echotrade_desktop.engine.domain.read import FillMark
from echotrade_desktop.engine.domain.signal import Origin, QueuedSignal, SignalStatus
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.models.cells import Align, Cell, Column, Part, TimedRowsModel, cell
from echotrade_desktop.views.models.performance import rule_name
from echotrade_desktop.views.models.positions import side_cell, sign_tone, source_glyph
from echotrade_desktop.views.translation import tr

BECAME = {
    Became.WAITING: ("Waits for you", "accent"),
    Became.TRADED: ("Traded", "text"),
    Became.BLOCKED: ("Blocked", "warning"),
    Became.REJECTED: ("Rejected by you", "text2"),
    Became.EXPIRED: ("Nobody decided", "text2"),
    Became.FAILED: ("Not executed", "warning"),
    Became.TAKEN_BACK: ("Taken back", "text2"),
    Became.UPDATE: ("Update", "text2"),
    Became.UNREADABLE: ("Not understood", "warning"),
    Became.NOISE: ("No call", "text3"),
    Became.SERVICE: ("Service", "text3"),
}
CALLS = frozenset(BECAME) - {Became.UPDATE, Became.UNREADABLE, Became.NOISE, Became.SERVICE}
ORIGINS = {
    Origin.TELEGRAM: "Telegram",
    Origin.PRACTICE: "Practice channel",
    Origin.EXPORT: "Chat export",
    Origin.BINANCE: "Binance lead trader",
}
_DETAILS = {"deleted": "its author deleted a message"}


def came_from(row: HistoryRow) -> tuple[str, str]:
    """The icon and the name of where a message came from."""
    source = "binance" if row.message.origin is Origin.BINANCE else "telegram"
    return source_glyph(source, row.message.trader_id), tr(ORIGINS[row.message.origin])


def why_of(row: HistoryRow) -> str:
    """Why it became what it became, in words; "" when there is nothing to say."""
    queued = row.queued
    if queued is None:
        detail = (row.detail or "").replace("_", " ")
        told = fmt.plain(row.reason or tr(_DETAILS.get(row.detail or "", detail)), 160)
        return f"{told[:1].upper()}{told[1:]}"
    blocking = queued.blocking
    if row.became is Became.BLOCKED and blocking:
        return fmt.told(blocking[0].sentence, 160)
    return fmt.told(queued.reason or (blocking[0].sentence if blocking else ""), 160)


class HistoryModel(TimedRowsModel):
    """Every message and what became of it, newest first."""

    columns = (
        Column("at", "Came", 96, anchor=12),
        Column("from", "From", 132, anchor=4, rank=2),
        Column("what", "Call", 112, anchor=4, grows=True),
        Column("price", "Entry", 92, Align.DECIMAL, 52, rank=4),
        Column("stop", "Stop", 92, Align.DECIMAL, 52, rank=6),
        Column("target", "Target", 92, Align.DECIMAL, 52, rank=7),
        Column("became", "Outcome", 130, anchor=16),
        Column("why", "Why", 168, anchor=4, rank=3, grows=True),
        Column("result", "Result", 124, Align.RIGHT, 12, rank=1),
    )

    def key(self, row: HistoryRow) -> str:
        return row.key

    def cell(self, row: HistoryRow, column: str) -> Cell:
        match column:
            case "at":
                return cell(fmt.day_and_clock(row.message.received_at, self._zone), "text2", size=11)
            case "from":
                glyph, origin = came_from(row)
                name = fmt.plain(row.message.sender_name or row.message.chat_name, 40)
                return Cell((Part(name, "text2", 11, glyph=glyph),), f"{name}, {origin}")
            case "what":
                return self._what(row)
            case "price" | "stop" | "target":
                return self._level(row, column)
            case "became":
                word, tone = BECAME[row.became]
                return cell(tr(word), tone)
            case "why":
                why = why_of(row)
                return cell(why, "text2", size=11, tooltip=why)
        return self._result(row)

    def _what(self, row: HistoryRow) -> Cell:
        if row.queued is not None:
            return side_cell(row.queued.signal.symbol, row.queued.signal.side)
        words = fmt.plain(row.message.text, 120)
        if not words:
            deleted = tr("its author deleted it") if row.message.deleted else tr("its words have been erased")
            return cell(tr("no words"), "text3", size=11, tooltip=deleted)
        return cell(words, "text2", size=11, tooltip=words)

    def _level(self, row: HistoryRow, column: str) -> Cell:
        if row.queued is None:
            return cell("")
        signal = row.queued.signal
        decimals = row.instrument if row.instrument is not None else max(0, fmt.decimals_of(signal.price))
        levels = {"price": signal.price, "stop": signal.stop_loss, "target": next(iter(signal.take_profits), None)}
        return cell(fmt.price(levels[column], decimals), "text" if column == "price" else "text2")

    def _result(self, row: HistoryRow) -> Cell:
        if row.result is not None:
            return cell(fmt.money(row.result, signed=True), sign_tone(row.result), 500, tooltip=tr("After fees"))
        if row.shadow is None or row.shadow.result is None:
            return cell("")
        told = tr("What it would have brought on paper, after fees; it was not traded")
        paper = Part(tr("on paper"), "text3", 11)
        return Cell((paper, Part(fmt.money(row.shadow.result, signed=True), "text2", gap=4)), told)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a call; `amount` stands at the right."""

    glyph: str
    text: str
    at: datetime | None = None
    amount: str = ""
    tone: str = "text2"


def steps(row: HistoryRow, story: SignalStory) -> tuple[Step, ...]:
    """What became of a call or a message, in the order in which it happened."""
    made = [_came(row)]
    if row.queued is None:
        word = tr(BECAME[row.became][0])
        why = why_of(row)
        made.append(Step("eye", f"{word}: {why}" if why else word))
        return tuple(made)
    made += _decided(row, row.queued)
    made += (_filled(row, mark) for mark in story.fills)
    if story.result is not None:
        amount = fmt.money(story.result, signed=True)
        made.append(Step("flag", tr("Closed, after fees"), None, amount, sign_tone(story.result)))
    elif story.open_result is not None:
        amount = fmt.money(story.open_result, signed=True)
        made.append(Step("chart-line", tr("Open; closing now would bring"), None, amount, sign_tone(story.open_result)))
    if story.shadow is not None:
        made.append(_on_paper(row, story.shadow))
    return tuple(made)


def _came(row: HistoryRow) -> Step:
    late = row.message.received_at - row.message.sent_at
    glyph, origin = came_from(row)
    edited = tr(" as an edit") if row.message.edit_version else ""
    return Step(
        glyph,
        tr("{origin}{edited}, {age} after it was sent", origin=origin, edited=edited, age=fmt.age(late)),
        row.message.received_at,
    )


def _decided(row: HistoryRow, queued: QueuedSignal) -> Iterator[Step]:
    blocking = queued.blocking
    if blocking:
        names = ", ".join(rule_name(verdict.rule) for verdict in blocking)
        yield Step("prohibit", tr("Blocked by: {names}", names=names), None, "", "warning")
    elif queued.verdicts:
        yield Step("check", tr("All {n} rules pass", n=len(queued.verdicts)))
    if queued.position_id is not None:
        yield Step("check-circle", tr("Approved by {who}", who=_who(queued.decided_by)), queued.decided_at)
        if row.became is Became.FAILED:
            yield Step("warning", fmt.told(queued.reason, 200) or tr("Nothing was filled"), None, "", "warning")
    elif row.became is not Became.WAITING:
        became = Became.REJECTED if queued.status is SignalStatus.REJECTED else row.became
        word = tr(BECAME[became][0])
        reason = fmt.told(queued.reason, 200)
        if became is Became.BLOCKED and reason:
            word, reason = reason.partition(". ")[0], ""  # the rules are named above it
        yield Step("x-circle", f"{word}. {reason}" if reason else word, queued.decided_at)


def _who(by: str | None) -> str:
    return {"user": tr("you"), "rule": tr("your rule"), "wait": tr("you, at its price")}.get(
        by or "", fmt.plain(by, 20)
    )


def _filled(row: HistoryRow, mark: FillMark) -> Step:
    words = {
        "entry": tr("Entered"),
        "stop": tr("Stop hit"),
        "target": tr("Target reached"),
        "close": tr("Closed by you"),
    }
    word = words.get(mark.purpose.value, mark.purpose.value.capitalize())
    decimals = row.instrument if row.instrument is not None else max(0, fmt.decimals_of(mark.price))
    text = tr(
        "{word}: {amount} at {price}",
        word=word,
        amount=fmt.quantity(mark.quantity, row.instrument),
        price=fmt.price(mark.price, decimals),
    )
    amount = "" if mark.pnl is None else fmt.money(mark.pnl, signed=True)
    return Step("arrow-right" if mark.is_entry else "arrow-left", text, mark.at, amount, sign_tone(mark.pnl))


def _on_paper(row: HistoryRow, shadow: ShadowOutcome) -> Step:
    if shadow.result is None:
        still = tr("Followed on paper") if shadow.why is None else tr("Its price did not come in time, on paper either")
        return Step("ghost", still)
    ends = {
        "stop": tr("at its stop"),
        "target": tr("at its target"),
        "close": tr("after a week"),
        "liquidation": tr("liquidated"),
    }
    decimals = row.instrument if row.instrument is not None else 2
    way = tr(
        "{low} to {high}",
        low=fmt.price(shadow.entry_price, decimals),
        high=fmt.price(shadow.exit_price, decimals),
    )
    text = tr("On paper {way}, {end}", way=way, end=ends.get(shadow.why or "", tr("ended")))
    return Step("ghost", text, None, fmt.money(shadow.result, signed=True), sign_tone(shadow.result))
