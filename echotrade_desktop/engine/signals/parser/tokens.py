"""Words, numbers and marks: the message as a list of tokens, line by line."""

import re
from dataclasses import dataclass, field

from echotrade_desktop.engine.signals.parser.fold import BREAK
from echotrade_desktop.engine.signals.parser.lexicon import NO_MARKS, Node
from echotrade_desktop.engine.signals.parser.normalise import Plain

WORD, NUMBER, PUNCT, EMOJI, SYMBOL, JUNK = "word", "number", "punct", "emoji", "symbol", "junk"

_TOKEN = re.compile(
    r"(?P<space>[ \u00a0]+)|(?P<eol>\n)"
    r"|(?P<date>(?:19|20)\d\d(?P<mark>[-/.])(?:0?[1-9]|1[0-2])(?P=mark)(?:[12]\d|3[01]|0?[1-9])(?![\d.]\d|\d)"
    r"(?:[t ]?\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?z?)?"
    r"|\d{1,2}(?P<dot>[-/.])\d{1,2}(?P=dot)(?:19|20)\d\d(?!\d)|\d{1,2}:\d\d:\d\d(?!\d))"
    r"|(?P<number>(?:\d|(?<![\d.,])\.(?=\d))\d*(?:[.,']\d+|_\d{3}(?!\d))*(?:e[+-]?\d{1,4}(?![a-z0-9]))?)"
    r"|(?P<unspaced>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fb\u30fd-\u30ff\u3400-\u9fff\uac00-\ud7af])"
    r"|(?P<word>[^\W\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fb\u30fd-\u30ff\u3400-\u9fff\uac00-\ud7af]+)"
    r"|(?P<arrow>[-=]{1,3}>)|(?P<punct>[!-/:-@\[-`{-~→•·])|(?P<other>.)",
    re.S,
)
_RUN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-z]{8,80}")
_TURN = re.compile(r"\d(?=[a-z])|[a-z](?=\d)")
_RUNS_ON = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-")  # behind a piece that is no identifier by itself
_SUFFIX = frozenset({"filler"})
_ID_TURNS = 4  # changes between letters and digits that no ticker, price or leverage has


@dataclass(slots=True, eq=False)
class Token:
    """One piece of the plain text [start, end); `marks` say what the lexicon knows of it.

    `glued`: no space before it. `value` carries a symbol, an ordinal or a fraction. `extra` is the unit of a number
    ("%", "x", "time", "unit", "k", ...) once `numbers` has looked at it.
    """

    kind: str
    text: str
    folded: str
    start: int
    end: int
    line: int
    glued: bool
    marks: frozenset[str] = NO_MARKS
    value: str = ""
    unit: str = ""
    parts: list["Token"] = field(default_factory=list)

    def has(self, *marks: str) -> bool:
        """Whether the lexicon gives it one of these marks."""
        return bool(self.marks) and not self.marks.isdisjoint(marks)


def tokenise(plain: Plain, most: int) -> list[Token]:
    """Return the tokens of a message in order, `most` of them and one more if there are more.

    Spaces and line ends become `glued` and `line`.
    """
    tokens: list[Token] = []
    line, glued, position = 0, False, 0
    text, folded = plain.text, plain.folded
    end_of_text = len(folded)
    while position < end_of_text and len(tokens) <= most:
        match = _TOKEN.match(folded, position)
        if match is None:  # cannot be: the last alternative takes any character
            break
        kind = match.lastgroup or "other"
        start, position = position, match.end()
        if kind == "space" or folded[start] == '"':
            glued = glued and kind != "space"
        elif kind == "eol":
            line, glued = line + 1, False
        else:
            runs_on = position < end_of_text and folded[position] in _RUNS_ON
            if runs_on and kind in {"number", "word"} and (ident := _identifier(folded, start)) > position:
                kind, position = "id", ident
            tokens.append(_make(kind, text, folded, start, position, line, glued))
            glued = True
    return tokens


def _identifier(folded: str, start: int) -> int:
    """Return where a machine's identifier (hex, UUID) that starts here ends, or 0."""
    if start and folded[start - 1].isalnum():
        return 0
    run = _RUN.match(folded, start)
    if run is None:
        return 0
    if run.end() < len(folded) and folded[run.end()].isalnum():
        return 0
    return run.end() if len(_TURN.findall(run[0])) >= _ID_TURNS else 0


