"""Which instrument a message names: explicit pair > glued pair > tag > known ticker > a coin's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from echotrade_desktop.engine.signals.parser.catalogue import (
    ALIASES,
    FIAT,
    INDICES,
    KNOWN_BASES,
    METALS,
    NOT_TICKERS,
    QUOTES,
    STABLE_QUOTES,
    WORD_TICKERS,
)
from echotrade_desktop.engine.signals.parser.fold import script_of, skeleton
from echotrade_desktop.engine.signals.parser.lexicon import NO_MARKS, Node
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, PUNCT, SYMBOL, WORD, Token

PAIR, GLUED, TAG, BARE, NAME, ODD_TAG, FOREIGN = "pair", "glued", "tag", "bare", "name", "odd tag", "foreign"
RANK = {PAIR: 6, GLUED: 5, TAG: 4, BARE: 3, NAME: 2, ODD_TAG: 1, FOREIGN: 0}

_SIDES = ("long", "short", "buy", "sell")
_LABELS = frozenset({"entry", "stop", "target", "leverage", "price", "market", "side_label", "symbol_label", *_SIDES})
_INSTRUCTIONS = (
    "close",
    "closed",
    "stop",
    "stopped",
    "target",
    "cancel",
    "cancelled",
    "move",
    "position",
    "hit",
    "book",
)
_FUNCTION_WORDS = ("around", "filler", "and", "range", "if", "not", "hedge", "either", "place", "question", "trigger")
_SEPARATORS = frozenset("/|-_:(")
_CONTRACT = frozenset({"PERP", "SWAP", "P", "PERPETUAL", "FUTURES", "FUT"})
# Tickers that are no word of any language: read in small letters wherever they stand.
_SPOKEN = frozenset(
    "btc xbt eth bnb xrp sol doge trx avax dot matic ltc bch atom xlm xmr icp hbar algo qnt grt aave mkr snx crv ldo"
    " wld rndr tao arkm tfuel axs chz ape imx waxp eos xtz egld klay ftm ckb ordi bome wif pepe shib floki bonk popcat"
    " pnut jup jto pyth strk ethfi ena ondo apt arb inj sui sei tia dydx gmx fet zil kas luna lunc ustc kava zec ksm"
    " uni neo mana gala vet iota kaito jasmy ankr storj sushi lpt ssv rune stx cfx pendle zro dym neiro rpl fxs"
    " yfi".split()
)
_QUOTE_ORDER = ("BTC", "ETH", "BNB")


@dataclass(frozen=True, slots=True)
class Listing:
    """What counts as a known base; `symbols` is the venue's catalogue, None for the built-in table."""

    bases: frozenset[str] = KNOWN_BASES
    symbols: frozenset[str] | None = None
    default_quote: str = "USDT"

    def of_base(self, base: str) -> str:
        """Return the symbol of a bare base, in its usual quote."""
        base = ALIASES.get(base, base)
        if base in METALS:
            return METALS[base]
        if base in INDICES:
            return f"{base}/USD"
        return f"{base}/{self.default_quote}"


@lru_cache(maxsize=32)
def make_listing(symbols: frozenset[str] | None, default_quote: str) -> Listing:
    """Return the listing of a venue's catalogue, or the built-in one."""
    if symbols is None:
        return Listing(default_quote=default_quote)
    bases = frozenset(symbol.partition("/")[0] for symbol in symbols)
    return Listing(bases | KNOWN_BASES, symbols, default_quote)


def mark_symbols(tokens: list[Token], listing: Listing, root: Node) -> list[Token]:
    """Return the tokens with every symbol joined into one: `value` is the symbol, `unit` how it is written."""
    marked: list[Token] = []
    place = 0
    while place < len(tokens):
        found = _symbol_at(tokens, place, listing, root) if tokens[place].kind in {WORD, NUMBER} else None
        if found is None:
            marked.append(tokens[place])
            place += 1
            continue
        token, place = found
        if marked and marked[-1].kind == PUNCT and marked[-1].folded in "#$" and token.glued:
            token.start = marked.pop().start
        marked.append(token)
    return marked


