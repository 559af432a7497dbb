"""Labels: which words and signs own the numbers behind them, and which lines are no part of the call."""

from echotrade_desktop.engine.signals.parser.tokens import EMOJI, JUNK, NUMBER, PUNCT, SYMBOL, WORD, Token

ENTRY, STOP, TARGET, LEVERAGE, PRICE, IGNORE, DOUBT = "entry", "stop", "target", "leverage", "price", "ignore", "doubt"
SIDES = ("long", "short", "buy", "sell")
_INITIALS = {"E": ENTRY, "S": STOP, "T": TARGET}
_ACTS = ("move", "partial", "close", "book")
_IN_CONTEXT = frozenset(
    {"ignored", "target_counted", "target_colon", "target_near", "stop_near", "entry_near", "entry_colon", "doubt",
     "ignore", "side_label", "symbol_label"}
)  # fmt: skip
_MAX_SIGNS = 8  # emoji and signs between a label and its number
OWNERS = frozenset({ENTRY, STOP, TARGET})
_EMOJI_LABELS = (
    dict.fromkeys("🛑⛔🚫❌☠💀🔻", STOP) | dict.fromkeys("🎯📤🏁🥇🥈🥉🔵🏆✔☑", TARGET) | dict.fromkeys("📍🔑📥", ENTRY)
)
QUIET = frozenset(
    {"filler", "around", "trigger", "range", "and", "timeframe", "unit", "exchange", "margin_mode", "place", "thousand",
     "myriad", "market", "none", "position", "ordinal", "name", "entry_colon", "fraction", "profit", "either"}
)  # fmt: skip


def into_lines(tokens: list[Token]) -> list[list[Token]]:
    """Return the tokens grouped by line; empty lines are left out."""
    lines: list[list[Token]] = []
    for token in tokens:
        if lines and lines[-1][0].line == token.line:
            lines[-1].append(token)
        else:
            lines.append([token])
    return lines


def mark_initials(tokens: list[Token]) -> None:
    """Read E, S and T before numbers as labels, beside others: "E 14.25 | S 13.80 | T 14.9"."""
    found = [token for place, token in enumerate(tokens) if _is_initial(tokens, place)]
    written = {role for token in tokens if len(token.folded) > 1 for role in OWNERS & token.marks}
    if len(written | {_INITIALS[token.text] for token in found}) > 1:
        for token in found:
            token.marks = frozenset({_INITIALS[token.text], "initial"})


