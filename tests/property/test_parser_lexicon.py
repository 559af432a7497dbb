"""Any labels of any language, in any order and dress: read exactly, or refused, never misread."""

import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.signals.parser import Entry, lexicon, parse

FILES = sorted(Path(lexicon.__file__).parent.glob("*.toml"))
LANGUAGES = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES]
ENGLISH = next(table for table in LANGUAGES if table["language"] == "English")
PRICES = {"BTC": (67321, 0), "SOL": (151.3, 2), "XRP": (0.5123, 4), "PEPE": (0.00001234, 8)}


def words(table, mark: str) -> list[str]:
    """The whole words of a mark; English ones where a language has none."""
    own = [word for word in table.get(mark, ()) if "*" not in word and len(word) > 1]
    return own or [word for word in ENGLISH[mark] if "*" not in word and len(word) > 1]


@st.composite
def labelled_calls(draw, strange: bool = False):
    """The text of a call and what it says; `strange`: one label is a word of no language."""
    table = draw(st.sampled_from(LANGUAGES))
    base = draw(st.sampled_from(sorted(PRICES)))
    price, digits = PRICES[base]
    side = draw(st.sampled_from(["long", "short"]))
    sign = 1 if side == "long" else -1
    stop = f"{price * (1 - sign * 0.03):.{digits}f}"
    targets = [f"{price * (1 + sign * 0.02 * (n + 1)):.{digits}f}" for n in range(draw(st.integers(1, 4)))]
    label = {mark: draw(st.sampled_from(words(table, mark))) for mark in ("entry", "stop", "target", side)}
    if strange:
        label[draw(st.sampled_from(["entry", "stop", "target"]))] = draw(
            st.text("bdgkmvz", min_size=4, max_size=7).map("o".join)
        )
    case = draw(st.sampled_from([str, str.upper, str.title]))
    gap = draw(st.sampled_from([": ", " - ", " ", " = ", ":", " → ", " @ "]))
    dash = draw(st.sampled_from([" - ", "-", " / ", " – ", ", "]))
    lines = [
        f"{case(label['entry'])}{gap}{price:.{digits}f}",
        f"{case(label['stop'])}{gap}{stop}",
        f"{case(label['target'])}{gap}{dash.join(targets)}",
    ]
    order = draw(st.permutations(lines))
    head = draw(st.sampled_from(["{0} {1}", "{1} {0}", "{0}\n{1}"])).format(f"#{base}/USDT", case(label[side]))
    bullet = draw(st.sampled_from(["", "🔥 ", "• ", "- ", "▪️"]))
    glue = draw(st.sampled_from(["\n" + bullet, "\n\n" + bullet, " | "]))
    said = (f"{base}/USDT", side, [f"{price:.{digits}f}"], stop, targets)
    return glue.join([head, *order]), said


def reading(text: str):
    found = parse(text)
    if not isinstance(found, Entry):
        return None
    (signal,) = found.signals
    entries, targets = ([str(level) for level in levels] for levels in (signal.entries, signal.take_profits))
    return signal.symbol, str(signal.side), entries, str(signal.stop_loss), targets


@given(labelled_calls())
@settings(max_examples=500)
def test_no_labels_of_any_language_are_misread(call):
    text, said = call
    assert reading(text) in (None, said)


@given(labelled_calls(strange=True))
@settings(max_examples=300)
def test_a_label_in_no_known_language_is_never_traded_around(call):
    text, said = call
    assert reading(text) in (None, said)


def test_most_labels_of_each_language_are_read():
    for table in LANGUAGES:
        text = "\n".join(
            [
                f"BTC/USDT {words(table, 'long')[0]}",
                f"{words(table, 'entry')[0]}: 67000",
                f"{words(table, 'stop')[0]}: 66000",
                f"{words(table, 'target')[0]}: 68000 - 69000",
            ]
        )
        assert reading(text) == ("BTC/USDT", "long", ["67000"], "66000", ["68000", "69000"]), text
