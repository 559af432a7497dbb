"""Every fact there is comes back from the log as it went in, whatever it says."""

import dataclasses
import types
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.errors import StoreDamaged, StoreUnavailable
from echotrade_desktop.engine.domain.signal import Verdict
from echotrade_desktop.engine.store import codec

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False) | st.builds(
    Decimal, st.from_regex(r"\A-?[0-9]{1,30}(\.[0-9]{0,30})?(E[+-]?[0-9]{1,3})?\Z")
)
INSTANTS = st.datetimes(
    datetime(1990, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=3))]),
)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Return any value a type hint allows; the words of a message are left out, as the log does."""
    origin, arguments = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        erasable = {name for kind, name in codec.ERASABLE if kind is hint}
        return st.builds(hint, **{name: st.just("") if name in erasable else values_of(hints[name]) for name in hints})
    if origin in {Union, types.UnionType}:
        return st.one_of(*[values_of(argument) for argument in arguments])
    if origin is tuple:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    return {
        str: TEXTS,
        int: st.integers(-(2**63), 2**63 - 1),
        bool: st.booleans(),
        Decimal: NUMBERS,
        datetime: INSTANTS,
        types.NoneType: st.none(),
    }[hint]


@pytest.mark.parametrize("kind", codec.FACT_TYPES.values(), ids=codec.FACT_TYPES)
@given(data=st.data())
@settings(max_examples=30)
def test_a_fact_comes_back_exactly(kind: type[Any], data: st.DataObject) -> None:
    fact = data.draw(values_of(kind))
    again = codec.load_fact(*codec.dump_fact(fact))
    assert again == fact
    assert _digits(again) == _digits(fact)
    assert codec.dump_fact(again) == codec.dump_fact(fact)


@pytest.mark.parametrize("kind", codec.FACT_TYPES.values(), ids=codec.FACT_TYPES)
@given(data=st.data())
@settings(max_examples=3)
def test_a_field_nobody_knows_is_refused(kind: type[Any], data: st.DataObject) -> None:
    at, kind_name, body = codec.dump_fact(data.draw(values_of(kind)))
    record = codec.load_json(body) | {"not_yet_thought_of": 1}
    with pytest.raises(StoreUnavailable, match="newer version"):
        codec.load_fact(at, kind_name, codec.dump_json(record))


@given(kind=st.sampled_from(sorted(codec.FACT_TYPES)), at=TEXTS, body=TEXTS | st.binary().map(repr))
def test_rubbish_is_refused_in_words(kind: str, at: str, body: str) -> None:
    with pytest.raises(StoreUnavailable):
        codec.load_fact(at, kind, body)


def test_a_verdict_that_says_the_same_is_read_once_and_written_once() -> None:
    write, read = codec.encoder(Verdict), codec.decoder(Verdict)
    verdict = Verdict("Trader", True, "on", "on", "Alice is switched on.", "Alice is switched off", Decimal("0.10"))
    text = codec.dump_json(write(verdict))
    one, another = (read(codec.load_json(text)) for _ in range(2))
    assert one is another
    assert one == verdict
    assert write(verdict) is write(verdict)
    unlike = dataclasses.replace(verdict, used=Decimal("0.1"))  # equal, but not to the letter
    assert unlike == verdict
    assert codec.dump_json(write(unlike)) != text


def test_a_verdict_nearly_like_a_known_one_is_still_refused() -> None:
    write, read = codec.encoder(Verdict), codec.decoder(Verdict)
    record = codec.load_json(codec.dump_json(write(Verdict("Trader", True, "on", "on", "It is on."))))
    assert read(record).passed is True
    with pytest.raises(StoreDamaged):
        read(record | {"passed": 1})


def _digits(value: Any) -> Any:
    """Return every number of a fact as text: 1.0 and 1.00 are equal, but not the same."""
    if dataclasses.is_dataclass(value):
        return [_digits(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return [_digits(item) for item in value]
    return str(value) if isinstance(value, Decimal) else type(value).__name__