def _is_initial(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    if token.kind != WORD or token.text not in _INITIALS or place + 1 == len(tokens):
        return False
    before, following = tokens[place - 1] if place else None, tokens[place + 1]
    opens = before is None or before.line != token.line or before.kind in {PUNCT, EMOJI, NUMBER}
    return opens and following.line == token.line and (following.kind == NUMBER or following.folded in {":", "="})


def is_unknown(token: Token) -> bool:
    """Whether a token is a word that the lexicon does not know."""
    return token.kind == WORD and not token.marks and (len(token.folded) > 1 or not token.text.isascii())


def role_of(tokens: list[Token], place: int) -> str:
    """Return the owner role of a token in its line, or ""."""
    token = tokens[place]
    match token.kind:
        case "symbol":
            return "symbol"
        case "emoji":
            return _emoji_role(tokens, place)
        case "punct":
            return "at" if token.folded == "@" and not _merely_points(tokens, place) else ""
        case "word" if token.marks and "phrase" not in token.marks:
            return _word_role(tokens, place) or _context_role(tokens, place)
    return ""


def _word_role(tokens: list[Token], place: int) -> str:
    """The role of a word that is a label wherever it stands."""
    token = tokens[place]
    for side in SIDES:
        if side in token.marks:
            return side
    for role in (STOP, TARGET, ENTRY, LEVERAGE):
        if role in token.marks:
            return _checked(tokens, place, role)
    if token.has("buying", "selling"):
        return "buy" if "buying" in token.marks else "sell"
    return PRICE if "price" in token.marks else ""


def _context_role(tokens: list[Token], place: int) -> str:
    """The role of a word that is a label only in front of a number, or where a clause opens."""
    token = tokens[place]
    if token.marks.isdisjoint(_IN_CONTEXT):
        return ""
    if "ignored" in token.marks:  # on the user's own word
        return IGNORE
    if "target_counted" in token.marks and is_counted(tokens, place):
        return TARGET
    if "target_colon" in token.marks and _has_colon(tokens, place) and _number_follows(tokens, place):
        return TARGET
    for role in (TARGET, STOP, ENTRY):
        if f"{role}_near" in token.marks and _number_follows(tokens, place, only="$"):
            return role
    opens = place == 0 or tokens[place - 1].kind != WORD
    if "entry_near" in token.marks and opens and place < 2 and _number_follows(tokens, place):
        return ENTRY
    if "entry_colon" in token.marks and opens and _has_colon(tokens, place) and _number_follows(tokens, place):
        return ENTRY
    if not token.has("doubt", "ignore", "side_label", "symbol_label") or not _opens_clause(tokens, place):
        return ""
    return DOUBT if "doubt" in token.marks else IGNORE


def is_counted(tokens: list[Token], place: int) -> bool:
    """Whether an index and a price stand behind a word ("Reward 2: 0.89"), and not a ratio ("Reward 1:2")."""
    following = tokens[place + 1 : place + 4]
    if [token.kind for token in following] != [NUMBER, PUNCT, NUMBER]:
        return False
    index, mark, price = following
    ratio = mark.glued and price.glued and len(price.folded) < 3
    return len(index.folded) == 1 and index.folded.isdigit() and mark.folded in ":-=)" and not ratio


def _merely_points(tokens: list[Token], place: int) -> bool:
    """Whether an @ stands behind a label or in a list, and owns nothing itself ("Sell @154.9 & @160.2")."""
    if place == 0:
        return False
    before = tokens[place - 1]
    listed = place > 1 and tokens[place - 2].kind == NUMBER and (before.folded in ",&/|-" or before.has("and", "range"))
    while place > 1 and tokens[place - 1].kind == NUMBER and tokens[place - 2].folded == "@":
        place -= 2  # "TPs @ 597 @ 612"
    before = tokens[place - 1]
    numbered = place > 1 and before.kind == NUMBER and line_has_label(tokens[place - 2])
    return listed or numbered or line_has_label(before) or (before.kind == WORD and before.has(*SIDES))


def line_has_label(token: Token) -> bool:
    """Whether a token is a label that an @ merely points from ("SL @ 66000")."""
    return token.kind == WORD and token.has(ENTRY, STOP, TARGET, LEVERAGE) and "phrase" not in token.marks


def _checked(tokens: list[Token], place: int, role: str) -> str:
    """One-letter labels count only with an index behind them ("T1")."""
    token = tokens[place]
    if role == ENTRY and "mean" in token.marks and place and tokens[place - 1].folded == "(":
        return ""  # "Entry: 152 - 154 (avg entry 153)"
    if len(token.folded) > 1 or not token.text.isascii() or "initial" in token.marks:
        return role
    follows = place + 1 < len(tokens) and tokens[place + 1].kind == NUMBER and tokens[place + 1].glued
    return role if follows else ""


def _emoji_role(tokens: list[Token], place: int) -> str:
    role = _EMOJI_LABELS.get(tokens[place].folded, "")
    if not role or not _number_follows(tokens, place, only="$:-("):
        return ""
    return role


def _number_follows(tokens: list[Token], place: int, only: str = "$:-(=") -> bool:
    place += 1
    last = min(len(tokens), place + _MAX_SIGNS)
    while place < last and (tokens[place].kind == EMOJI or tokens[place].folded in only):
        place += 1
    return place < last and tokens[place].kind == NUMBER


def _has_colon(tokens: list[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].folded in {":", "="}


def _opens_clause(tokens: list[Token], place: int) -> bool:
    if _has_colon(tokens, place) or place == 0:
        return True
    before = tokens[place - 1]
    if before.has("around") and _takes_a_side(tokens, place - 1):
        return False  # "long from support 8.30"
    return before.kind in {PUNCT, EMOJI, SYMBOL, NUMBER, JUNK} or before.has("filler", "and")


def _takes_a_side(tokens: list[Token], end: int) -> bool:
    """Whether a side, or a side and its coin, stand right before a place."""
    if end and tokens[end - 1].kind == SYMBOL:
        end -= 1
    return end > 0 and tokens[end - 1].kind == WORD and tokens[end - 1].has(*SIDES)


def is_management(line: list[Token]) -> bool:
    """Whether a line says how the trade will be managed later ("after TP1 move SL to entry")."""
    conditions = [n for n, token in enumerate(line) if _is_condition(token, n)]
    acts = [n for n, token in enumerate(line) if token.has(*_ACTS) and "phrase" not in token.marks]
    acts = [n for n in acts if not (line[n].has("target") and _owns_price(line, n))]
    if not conditions and not acts:
        return False
    first_label = next((n for n, token in enumerate(line) if role_of(line, n) in OWNERS), None)
    if conditions and (first_label is None or conditions[0] < first_label):
        return not is_enumerated(line)
    if not acts or is_enumerated(line):
        return False
    if first_label is not None and first_label < acts[0] and not conditions:
        return any(token.has("breakeven") for token in line[acts[0] :]) and line[acts[0]].has("move")
    managed = any(token.has("stop", "breakeven", "target", "rest", "fraction") or token.unit == "%" for token in line)
    return managed and (line[acts[0]].has("move") or bool(conditions) or _percent_or_target(line))


def _is_condition(token: Token, place: int) -> bool:
    if "if" not in token.marks or "phrase" in token.marks:
        return False
    return place == 0 or len(token.folded) > 3 or not token.has("around", "filler", "place", "and", "range")


def _owns_price(line: list[Token], place: int) -> bool:
    """Whether a price stands right behind a label and its index: "Take Profit 1: 3260 (50%)"."""
    for token in line[place + 1 : place + 6]:
        if token.kind == NUMBER and token.unit in {"", "k"} and len(token.folded) > 2:
            return True
        if token.kind not in {NUMBER, PUNCT, EMOJI}:
            return False
    return False


def _percent_or_target(line: list[Token]) -> bool:
    return any(token.unit == "%" or "fraction" in token.marks or "rest" in token.marks for token in line)


def is_enumerated(line: list[Token]) -> bool:
    """Whether a line begins with "1)" or "1."."""
    words = [token for token in line if token.kind != EMOJI]
    return len(words) > 1 and words[0].kind == NUMBER and words[0].folded.isdigit() and words[1].folded in {")", "."}
