"""Data classes whose methods are compiled when they are called do what they always did."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from decimal import Decimal
from inspect import signature

import pytest

from echotrade_desktop.lean_dataclasses import compile_methods_late

compile_methods_late()


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """A price and how often it was touched."""

    price: Decimal
    touches: int = 0


@dataclass(frozen=True, slots=True)
class Named(Level):
    name: str = ""


@dataclass(slots=True)
class Count:
    value: int = 0


def test_equal_levels_are_equal_and_others_are_not():
    assert Level(Decimal("1.50")) == Level(Decimal("1.5"))
    assert Level(Decimal(1)) != Level(Decimal(1), 2)
    assert Level(Decimal(1)) != (Decimal(1), 0)
    assert Named(Decimal(1)) != Level(Decimal(1))


def test_equal_levels_find_one_place_in_a_dict():
    assert len({Level(Decimal("1.50")): 1, Level(Decimal("1.5")): 2}) == 1
    with pytest.raises(TypeError):
        hash(Count())


def test_levels_are_sorted_by_price_then_touches():
    low, high = Level(Decimal(1), 9), Level(Decimal(2))
    assert sorted([high, low]) == [low, high]
    assert low <= high
    assert high >= low
    assert not low > high


def test_a_frozen_level_cannot_be_changed():
    for level in (Level(Decimal(1)), Named(Decimal(1))):
        with pytest.raises(FrozenInstanceError):
            level.price = Decimal(2)
        with pytest.raises(FrozenInstanceError):
            del level.touches


def test_a_level_reads_like_its_making():
    assert repr(Level(Decimal(1))) == "Level(price=Decimal('1'), touches=0)"
    assert repr(Named(Decimal(1), name="a")) == "Named(price=Decimal('1'), touches=0, name='a')"


def test_levels_are_copied_replaced_and_pickled():
    level = Named(Decimal(1), 2, "a")
    assert copy.deepcopy(level) == level
    assert pickle.loads(pickle.dumps(level)) == level
    assert replace(level, touches=3) == Named(Decimal(1), 3, "a")
    assert [field.name for field in fields(level)] == ["price", "touches", "name"]


def test_the_way_to_make_one_can_be_looked_at():
    assert list(signature(Level).parameters) == ["price", "touches"]


def test_a_method_is_compiled_by_its_first_call_only():
    @dataclass(frozen=True)
    class Fresh:
        value: int

    stub = vars(Fresh)["__eq__"]
    assert Fresh(1) == Fresh(1)
    assert vars(Fresh)["__eq__"] is not stub
    assert vars(Fresh)["__eq__"].__qualname__ == stub.__qualname__
    assert stub(Fresh(1), Fresh(1)) is True
