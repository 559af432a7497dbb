"""The formula of a size says what the size was made of, in both ways of sizing."""

from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.views.approval_why import SizeFormula
from tests.views.fakes import sizing

SIZE = sizing("0.007", "470.68", "67240", "4.95", "2.1")


def test_sized_by_share_confidence_is_a_factor(qtbot):
    """F086."""
    formula = SizeFormula()
    qtbot.addWidget(formula)
    formula.show_sizing(SIZE, "0.007 BTC")
    assert formula.accessibleName() == "equity $10,214.35 × base 2\u2009% × confidence 0.80 × trader 1.5 × all 2.0"


def test_sized_by_risk_the_stop_divides_and_confidence_is_left_out(qtbot):
    """F086."""
    formula = SizeFormula()
    qtbot.addWidget(formula)
    formula.show_sizing(replace(SIZE, base=Decimal("0.01"), stop_distance=Decimal("0.022")), "0.007 BTC")
    assert (
        formula.accessibleName() == "equity $10,214.35 × risk 1\u2009% × trader 1.5 × all 2.0 ÷ to the stop 2.20\u2009%"
    )
    formula.resize(300, 58)
    formula.grab()
