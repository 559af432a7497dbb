"""A call means the same in any dress, and another digit is another call."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.signals.parser import Entry, Noise, Rejected, parse

BOLD = {ord(char): chr(0x1D5D4 + place) for place, char in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
BOLD |= {ord(char): chr(0x1D7EC + place) for place, char in enumerate("0123456789")}
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
LABELS = (
    {"entry": "Entry", "stop": "Stop loss", "target": "Targets", "long": "LONG", "short": "SHORT"},
    {"entry": "Вход", "stop": "Стоп", "target": "Цели", "long": "ЛОНГ", "short": "ШОРТ"},
    {"entry": "Giriş", "stop": "Zarar durdur", "target": "Hedefler", "long": "LONG", "short": "SHORT"},
    {"entry": "Entrada", "stop": "Stop", "target": "Objetivos", "long": "LARGO", "short": "CORTO"},
    {"entry": "Einstieg", "stop": "Stopp", "target": "Ziele", "long": "LONG", "short": "SHORT"},
    {"entry": "Entrée", "stop": "Stop", "target": "Objectifs", "long": "LONG", "short": "SHORT"},
    {"entry": "Ingresso", "stop": "Stop", "target": "Obiettivi", "long": "LONG", "short": "SHORT"},
    {"entry": "Wejście", "stop": "Stop", "target": "Cele", "long": "LONG", "short": "SHORT"},
    {"entry": "ورود", "stop": "حد ضرر", "target": "تارگت", "long": "لانگ", "short": "شورت"},
    {"entry": "الدخول", "stop": "وقف الخسارة", "target": "الأهداف", "long": "شراء", "short": "بيع"},
    {"entry": "入场", "stop": "止损", "target": "止盈", "long": "做多", "short": "做空"},
    {"entry": "진입", "stop": "손절", "target": "목표", "long": "롱", "short": "숏"},
    {"entry": "エントリー", "stop": "損切り", "target": "利確", "long": "ロング", "short": "ショート"},
)
DECORATION = ("🔥", "🚀🚀", "⚡️", "💎", "━━━━", "✨", "👑")


@st.composite
def calls(draw):
    """A plain call: five-digit prices far enough apart, on the sides that its direction asks for."""
    entry = draw(st.integers(20_000, 90_000))
    steps = draw(st.lists(st.integers(101, 900), min_size=2, max_size=4))
    sign = draw(st.sampled_from([1, -1]))
    targets, price = [], entry
    for step in steps[1:]:
        price += sign * step
        targets.append(price)
    return {
        "base": draw(st.sampled_from(["BTC", "ETH", "BNB"])),
        "side": "long" if sign > 0 else "short",
        "entry": entry,
        "stop": entry - sign * steps[0],
        "targets": targets,
    }


def lines_of(call, labels=LABELS[0], write=str):
    return [
        f"#{call['base']}/USDT {labels[call['side']]}",
        f"{labels['entry']}: {write(call['entry'])}",
        f"{labels['stop']}: {write(call['stop'])}",
        f"{labels['target']}: {' - '.join(write(price) for price in call['targets'])}",
    ]


def meaning(text: str):
    reading = parse(text)
    assert isinstance(reading, Entry), (text, reading)
    (signal,) = reading.signals
    assert signal.stop_loss is not None
    return (
        signal.symbol,
        str(signal.side),
        [level.value for level in signal.entries],
        signal.stop_loss.value,
        [level.value for level in signal.take_profits],
    )


def expected(call):
    return (
        f"{call['base']}/USDT",
        call["side"],
        [Decimal(call["entry"])],
        Decimal(call["stop"]),
        [Decimal(price) for price in call["targets"]],
    )


@given(calls())
def test_a_plain_call_is_read_as_written(call):
    assert meaning("\n".join(lines_of(call))) == expected(call)


@given(calls(), st.sampled_from(LABELS))
def test_labels_of_another_language_change_nothing(call, labels):
    assert meaning("\n".join(lines_of(call, labels))) == expected(call)


@given(calls(), st.permutations([0, 1, 2, 3]))
def test_the_order_of_the_lines_changes_nothing(call, order):
    lines = lines_of(call)
    assert meaning("\n".join(lines[place] for place in order)) == expected(call)


@given(calls(), st.lists(st.integers(0, 80), max_size=12))
def test_zero_width_characters_change_nothing(call, places):
    text = "\n".join(lines_of(call))
    for place in places:
        spot = place % len(text)
        text = text[:spot] + "\u200b" + text[spot:]
    assert meaning(text) == expected(call)


@given(calls(), st.sampled_from([BOLD, WIDE]))
def test_styled_letters_change_nothing(call, style):
    assert meaning("\n".join(lines_of(call)).upper().translate(style)) == expected(call)


@given(calls(), st.lists(st.sampled_from(DECORATION), min_size=4, max_size=4))
def test_emoji_around_the_lines_change_nothing(call, signs):
    text = "\n".join(f"{sign} {line} {sign}" for sign, line in zip(signs, lines_of(call), strict=True))
    assert meaning(text) == expected(call)


@given(calls(), st.sampled_from(["{:,}", "${:,}", "{}$", "€{}", "{} USDT", "{}.00"]))
def test_thousands_separators_and_currency_signs_change_nothing(call, form):
    assert meaning("\n".join(lines_of(call, write=form.format))) == expected(call)


@given(calls())
def test_thousands_set_off_by_spaces_or_apostrophes_change_nothing(call):
    for mark in (" ", "\u202f", "'", "\u00a0"):
        assert meaning("\n".join(lines_of(call, write=lambda price, m=mark: f"{price:,}".replace(",", m)))) == expected(
            call
        )


@given(calls())
def test_one_line_means_what_four_lines_mean(call):
    assert meaning(" | ".join(lines_of(call))) == expected(call)


@given(calls(), st.data())
def test_another_digit_is_another_call(call, data):
    text = "\n".join(lines_of(call))
    digits = [place for place, char in enumerate(text) if char.isdigit()]
    place = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from([char for char in "123456789" if char != text[place]]))
    reading = parse(text[:place] + digit + text[place + 1 :])
    if isinstance(reading, Entry):
        assert meaning(text[:place] + digit + text[place + 1 :]) != expected(call)
    else:
        assert isinstance(reading, Rejected)


@given(calls())
def test_the_side_is_never_inferred_from_the_levels(call):
    lines = lines_of(call)
    lines[0] = f"#{call['base']}/USDT"
    assert isinstance(parse("\n".join(lines)), Rejected)


@given(calls())
def test_swapped_sides_are_refused_not_repaired(call):
    other = {**call, "side": "short" if call["side"] == "long" else "long"}
    assert isinstance(parse("\n".join(lines_of(other))), Rejected)


@given(calls(), st.sampled_from(["Don't take this: ", "Never ", "What about ", "Maybe "]))
def test_a_denied_or_doubted_one_liner_opens_nothing(call, words):
    text = f"{words}{call['base']} {call['side']} {call['entry']}"
    assert isinstance(parse(text), Noise | Rejected)


@given(calls(), st.text(alphabet="\U0001f525\U0001f680 ✨!\n", max_size=20))
def test_spans_point_at_the_digits_that_were_read(call, prefix):
    text = prefix + "\n" + "\n".join(lines_of(call))
    reading = parse(text)
    assert isinstance(reading, Entry)
    marked = [text[span.start : span.end] for span in reading.spans if span.role == "target"]
    assert marked == [str(price) for price in call["targets"]]
