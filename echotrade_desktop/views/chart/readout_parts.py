"""The card beside a held line: its price, and what would happen there."""

from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.ink import text_width
from echotrade_desktop.views.chart.line_book import Line, LineBook
from echotrade_desktop.views.chart.parts import Frame, Icon, Part, Text
from echotrade_desktop.views.chart.specs import PreviewText, distance, reward
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, REGULAR, SEMIBOLD
from echotrade_desktop.views.translation import tr

WIDTH, HEIGHT = 296, 96
_COLUMNS = (12, 103, 194)
_WARNING_ROW = 16


@dataclass(frozen=True, slots=True)
class Readout:
    """The card's words. `figures` are (head, value, its role, what it was)."""

    title: str
    price: str
    where: str
    figures: tuple[tuple[str, str, str, str], ...]
    refusal: tuple[str, ...] = ()


def readout_of(
    line: Line, book: LineBook, instrument: Instrument, last: Decimal | None, preview: PreviewText | None
) -> Readout:
    """What the card says of a held line; the engine's preview goes before the line's own arithmetic."""
    spec, price = line.spec, line.shown
    money = preview.money if preview and preview.money is not None else spec.result_at(price)
    role = "text" if not money else "up_text" if money > 0 else "down_text"
    ratio_head, ratio, ratio_was = _ratio(line, book)
    if preview and preview.r_multiple is not None:
        ratio = preview.r_multiple
    figures = (
        (tr("If hit"), fmt.money(money, signed=True), role, fmt.money(spec.result_at(spec.price), signed=True)),
        (
            tr("From price"),
            fmt.percent(distance(price, last), signed=True),
            "text",
            fmt.percent(distance(spec.price, last), signed=True),
        ),
        (ratio_head, fmt.r_multiple(ratio), "text", fmt.r_multiple(ratio_was)),
    )
    refusal = _wrapped(preview.refusal) if preview and preview.refusal else ()
    title = spec.kind.word.capitalize()
    return Readout(title, fmt.price(price, instrument), _where(line, instrument), figures, refusal)


def readout_parts(readout: Readout, viewport: Viewport, x: float, y: float, right: float) -> list[Part]:
    """The card near the pointer at `x`, below the line at `y` if there is room, within `right`."""
    height = HEIGHT + (len(readout.refusal) * _WARNING_ROW + 8 if readout.refusal else 0)
    left = round(min(max(x - 210, 8.0), max(8.0, right - WIDTH - 8)))
    top = round(y + 20 if y + 20 + height <= viewport.height - 4 else y - 20 - height)
    top = max(4, top)
    card = Frame(left, top, WIDTH, height, "raised", "line", radius=8, shadow=True)
    title = Text(left + 12, top + 20, readout.title, "text2", CAPTION)
    parts: list[Part] = [card, title]
    parts.append(Text(left + 20 + title.width, top + 20, readout.price, "text", FIGURE, SEMIBOLD))
    price_end = left + 20 + title.width + text_width(readout.price, FIGURE, SEMIBOLD)
    where = Text(left + WIDTH - 12, top + 20, readout.where, "text2", CAPTION, REGULAR, 1)
    if where.left > price_end + 8:
        parts.append(where)
    for column, (head, value, role, was) in zip(_COLUMNS, readout.figures, strict=True):
        parts.append(Text(left + column, top + 45, head, "text2", CAPTION))
        parts.append(Text(left + column, top + 62, value, role, BASE, MEDIUM))
        parts.append(Text(left + column, top + 79, tr("was {was}", was=was), "text2", CAPTION))
    for row, text in enumerate(readout.refusal):
        middle = top + HEIGHT + 4 + row * _WARNING_ROW
        if row == 0:
            parts.append(Icon(left + 12, middle - 7, 14, "prohibit", "warning_text"))
        parts.append(Text(left + 32, middle, text, "warning_text", CAPTION, MEDIUM))
    return parts


def _ratio(line: Line, book: LineBook) -> tuple[str, Decimal | None, Decimal | None]:
    """Reward over risk with the held line where it is, and where it was; of a stop, to the nearest target."""
    group = [other for other in book.group(line.spec.group) if other is not line]
    entry = line.spec.entry
    if line.spec.kind.is_target:
        stop = next((other.spec.price for other in group if other.spec.kind.is_stop), None)
        side = line.spec.side
        return tr("In R"), reward(entry, stop, line.shown, side), reward(entry, stop, line.spec.price, side)
    targets = [other for other in group if other.spec.kind.is_target]
    if entry is None or not targets:
        return tr("In R"), None, None
    nearest = min(targets, key=lambda other: abs(other.spec.price - entry))
    name = nearest.spec.label.split(" · ")[0]
    now = reward(entry, line.shown, nearest.spec.price, line.spec.side)
    return tr("To {name}", name=name), now, reward(entry, line.spec.price, nearest.spec.price, line.spec.side)


def _where(line: Line, instrument: Instrument) -> str:
    entry = line.spec.entry
    if entry is None:
        return ""
    away = line.shown - entry
    if away == 0:
        return tr("at entry")
    return tr(
        "{price} {what} entry", price=fmt.price(abs(away), instrument), what=tr("above") if away > 0 else tr("below")
    )


def _wrapped(sentence: str) -> tuple[str, ...]:
    """A refusal in rows that fit the card, three at most."""
    rows: list[str] = []
    for word in fmt.plain(sentence, 160).split():
        if rows and text_width(f"{rows[-1]} {word}", CAPTION, MEDIUM) <= WIDTH - 44:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return tuple(rows[:3])
