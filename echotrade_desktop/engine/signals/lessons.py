"""What a correction teaches: the phrase beside a number that, given a meaning, makes the parser read it as meant.

Pure: each proposal is tried with the parser itself, none is taken on the strength of a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from echotrade_desktop.engine.domain.channel import ChannelProfile
from echotrade_desktop.engine.domain.signal import Span
from echotrade_desktop.engine.signals.parser import ParserContext
from echotrade_desktop.engine.signals.parser.fold import fold
from echotrade_desktop.engine.signals.parser.guard import refuse
from echotrade_desktop.engine.signals.parser.labels import OWNERS
from echotrade_desktop.engine.signals.parser.lexicon import split_words, standard
from echotrade_desktop.engine.signals.parser.message import Message, prepare
from echotrade_desktop.engine.signals.parser.segments import scan
from echotrade_desktop.engine.signals.parser.tokens import NUMBER, Token
from echotrade_desktop.engine.signals.profiles import LONGEST_PHRASE, fault_of

NO_PRICE = "ignore"  # the number behind the phrase is no price
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d")
_REACH = 4  # words on one side of a number that may be its label
_LONGEST = 3  # words in a proposed phrase
_WEAK = frozenset({"filler", "around", "and", "place", "trigger", "range", "unit", "timeframe"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrase, what it is said to mean, and the profile with it."""

    phrase: str
    meaning: str
    profile: ChannelProfile


def roles_at(text: str, start: int, end: int, context: ParserContext) -> frozenset[str]:
    """Return what the numbers between two places of a text are taken for: entry, stop, target, leverage, or "loose".

    Empty when nothing takes them for anything: then they are no prices.
    """
    if refuse(text) is not None:
        return frozenset()
    message = prepare(text, context)
    found: set[str] = set()
    scanned = scan(message.lines)
    for segment in scanned.segments:
        if any(_covers(message, token, start, end) for item in segment.items for token in item.tokens):
            found.add(segment.role if segment.role in OWNERS else "entry")
    if any(_covers(message, token, start, end) for token in scanned.leverages):
        found.add("leverage")
    if any(_covers(message, loose.token, start, end) for loose in scanned.loose):
        found.add("loose")
    return frozenset(found)


def marks_of(text: str, context: ParserContext) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return what the numbers of a message that is not read were taken for, and those that belong to nothing."""
    if refuse(text) is not None:
        return (), ()
    message = prepare(text, context)
    scanned = scan(message.lines)
    owned = [(token, s.role) for s in scanned.of(*OWNERS) for item in s.items for token in item.tokens]
    owned += [(token, "leverage") for token in scanned.leverages]
    spans = {Span(*message.plain.span(token.start, token.end), role) for token, role in owned if token.kind == NUMBER}
    return tuple(sorted(spans, key=lambda span: span.start)), tuple(loose.token.text for loose in scanned.loose)


def _covers(message: Message, token: Token, start: int, end: int) -> bool:
    first, last = message.plain.span(token.start, token.end)
    return first < end and start < last


def is_read_as(text: str, start: int, end: int, meaning: str, context: ParserContext) -> bool:
    """Whether the number at a place is read as `meaning`, and as nothing else."""
    roles = roles_at(text, start, end, context)
    return not roles if meaning == NO_PRICE else roles == {meaning}


def proposals(text: str, start: int, end: int, meaning: str, context: ParserContext) -> Iterator[Proposal]:
    """Yield the proposals that make the number at a place read as `meaning`, the most telling phrase first."""
    for phrase in _phrases_near(text, start, end):
        profile = with_phrase(context.profile, phrase, meaning)
        if fault_of(profile) is None and is_read_as(text, start, end, meaning, replace(context, profile=profile)):
            yield Proposal(phrase, meaning, profile)


def with_phrase(profile: ChannelProfile, phrase: str, meaning: str) -> ChannelProfile:
    """Return a profile in which a phrase means this, whatever it meant before."""
    folded = phrase.casefold()
    words = tuple(pair for pair in profile.words if pair[0].casefold() != folded)
    ignored = tuple(word for word in profile.ignore_words if word.casefold() != folded)
    if meaning == NO_PRICE:
        return replace(profile, words=words, ignore_words=(*ignored, phrase))
    return replace(profile, words=(*words, (phrase, meaning)), ignore_words=ignored)


def _phrases_near(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the phrases before the number, then those behind it, then the heading above; the most telling first."""
    for words, nearest_last in _neighbourhoods(text, start, end):
        found = dict.fromkeys(phrase.casefold() for phrase in _windows(words, nearest_last))
        telling = [phrase for phrase in found if len(phrase) <= LONGEST_PHRASE and not _is_weak(phrase)]
        yield from sorted(telling, key=_rank)


def _rank(phrase: str) -> int:
    """A word that no language has comes first, a common word alone last: it would mean this everywhere."""
    alone = " " not in phrase
    if any(_marks(word) is None for word in phrase.split()):
        return 0 if alone else 1
    return 3 if alone else 2


def _neighbourhoods(text: str, start: int, end: int) -> Iterator[tuple[list[str], bool]]:
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before = text[line_start:start]
    behind = text[end : line_end if line_end >= 0 else len(text)]
    words_before = _WORD.findall(re.split(r"\d", before)[-1])
    yield words_before[-_REACH:], True
    yield _WORD.findall(_NUMBER.split(behind, maxsplit=1)[0])[:_REACH], False
    heading = text[:line_start].rstrip().rpartition("\n")[2]
    if not words_before and not _NUMBER.search(heading):
        yield _WORD.findall(heading)[-_REACH:], True


def _windows(words: list[str], nearest_last: bool) -> Iterator[str]:
    for length in range(1, _LONGEST + 1):
        places = range(len(words) - length + 1)
        for place in reversed(places) if nearest_last else places:
            yield " ".join(words[place : place + length])


def _is_weak(phrase: str) -> bool:
    """Whether a phrase is only small words, which would teach the parser something about every message."""
    return all(_is_weak_word(word) for word in phrase.split())


def _is_weak_word(word: str) -> bool:
    marks = _marks(word)
    return (len(word) < 2 and word.isascii()) or (marks is not None and bool(marks & _WEAK))


def _marks(word: str) -> frozenset[str] | None:
    """Return what the lexicon says of a word, None when it does not know it."""
    node = standard()
    for part in split_words(fold(word)):
        step = node.step(part)
        if step is None:
            return None
        node = step
    return node.marks or None