def _make(kind: str, text: str, folded: str, start: int, end: int, line: int, glued: bool) -> Token:
    match kind:
        case "number":
            token_kind = NUMBER
        case "word" | "unspaced":
            token_kind = WORD
        case "arrow":
            return Token(PUNCT, text[start:end], "→", start, end, line, glued)
        case "punct":
            token_kind = PUNCT
        case "date" | "id":
            token_kind = JUNK
        case _:
            token_kind = JUNK if text[start] == BREAK else EMOJI
    return Token(token_kind, text[start:end], folded[start:end], start, end, line, glued)


def mark_suffixes(tokens: list[Token]) -> None:
    """Let the ending behind an apostrophe say nothing: "BTC's", "AAVE'nin yüzde 25'ini"."""
    for place in range(2, len(tokens)):
        token, mark, before = tokens[place], tokens[place - 1], tokens[place - 2]
        if mark.folded != "'" or not mark.glued or not token.glued or token.kind != WORD or len(token.folded) > 5:
            continue
        if before.kind in {SYMBOL, NUMBER} or before.marks or before.folded == "%":
            token.marks = _SUFFIX


_CLITICS = frozenset("وفبل" + "ובלה")
_JOINERS = frozenset("-_./&'(:")


def mark_phrases(tokens: list[Token], root: Node) -> list[Token]:
    """Return the tokens with each longest known phrase joined into one token that carries its marks."""
    marked: list[Token] = []
    place, count = 0, len(tokens)
    while place < count:
        token = tokens[place]
        if token.kind == WORD or (token.kind == NUMBER and token.folded in root.words):
            length, node = _longest(tokens, place, root)
            if node is not None and (length > 1 or token.kind == WORD):
                marked.append(_join(tokens[place : place + length], node) if length > 1 else _with(token, node))
                place += length
                continue
        marked.append(token)
        place += 1
    return marked


def _with(token: Token, node: Node) -> Token:
    token.marks, token.value = node.marks, node.value
    return token


def _longest(tokens: list[Token], place: int, root: Node) -> tuple[int, Node | None]:
    """Return the longest phrase that begins here: by the whole first word, else by its stem."""
    word = tokens[place].folded
    first = root.step(word) or _without_clitic(word, root)
    length, best = _follow(tokens, place, first)
    return (length, best) if best is not None or first is None else _follow(tokens, place, root.step_by_stem(word))


def _follow(tokens: list[Token], place: int, node: Node | None) -> tuple[int, Node | None]:
    best, best_length, length = None, 0, 1
    while node is not None:
        if node.marks:
            best, best_length = node, length
        if not node.words and not node.stems:
            break
        following = place + length
        if following < len(tokens) and tokens[following].kind == PUNCT and _joins(tokens, following):
            following += 1
        if following >= len(tokens) or tokens[following].line != tokens[place].line:
            break
        if tokens[following].kind not in {WORD, NUMBER}:
            break
        node, length = node.step(tokens[following].folded), following - place + 1
    return best_length, best


def _without_clitic(word: str, root: Node) -> Node | None:
    """Look up an Arabic or Hebrew word without the "and", "by", "for" that is written together with it."""
    for _ in range(2):
        if len(word) < 4 or word[0] not in _CLITICS:
            return None
        word = word[1:]
        node = root.step(word)
        if node is not None:
            return node
    return None


def _joins(tokens: list[Token], place: int) -> bool:
    if tokens[place].folded not in _JOINERS or place + 1 >= len(tokens):
        return False
    following = tokens[place + 1]
    if following.kind == NUMBER:
        return tokens[place].folded == "/" and tokens[place].glued and following.glued
    return following.kind == WORD and (tokens[place].glued or following.glued)


def _join(pieces: list[Token], node: Node) -> Token:
    first, last = pieces[0], pieces[-1]
    return Token(
        WORD,
        " ".join(piece.text for piece in pieces),
        " ".join(piece.folded for piece in pieces),
        first.start,
        last.end,
        first.line,
        first.glued,
        node.marks,
        node.value,
        parts=pieces,
    )
