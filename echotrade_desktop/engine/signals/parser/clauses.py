"""Clauses: which negation, condition or question speaks about which word."""

from echotrade_desktop.engine.signals.parser.tokens import EMOJI, NUMBER, PUNCT, SYMBOL, WORD, Token

_ENDS = frozenset(".!?;,|")
_SENTENCE_ENDS = frozenset(".!?;")
WINDOW = 40  # no clause is followed further than this to either side
_SUBJECT = 4  # tokens between a verb and whose doing it is
_HEADING = 7  # tokens from a word like "idea" to the colon of its heading
REACH = 8  # tokens before a word in which a negation or condition speaks about it


def _is_end(line: list[Token], place: int) -> bool:
    """Whether a mark that ends clauses does so here."""
    token = line[place]
    if token.kind != PUNCT:
        return False
    inside_number = token.glued and place + 1 < len(line) and line[place + 1].glued and line[place + 1].kind == NUMBER
    return not inside_number


def clause(line: list[Token], place: int, ends: frozenset[str] = _ENDS) -> tuple[int, int]:
    """Return the bounds [start, end) of the clause that holds a token."""
    first, last = max(0, place - WINDOW), min(len(line), place + WINDOW)
    start = place
    while start > first and not (line[start - 1].folded in ends and _is_end(line, start - 1)):
        start -= 1
    end = place + 1
    while end < last and not (line[end].folded in ends and _is_end(line, end)):
        end += 1
    return start, end


def around(line: list[Token], place: int) -> list[Token]:
    """The tokens near a word, to either side."""
    return line[max(0, place - WINDOW) : place + WINDOW]


def sentence(line: list[Token], place: int) -> tuple[int, int]:
    """Return the bounds of the sentence that holds a token."""
    return clause(line, place, _SENTENCE_ENDS)


def is_asked(line: list[Token], place: int) -> bool:
    """Whether the sentence ends in a question mark, or opens like a question."""
    start, end = sentence(line, place)
    if end < len(line) and line[end].folded == "?":
        return True
    words = [token for token in line[start:place] if token.kind == WORD]
    return bool(words) and "question" in words[0].marks


def is_denied(line: list[Token], place: int) -> bool:
    """Whether a negation stands before the word in its clause, or right behind it."""
    start, end = clause(line, place)
    before = line[max(start, place - REACH) : place]
    if any(_speaks(token, "not") for token in before):
        return True
    return any("not_behind" in token.marks for token in line[place + 1 : min(end, place + 5)])


def is_conditional(line: list[Token], place: int, behind: bool = False) -> bool:
    """Whether a condition or a doubt stands before the word in its clause (or anywhere in it)."""
    start, end = clause(line, place)
    return any(
        _speaks(line[n], "if", "hedge") and not (_is_small(line[n]) and n > start) and not _is_heading(line, n, place)
        for n in range(start, end if behind else place)
    )


def _is_heading(line: list[Token], place: int, ahead: int) -> bool:
    """Whether a word names what follows ("Scalp idea: long LTC") and doubts nothing."""
    if "filler" not in line[place].marks:
        return False
    return any(token.folded == ":" for token in line[place + 1 : min(place + _HEADING, ahead)])


def is_anothers(line: list[Token], place: int) -> bool:
    """Whether others do it: "they closed their shorts", "whales are buying"."""
    near = range(max(0, place - _SUBJECT), min(len(line), place + _SUBJECT))
    found = [n for n in near if "others" in line[n].marks and "phrase" not in line[n].marks]
    if not found:
        return False
    start, end = clause(line, place)
    return any(start <= n < end for n in found)


def depends(line: list[Token], place: int) -> bool:
    """Whether an earlier clause of the sentence sets a condition ("When TP1 hits, move the stop")."""
    start, _ = sentence(line, place)
    return any(_speaks(token, "if") and not (_is_small(token) and n) for n, token in enumerate(line[start:place]))


def _is_small(token: Token) -> bool:
    """A condition in one language and a preposition in another counts only where a clause opens."""
    return len(token.folded) <= 3 and token.has("around", "filler", "place", "and", "range")


def _speaks(token: Token, *marks: str) -> bool:
    return token.kind == WORD and token.has(*marks) and "phrase" not in token.marks


def unknown_words(tokens: list[Token]) -> int:
    """Count the words that the lexicon does not know."""
    return sum(token.kind == WORD and not token.marks and len(token.folded) > 1 for token in tokens)


def is_decoration(token: Token) -> bool:
    """Whether a token says nothing: an emoji, punctuation, a filler word."""
    return token.kind in {EMOJI, PUNCT} or token.kind == SYMBOL or token.has("filler")