def _composite(tokens: list[Token], place: int) -> tuple[str, int]:
    """Return the run of glued letters and digits that starts here, in capitals, and the place after it."""
    end = place + 1
    if end == len(tokens) or not tokens[end].glued:
        return tokens[place].text.upper(), end
    parts = [tokens[place].text]
    while end < len(tokens) and tokens[end].glued and end - place < 6:
        token = tokens[end]
        if token.kind not in {WORD, NUMBER} or not token.text.isascii() or not token.text.isalnum():
            break
        parts.append(token.text)
        end += 1
    return "".join(parts).upper(), end


def _symbol_at(tokens: list[Token], place: int, listing: Listing, root: Node) -> tuple[Token, int] | None:
    first = tokens[place]
    if first.glued and place and tokens[place - 1].kind in {WORD, NUMBER}:
        return None
    if not first.text.isascii():
        return _foreign(tokens, place, listing)
    base, end = _composite(tokens, place)
    if not base.isalnum() or base.isdigit() or len(base) > 24:
        return None
    pair = _spelled_pair(tokens, base, end, listing, root)
    if pair is not None:
        value, end = pair
        return _join(tokens, place, end, value, PAIR)
    value, how = _one_word(tokens, place, end, base, listing, root)
    if not value:
        return None
    return _join(tokens, place, _skip_contract(tokens, end, how), value, how)


def _join(tokens: list[Token], place: int, end: int, value: str, how: str) -> tuple[Token, int]:
    first, last = tokens[place], tokens[end - 1]
    text = "".join(token.text for token in tokens[place:end])
    token = Token(SYMBOL, text, text.lower(), first.start, last.end, first.line, first.glued, NO_MARKS, value, how)
    return token, end


def _spelled_pair(tokens: list[Token], base: str, end: int, listing: Listing, root: Node) -> tuple[str, int] | None:
    """Read BASE sep QUOTE: "BTC/USDT", "BTC | USDT", "BTC-USDT-SWAP", "GUN(USDT)", "SOL/USDT:USDT", "BTC USDT"."""
    if end >= len(tokens) or tokens[end].line != tokens[end - 1].line:
        return None
    separator = tokens[end]
    if separator.kind == WORD and separator.text.upper() in STABLE_QUOTES and base in listing.bases:
        return f"{ALIASES.get(base, base)}/{separator.text.upper()}", _skip_contract(tokens, end + 1, PAIR)
    if separator.kind != PUNCT or separator.folded not in _SEPARATORS or end + 1 >= len(tokens):
        return None
    quote, after = _composite(tokens, end + 1)
    tight = separator.glued and tokens[end + 1].glued
    known = base in listing.bases or base in METALS
    if not (tight or separator.folded in "/|" or (known and quote in STABLE_QUOTES)):
        return None
    if quote.endswith("PERP") and quote != "PERP":
        quote = quote.removesuffix("PERP")
    if quote in FIAT and base in FIAT and separator.folded in "/-":
        return f"{base}/{quote}", after
    if quote in {"PERP", "SWAP", "PERPETUAL"} and tight and separator.folded in "-_/":
        value, _ = _unglue(base, listing)
        return (value or listing.of_base(base)), after
    if quote not in QUOTES or not _is_base(base, root, known) or _is_backwards(base, quote):
        return None
    if separator.folded == "(" and after < len(tokens) and tokens[after].folded == ")":
        after += 1
    return f"{ALIASES.get(base, base)}/{ALIASES.get(quote, quote)}", _skip_contract(tokens, after, PAIR)


def _is_backwards(base: str, quote: str) -> bool:
    """BTC/ETH is two coins, not a pair; so is a stable coin in front."""
    if base in STABLE_QUOTES or base == quote:
        return True
    return quote in _QUOTE_ORDER and base in _QUOTE_ORDER and _QUOTE_ORDER.index(base) < _QUOTE_ORDER.index(quote)


def _is_base(base: str, root: Node, known: bool) -> bool:
    if known:
        return True
    node = root.words.get(base.lower())
    return node is None or node.marks.isdisjoint(_LABELS)


