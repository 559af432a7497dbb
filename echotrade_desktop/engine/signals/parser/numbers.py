"""What a written number can mean, and which of its readings fits the other levels."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from echotrade_desktop.engine.signals.parser.fold import SUBSCRIPTS
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, PUNCT, WORD, Token

MAX_DIGITS = 20
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_LONGEST_RUN = 24  # numbers that could be groups of one another
SCALE = Decimal(3)  # levels of one call lie within this factor of each other
_THOUSAND, _MYRIAD = Decimal(1000), Decimal(10000)
_TIME_UNITS = frozenset(
    "h m d w s hr hrs min mins hour hours day days sec st nd rd th tf mn wk wks mo utc gmt am pm".split()
)
_TIMES = frozenset(("x", "倍", "배", "χ", "х"))

PLAIN, DECIMAL, THOUSANDS, LISTED, MERGED, SHORTHAND, SCALED, INDEXED = (
    "plain", "decimal", "thousands", "listed", "merged", "shorthand", "scaled", "indexed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of what is written: a style and the decimal texts it gives."""

    style: str
    texts: tuple[str, ...]

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The texts as numbers."""
        return tuple(Decimal(text) for text in self.texts)


@dataclass(slots=True, eq=False)
class Item:
    """A written price: its tokens, its possible readings, and the one that was settled."""

    tokens: list[Token]
    choices: list[Choice]
    joined_by: str = ""  # what stands before it: "-", "/", " ", "line", ...
    is_percent: bool = False
    settled: Choice | None = field(default=None)

    @property
    def written(self) -> str:
        """The number as the message has it."""
        return " ".join(token.text for token in self.tokens)


def _grouped(parts: Sequence[str]) -> bool:
    return (
        all(part.isdecimal() for part in parts)
        and 1 <= len(parts[0]) <= 3
        and parts[0][0] != "0"
        and all(len(part) == 3 for part in parts[1:])
    )


def readings(text: str) -> list[Choice]:
    """Return every reading of a written number; empty when it is no number at all.

    >>> [choice.texts for choice in readings("67.500,5")]
    [('67500.5',)]
    """
    if len(text) > MAX_DIGITS and sum(map(str.isdigit, text)) > MAX_DIGITS:
        return []
    if "e" in text:
        return _scientific(text)
    for mark in "'_":
        if mark in text:
            whole, *rest = text.split(".")
            parts = whole.split(mark)
            if not _grouped(parts) or len(rest) > 1 or not all(part.isdecimal() for part in rest):
                return []
            return [Choice(PLAIN, (".".join(["".join(parts), *rest]),))]
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return [Choice(PLAIN, (text,))]
    if dots and commas:
        return _both(text, dots, commas)
    return _one_kind(text, "." if dots else ",")


def _scientific(text: str) -> list[Choice]:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return []
    if not value.is_finite() or abs(value.adjusted()) > 12:
        return []
    return [Choice(PLAIN, (f"{value:f}",))]


def _one_kind(text: str, mark: str) -> list[Choice]:
    parts = text.split(mark)
    if len(parts) == 2:
        return _one_mark(parts[0] or "0", parts[1], mark)
    choices = [Choice(THOUSANDS, ("".join(parts),))] if _grouped(parts) else []
    if mark == "," and all(part[0] != "0" for part in parts):
        choices.append(Choice(LISTED, tuple(parts)))
    return choices


def _one_mark(whole: str, fraction: str, mark: str) -> list[Choice]:
    decimal = Choice(DECIMAL, (f"{whole}.{fraction}",))
    if mark == "," and len(whole) >= 4 and len(fraction) >= 4:
        return [Choice(LISTED, (whole, fraction))]
    if not _grouped([whole, fraction]):
        return [decimal if mark == "," else Choice(PLAIN, decimal.texts)]
    thousands = Choice(THOUSANDS, (whole + fraction,))
    choices = [thousands, decimal] if mark == "," else [decimal, thousands]
    if mark == "," and fraction[0] != "0" and max(int(whole), int(fraction)) <= 3 * min(int(whole), int(fraction)):
        choices.append(Choice(LISTED, (whole, fraction)))
    return choices


def _both(text: str, dots: int, commas: int) -> list[Choice]:
    last = "," if text.rindex(",") > text.rindex(".") else "."
    other = "." if last == "," else ","
    whole, _, fraction = text.rpartition(last)
    if last not in whole and _grouped(whole.split(other)):
        return [Choice(PLAIN, (whole.replace(other, "") + "." + fraction,))]
    pieces = text.split(",")
    if any(piece.count(".") > 1 or not piece.strip(".") for piece in pieces):
        return []
    choices = [Choice(LISTED, tuple(piece if piece[0] != "." else "0" + piece for piece in pieces))]
    if all("." in piece and _grouped(piece.split(".")) for piece in pieces):
        choices.append(Choice(THOUSANDS, tuple(piece.replace(".", "") for piece in pieces)))
    return choices


def mark_units(tokens: list[Token]) -> None:
    """Give each number its unit: "%", "x", "time", "unit", "id", "ratio", "k", "myriad", "broken" or ""."""
    for place, token in enumerate(tokens):
        if token.kind == NUMBER and not token.unit:
            token.unit = _unit(tokens, place)
    for place in range(len(tokens) - 2):
        if _is_leverage_range(*tokens[place : place + 3]):
            tokens[place].unit = "x"
        elif _is_clock(tokens, place):
            tokens[place].unit = tokens[place + 2].unit = "time"


def _is_clock(tokens: list[Token], place: int) -> bool:
    """Whether "14:32" stands here, and not "TP1:32" or a ratio behind a label."""
    hour, colon, minute = tokens[place : place + 3]
    if hour.kind != NUMBER or minute.kind != NUMBER or colon.folded != ":" or not (colon.glued and minute.glued):
        return False
    before = tokens[place - 1] if place and tokens[place - 1].line == hour.line else None
    if before is not None and before.has("entry", "stop", "target", "leverage", "ignore"):
        return False
    plain = hour.folded.isdigit() and minute.folded.isdigit() and len(minute.folded) == 2 and len(hour.folded) == 2
    return plain and int(hour.folded) < 24 and int(minute.folded) < 60


def _is_leverage_range(first: Token, dash: Token, second: Token) -> bool:
    """Whether the "5" of "5-10x" is a leverage too."""
    if second.unit != "x" or first.kind != NUMBER or first.unit or not (dash.folded in "-/~" or dash.has("range")):
        return False
    whole = first.folded.isdigit() and second.folded.isdigit()
    return whole and int(first.folded) <= min(125, int(second.folded))


def _at(tokens: list[Token], place: int, line: int) -> Token | None:
    if 0 <= place < len(tokens) and tokens[place].line == line:
        return tokens[place]
    return None


def _unit(tokens: list[Token], place: int) -> str:
    token = tokens[place]
    after, before = _at(tokens, place + 1, token.line), _at(tokens, place - 1, token.line)
    if after is not None:
        unit = _unit_behind(tokens, place, after)
        if unit:
            return unit
    if before is not None and "percent" in before.marks and (place < 2 or tokens[place - 2].kind != NUMBER):
        return "%"  # "yüzde 25"
    if before is not None and token.glued:
        if before.folded == "%" and (before.glued is False or place < 2 or tokens[place - 2].kind != NUMBER):
            return "%"
        if before.kind == WORD and before.folded == "x":
            return "x"
        if before.kind == PUNCT and before.folded in "#№" and token.folded.isdigit():
            return "id"
        if before.kind == WORD and not before.marks and before.text.isascii() and before.glued is False:
            return "id" if len(before.folded) < 3 and before.folded not in {"e", "p", "s"} else ""
    return ""


def _unit_behind(tokens: list[Token], place: int, after: Token) -> str:
    token = tokens[place]
    if after.folded[0] in SUBSCRIPTS:
        return "broken"
    if after.folded == "%":
        return "%"
    if after.kind == PUNCT and after.folded == "-" and after.glued:
        beyond = _at(tokens, place + 2, token.line)
        return "x" if beyond is not None and beyond.folded in _TIMES and beyond.glued else ""
    if after.kind != WORD:
        return ""
    if after.folded in _TIMES:
        return "x" if after.glued or _is_last_or_closed(tokens, place + 2, token.line) else ""
    return _unit_word(token.folded, after)


def _unit_word(number: str, after: Token) -> str:
    """The unit that a word behind a number gives it."""
    if "percent" in after.marks:
        return "%"
    if after.has("thousand", "myriad"):
        return "k" if "thousand" in after.marks else "myriad"
    label = after.has("entry", "stop", "target")
    if after.glued and (after.folded in _TIME_UNITS or after.folded.split(" ")[0] in _TIME_UNITS):
        return "time"
    if "timeframe" in after.marks and not label:
        return "time" if number.isdigit() else ""  # "2.345 w/ SL 2.41" tells no weeks
    if "unit" in after.marks and not label and "market" not in after.marks:
        return "unit"
    return "id" if after.glued and after.text.isascii() and not after.marks else ""


def _is_last_or_closed(tokens: list[Token], place: int, line: int) -> bool:
    following = _at(tokens, place, line)
    return following is None or following.kind != NUMBER


def make_item(token: Token, joined_by: str = "") -> Item:
    """Return the item of one number token, its unit applied."""
    if token.unit == "broken":
        return Item([token], [], joined_by)
    choices = readings(token.folded)
    if token.unit in {"k", "myriad"}:
        factor = _THOUSAND if token.unit == "k" else _MYRIAD
        choices = [Choice(SCALED, (_plain(Decimal(choices[0].texts[0]) * factor),))] if _simple(token) else []
        if not choices and (decimal := [choice for choice in readings(token.folded) if choice.style == DECIMAL]):
            choices = [Choice(SCALED, (_plain(decimal[0].values[0] * factor),))]
    return Item([token], choices, joined_by, is_percent=token.unit == "%")


def _simple(token: Token) -> bool:
    choices = readings(token.folded)
    return len(choices) == 1 and len(choices[0].texts) == 1


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def add_shorthand(items: list[Item]) -> None:
    """Let "2350-53" mean 2350–2353, "67-68k" 67k–68k; the scale decides whether they do."""
    if len(items) < 2:
        return
    scaled = [item for item in items if item.tokens[0].unit in {"k", "myriad"}]
    for item in items:
        if scaled and item.tokens[0].unit == "" and len(item.choices) == 1:
            factor = _THOUSAND if scaled[-1].tokens[0].unit == "k" else _MYRIAD
            item.choices.append(Choice(SCALED, (_plain(item.choices[0].values[0] * factor),)))
    for item in items[1:]:
        if item.joined_by in {"-", "/"} and (full := _completed(items[0].tokens[0], item.tokens[0])):
            item.choices.append(Choice(SHORTHAND, (full,)))


def _completed(head: Token, tail: Token) -> str:
    """Return 2353 for the "53" of "2350-53", or "" where nothing is left out."""
    text = head.folded.replace(",", "")
    missing = len(text) - len(tail.folded)
    if head.unit or tail.unit or not tail.folded.isdigit() or missing <= 0:
        return ""
    if not text.replace(".", "", 1).isdigit() or "." in text[missing:]:
        return ""
    if is_consistent([Decimal(text), Decimal(tail.folded)]):
        return ""
    return text[:missing] + tail.folded


def add_merges(items: list[Item], may_be_index: bool = False) -> list[Item]:
    """Let "67 500" be one number with a space in its thousands; the scale decides whether it is.

    Runs of bare whole numbers with nothing but a space between are joined into one item with both readings.
    `may_be_index`: the first of them may merely count ("Target 1 450").
    """
    merged: list[Item] = []
    for item in items:
        run = merged[-1] if merged else None
        if run is not None and item.joined_by == " " and _may_follow(run, item):
            run.tokens.extend(item.tokens)
        else:
            merged.append(item)
    for item in merged:
        if len(item.tokens) > 1:
            texts = [token.folded for token in item.tokens]
            item.choices = _merge_choices(texts)
            if may_be_index and item is merged[0]:
                item.choices.append(Choice(INDEXED, tuple(texts[1:])))
            item.choices = [choice for choice in item.choices if all(map(_DECIMAL.fullmatch, choice.texts))]
    return merged


def _may_follow(run: Item, item: Item) -> bool:
    head, _, _ = item.tokens[0].folded.replace(",", ".").partition(".")
    last = run.tokens[-1].folded
    if len(run.tokens) >= _LONGEST_RUN:
        return False
    bare = run.tokens[-1].unit == "" and item.tokens[0].unit == "" and last.isdigit()
    first_of_group = len(run.tokens[-1].folded) <= 3
    return bare and first_of_group and (len(head) == 3 or len(run.tokens) > 1) and len(head) <= 3


def _merge_choices(texts: list[str]) -> list[Choice]:
    separate = [readings(text) for text in texts]
    choices = []
    a_group = any(text.startswith("0") and text.isdigit() for text in texts[1:])  # nobody writes a price "083"
    if not a_group and all(len(options) >= 1 and len(options[0].texts) == 1 for options in separate):
        choices.append(Choice(PLAIN, tuple(options[0].texts[0] for options in separate)))
    for greedy in (True, False):
        groups: list[str] = []
        sizes: list[int] = []
        for text in texts:
            head = text.replace(",", ".").partition(".")[0]
            joins = bool(groups) and len(head) == 3 and groups[-1].isdigit() and (greedy or sizes[-1] < 2)
            if joins:
                groups[-1] += text.replace(",", ".")
                sizes[-1] += 1
            else:
                groups.append(text.replace(",", "."))
                sizes.append(1)
        choice = Choice(MERGED, tuple(groups))
        if min(sizes) > 1 and all(group.count(".") <= 1 for group in groups) and choice not in choices:
            choices.append(choice)
    return choices


def is_consistent(values: Sequence[Decimal]) -> bool:
    """Whether no two levels are more than the scale apart."""
    return not values or (min(values) > 0 and max(values) <= SCALE * min(values))


def settle(items: Sequence[Item], market_price: Decimal | None) -> bool:
    """Choose each item's reading; return False when nothing decides between two."""
    anchors = [value for item in items if len(item.choices) == 1 for value in item.choices[0].values if value > 0]
    if not is_consistent(anchors):
        anchors = _core(anchors)
    open_items = [item for item in items if len(item.choices) > 1]
    if market_price is not None and (not anchors or not open_items):
        anchors = [*anchors, market_price] if is_consistent([*anchors, market_price]) else anchors
    for item in items:
        if len(item.choices) == 1:
            item.settled = item.choices[0]
    if not open_items:
        return True
    if anchors:
        return all(_settle_by(item, anchors) for item in open_items)
    return _settle_alone(open_items)


