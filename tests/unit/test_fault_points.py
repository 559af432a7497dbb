"""Faults armed by the environment strike where and when they were told to, and nowhere else."""

from collections.abc import Iterator

import pytest

from echotrade_desktop.engine import fault_points
from echotrade_desktop.engine.domain.errors import StoreUnavailable


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    fault_points.arm("")


def test_an_unarmed_step_does_nothing():
    for point in fault_points.POINTS:
        fault_points.reach(point)


def test_a_fault_strikes_at_the_turn_it_was_armed_for_and_once():
    fault_points.arm("submitted-recorded:fail@3")
    fault_points.reach("submitted-recorded")
    fault_points.reach("answer-arrived")
    fault_points.reach("submitted-recorded")
    with pytest.raises(StoreUnavailable):
        fault_points.reach("submitted-recorded")
    fault_points.reach("submitted-recorded")


@pytest.mark.parametrize("text", ["nowhere:kill", "told:sing", "told"])
def test_what_cannot_be_armed_is_refused(text):
    with pytest.raises(ValueError, match="there is no fault"):
        fault_points.arm(text)