def _skip_contract(tokens: list[Token], end: int, how: str) -> int:
    """Step over ".P", "-PERP", " PERP", ":USDT", a lone "P" behind a pair."""
    while end < len(tokens) and tokens[end].line == tokens[end - 1].line:
        token = tokens[end]
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if token.kind == PUNCT and token.folded in ".-_:" and token.glued and following is not None and following.glued:
            word = following.text.upper()
            if word in _CONTRACT or (token.folded == ":" and word in QUOTES and how == PAIR):
                end += 2
                continue
        elif token.kind == WORD and token.text in {"PERP", "P", "SWAP"} and how in {PAIR, GLUED}:
            end += 1
            continue
        break
    return end


def _unglue(word: str, listing: Listing) -> tuple[str, str]:
    """Split a pair written in one word; ("", "") if it is none."""
    word = word.removesuffix("PERP") if word.endswith("PERP") and len(word) > 5 else word
    if len(word) == 6 and word[:3] in FIAT and word[3:] in FIAT:
        return f"{word[:3]}/{word[3:]}", GLUED
    if not word.endswith(QUOTES):
        return "", ""
    for quote in QUOTES:
        base = word.removesuffix(quote)
        if base == word or not base or base.isdigit() or _is_backwards(base, quote):
            continue
        known = base in listing.bases or base in METALS or base in INDICES
        if known or (quote in STABLE_QUOTES and quote != "USD" and base not in FIAT):
            return f"{ALIASES.get(base, base)}/{ALIASES.get(quote, quote)}", GLUED
    return "", ""


def _one_word(tokens: list[Token], place: int, end: int, word: str, listing: Listing, root: Node) -> tuple[str, str]:
    before = tokens[place - 1] if place and tokens[place].glued else None
    tagged = before is not None and before.kind == PUNCT and before.folded in "#$"
    if before is not None and before.folded == "#" and word.isdigit():
        return "", ""
    if _is_dominance(tokens, end, word):
        return "", ""
    value, how = _unglue(word, listing) if word not in listing.bases else ("", "")
    if value:
        return value, how
    if word in INDICES:
        return f"{word}/USD", BARE
    if word.endswith("PERP") and word.removesuffix("PERP") in listing.bases:
        return listing.of_base(word.removesuffix("PERP")), GLUED
    known = word in listing.bases or word in METALS
    if tagged:
        return _tagged(tokens[place:end], word, known, listing, root)
    if known and len(word) > 1 and _is_inflected(tokens, place, end):
        return listing.of_base(word), BARE
    if not known or word in WORD_TICKERS or not (word.lower() in _SPOKEN or _is_capital(tokens[place:end])):
        return "", ""
    return listing.of_base(word), BARE


def _is_inflected(tokens: list[Token], place: int, end: int) -> bool:
    """Whether an ending stands behind a ticker in capitals: "LINK'in", "NEAR's"."""
    if end + 1 >= len(tokens) or tokens[end].folded != "'" or not tokens[place].text.isupper():
        return False
    ending = tokens[end + 1]
    return tokens[end].glued and ending.glued and ending.text.islower() and len(ending.text) < 5


def _is_capital(pieces: list[Token]) -> bool:
    return all(piece.text.isupper() or piece.kind == NUMBER for piece in pieces)


def _tagged(pieces: list[Token], word: str, known: bool, listing: Listing, root: Node) -> tuple[str, str]:
    written = "".join(piece.text for piece in pieces)
    if known and (written.isupper() or word not in WORD_TICKERS or pieces[0].folded not in root.words):
        return listing.of_base(word), TAG
    node = root.words.get(word.lower())
    if node is not None and "name" in node.marks:
        return (node.value if "/" in node.value else listing.of_base(node.value)), NAME
    if word in NOT_TICKERS or node is not None or not 2 <= len(word) <= 10 or not written.isupper():
        return "", ""
    return listing.of_base(word), ODD_TAG


def _is_dominance(tokens: list[Token], end: int, word: str) -> bool:
    if word not in {"BTC", "ETH", "USDT"} or end + 1 >= len(tokens):
        return False
    return tokens[end].folded == "." and tokens[end].glued and tokens[end + 1].folded == "d" and tokens[end + 1].glued