def _core(anchors: list[Decimal]) -> list[Decimal]:
    middle = sorted(anchors)[len(anchors) // 2]
    return [value for value in anchors if is_consistent([value, middle])] or [middle]


def _settle_by(item: Item, anchors: Sequence[Decimal]) -> bool:
    middle = sorted(anchors)[len(anchors) // 2]
    fitting = [choice for choice in item.choices if is_consistent([*choice.values, middle])]
    distinct = {choice.values for choice in fitting}
    if len(distinct) > 1:
        return False
    item.settled = fitting[0] if fitting else item.choices[0]
    return True


def _settle_alone(items: Sequence[Item]) -> bool:
    """Nothing anchors the scale: a comma groups thousands, a dot marks decimals, if that fits at every level."""
    first = [item.choices[0] for item in items]
    if is_consistent([value for choice in first for value in choice.values]):
        for item, choice in zip(items, first, strict=True):
            item.settled = choice
        return True
    fitting = []
    for style in (DECIMAL, THOUSANDS, MERGED, LISTED, SHORTHAND, SCALED, INDEXED):
        chosen = [next((c for c in item.choices if c.style == style), item.choices[0]) for item in items]
        if is_consistent([value for choice in chosen for value in choice.values]) and chosen not in fitting:
            fitting.append(chosen)
    if len(fitting) != 1:
        return False
    for item, choice in zip(items, fitting[0], strict=True):
        item.settled = choice
    return True


PriceOf = Callable[[str], Decimal | None]
