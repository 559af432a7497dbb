"""Rows of the dashboard as the chart's lines and markers."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.domain.read import ApprovalRow, FillMark, PositionRow
from echotrade_desktop.engine.domain.signal import Origin
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.specs import LineKind, LineSpec, MarkerKind, MarkerSpec
from echotrade_desktop.views.translation import tr


def position_lines(row: PositionRow) -> list[LineSpec]:
    """The entry, the stop and the open targets of a position; stop and targets can be dragged."""
    entry = LineSpec(
        key=f"entry:{row.position_id}",
        kind=LineKind.ENTRY,
        label=f"{row.side.value.capitalize()} {fmt.quantity(row.quantity)}",
        price=row.entry_price,
        side=row.side,
        started_at=row.opened_at,
        quantity=row.quantity,
        entry=row.entry_price,
        fees=_fees(row, row.entry_price),
        group=row.position_id,
        zone=True,
    )
    stop = replace(
        entry,
        key=f"stop:{row.position_id}",
        kind=LineKind.STOP,
        label="SL",
        price=row.stop_loss,
        fees=_fees(row, row.stop_loss),
        draggable=True,
        zone=False,
    )
    return [entry, stop, *_target_lines(row, stop)]


def _target_lines(row: PositionRow, like: LineSpec) -> list[LineSpec]:
    left = [target for target in row.take_profits if not target.hit]
    shares = sum((target.share for target in left), start=Decimal(0)) or Decimal(1)
    return [
        replace(
            like,
            key=f"target:{row.position_id}:{target.number}",
            kind=LineKind.TARGET,
            label=_target_label(target.number, None if len(left) == 1 else target.share / shares),
            price=target.price,
            quantity=row.quantity * target.share / shares,
            fees=_fees(row, target.price) * target.share / shares,
        )
        for target in left
    ]


def _fees(row: PositionRow, price: Decimal) -> Decimal:
    """What was paid to open, and what closing at `price` will cost, as the table counts it."""
    return row.open_fees + price * row.quantity * row.fee_rate


def _target_label(number: int, share: Decimal | None) -> str:
    return (
        f"TP{number}"
        if share is None
        else tr("TP{number} · {percent}", number=number, percent=fmt.percent(share, decimals=0))
    )


def call_lines(row: ApprovalRow) -> list[LineSpec]:
    """The levels a waiting call proposes, dashed; all of them can be dragged before it is approved."""
    signal, sizing = row.queued.signal, row.queued.sizing
    entry = LineSpec(
        key=f"call_entry:{signal.signal_id}",
        kind=LineKind.PENDING_ENTRY,
        label=tr("Call entry"),
        price=signal.price,
        side=signal.side,
        draggable=True,
        started_at=signal.received_at,
        quantity=sizing.quantity if sizing else None,
        entry=signal.price,
        group=f"call:{signal.signal_id}",
        zone=True,
        note=signal.entry_kind.value,
        source_icon="ph.graduation-cap" if signal.origin is Origin.PRACTICE else "ph.telegram-logo",
    )
    level = replace(entry, zone=False, note="", source_icon="")
    stop = replace(
        level,
        key=f"call_stop:{signal.signal_id}",
        kind=LineKind.PENDING_STOP,
        label=tr("Call SL"),
        price=signal.stop_loss,
    )
    targets = [
        replace(
            level,
            key=f"call_target:{signal.signal_id}:{index}",
            kind=LineKind.PENDING_TARGET,
            label=tr("Call TP{index}", index=index + 1),
            price=target,
        )
        for index, target in enumerate(signal.take_profits)
    ]
    return [entry, stop, *targets]


def markers_of(marks: Sequence[FillMark]) -> list[MarkerSpec]:
    """Entries and exits, partial ones with their share, joined to the entry they close."""
    entries: dict[str, FillMark] = {}
    markers = []
    for mark in marks:
        if mark.is_entry:
            entries.setdefault(mark.position_id, mark)
        opened = entries.get(mark.position_id)
        markers.append(
            MarkerSpec(
                key=mark.trade_id,
                kind=MarkerKind.ENTRY if mark.is_entry else MarkerKind.EXIT,
                at=mark.at,
                price=mark.price,
                side=mark.side,
                label=_marker_label(mark),
                pnl=mark.pnl,
                opened_at=None if mark.is_entry or opened is None else opened.at,
                opened_price=None if mark.is_entry or opened is None else opened.price,
                tooltip=tr(
                    "{purpose}: {amount} at {price}",
                    purpose=mark.purpose.value.capitalize(),
                    amount=fmt.quantity(mark.quantity),
                    price=mark.price,
                ),
            )
        )
    return markers


def _marker_label(mark: FillMark) -> str:
    if mark.is_entry:
        return fmt.quantity(mark.quantity)
    return fmt.percent(mark.share, decimals=0) if mark.share is not None and mark.share < 1 else ""
