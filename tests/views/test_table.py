"""A table in a narrow window: which columns give way, and which stay."""

import pytest

from echotrade_desktop.views.models.cells import Column, RowsModel
from echotrade_desktop.views.widgets.table import DataTable


class Levels(RowsModel):
    columns = (
        Column("trader", "Trader", 100),
        Column("stop", "Stop", 100, rank=1),
        Column("target", "Target", 100, rank=2),
        Column("machine", "If machine dies", 100, rank=3),
    )


@pytest.fixture
def table(qtbot):
    made = DataTable(Levels(), "Positions")
    qtbot.addWidget(made)
    made.setFrameShape(DataTable.Shape.NoFrame)
    made.show()
    return made


def widen(table, room):
    """Give the columns `room` pixels."""
    table.resize(room, 200)
    assert table.viewport().width() == room


def test_a_wide_table_shows_every_column(table):
    widen(table, 400)
    assert table.shown_columns() == ["trader", "stop", "target", "machine"]


def test_columns_give_way_highest_rank_first(table):
    widen(table, 220)
    assert table.shown_columns() == ["trader", "stop"]


def test_a_column_that_is_kept_stays_and_the_next_in_rank_gives_way(table):
    widen(table, 220)
    table.fit_columns(2)
    assert table.shown_columns() == ["trader", "target"]
    _, width = table.column_rect("target")
    assert width >= 100


def test_a_kept_column_goes_again_at_the_next_fit(table):
    widen(table, 220)
    table.fit_columns(2)
    table.fit_columns()
    assert table.shown_columns() == ["trader", "stop"]


def test_a_column_without_rank_stays_however_narrow_the_table(table):
    widen(table, 50)
    assert table.shown_columns() == ["trader"]