def _foreign(tokens: list[Token], place: int, listing: Listing) -> tuple[Token, int] | None:
    """Find a ticker that is wholly in another script: shown, never guessed."""
    token = tokens[place]
    if token.kind != WORD:
        return None
    quoted = (
        place + 2 < len(tokens) and tokens[place + 1].folded in {"/", "-"} and tokens[place + 2].text.upper() in QUOTES
    )
    imitates = token.text.isupper() and len(token.text) > 2 and skeleton(token.text) in listing.bases
    if not quoted and not imitates:
        return None
    if not all(script_of(char) in {"cyrillic", "greek"} for char in token.text):
        return None
    return _join(tokens, place, place + 3 if quoted else place + 1, "", FOREIGN)


def mark_names(tokens: Iterable[Token], listing: Listing) -> None:
    """Turn the names of coins ("bitcoin", "биткоин", "比特币") into SYMBOL tokens of the lowest rank."""
    for token in tokens:
        if token.kind == WORD and token.has("name"):
            token.kind, token.unit = SYMBOL, NAME
            token.value = token.value if "/" in token.value else listing.of_base(token.value)


def mark_word_tickers(tokens: list[Token], listing: Listing) -> None:
    """Find a ticker that is also a word ("LINK", "NEAR"), where nothing else names the coin.

    It counts right beside the side, in front of an instruction, or in capitals in a line that has small letters too.
    Beside another coin it counts only where it opens the call ("NEAR LONG 5.42 … BTC at 66,900"): then there are two.
    """
    words = [token for token in tokens if token.kind in {WORD, NUMBER}]
    if any(token.kind == SYMBOL for token in tokens):
        _mark_opening_ticker(words[:2], tokens[:2], listing)
        return
    if not any(token.kind == WORD and token.text.upper() in listing.bases for token in words):
        return
    rows: dict[int, list[Token]] = {}
    for token in words:
        rows.setdefault(token.line, []).append(token)
    told = {
        line: (_is_mixed(row), any(token.has(*_SIDES, "buying", "selling") for token in row))
        for line, row in rows.items()
    }
    found = [token for place, token in enumerate(words) if _is_word_ticker(words, place, listing, told)]
    if len({token.folded for token in found}) != 1:
        return
    for token in found:
        _make_ticker(token, listing)


def _mark_opening_ticker(words: list[Token], opening: list[Token], listing: Listing) -> None:
    """Mark the ticker of "NEAR LONG …" and "LONG NEAR …", where the message begins so."""
    if len(words) < 2 or words != opening:
        return
    for token, other in (words, reversed(words)):
        if token.kind == WORD and token.text.isupper() and token.text in listing.bases and other.has(*_SIDES):
            _make_ticker(token, listing)


def _make_ticker(token: Token, listing: Listing) -> None:
    token.kind, token.unit, token.value = SYMBOL, BARE, listing.of_base(token.text.upper())
    token.marks = NO_MARKS


def _is_mixed(row: list[Token]) -> bool:
    """Whether a line has words in small letters, so that capitals mean something."""
    return any(token.kind == WORD and not token.text.isupper() for token in row)


def _is_word_ticker(words: list[Token], place: int, listing: Listing, told: dict[int, tuple[bool, bool]]) -> bool:
    token = words[place]
    if token.kind != WORD or token.text.upper() not in listing.bases or token.has(*_SIDES) or len(token.text) < 2:
        return False
    beside = [
        other for other in words[max(0, place - 1) : place + 2] if other is not token and other.line == token.line
    ]
    by_side = any(other.has(*_SIDES, "buying", "selling", "symbol_label") for other in beside)
    leads = place == 0 or words[place - 1].line != token.line
    shouted = token.text.isupper()
    if token.has("stop", "target", "entry", "leverage", "market", "name") and not (shouted and by_side):
        return False
    mixed, sided = told[token.line]
    if shouted and place and words[place - 1] in beside and words[place - 1].has("symbol_label"):
        return True  # "COIN: NEAR"
    if token.has(*_FUNCTION_WORDS) and not (by_side and (leads or (shouted and mixed))):
        return False
    if by_side and (shouted or leads or (not token.marks and token.text.upper() not in WORD_TICKERS)):
        return True
    instructed = (leads or not token.marks) and any(other.has(*_INSTRUCTIONS) for other in beside)
    ends = place + 1 == len(words) or words[place + 1].line != token.line
    return shouted and mixed and (instructed or ((sided or ends) and not token.marks))
