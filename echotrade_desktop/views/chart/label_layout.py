"""Labels at the right edge that want to stand at their price but must not cover each other."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 2.0


@dataclass(slots=True)
class _Cluster:
    """Labels that touch: the sum of where each wants the cluster to start, and what it is made of."""

    starts: float
    count: int
    height: float
    members: list[int]


def push_apart(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float, fixed: Sequence[int] = ()
) -> list[float]:
    """Middles for labels whose middles should be at `wanted`, `GAP` apart, between `top` and `bottom`.

    Labels keep the order of their prices and move as little as they can together: clusters stand centred over where
    their members want to be. An index in `fixed` (the most important first) stays where it is and the others give way;
    where they cannot, the least important gives way too. With more labels than room they are pressed together evenly.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    if not order:
        return []
    if sum(heights) + GAP * (len(heights) - 1) > bottom - top:
        return _pressed(order, heights, top, bottom)
    placed = [0.0] * len(wanted)
    stay = list(fixed)
    runs = _split(order, wanted, heights, stay, top, bottom)
    while stay and not all(_fits(members, heights, low, high) for members, low, high in runs):
        stay.pop()
        runs = _split(order, wanted, heights, stay, top, bottom)
    for members, low, high in runs:
        for index, middle in zip(members, _spread(members, wanted, heights, low, high), strict=True):
            placed[index] = middle
    return placed


def _split(
    order: Sequence[int],
    wanted: Sequence[float],
    heights: Sequence[float],
    fixed: Sequence[int],
    top: float,
    bottom: float,
) -> list[tuple[list[int], float, float]]:
    """Runs of labels between those that stay, each with the room it has."""
    runs: list[tuple[list[int], float, float]] = []
    members: list[int] = []
    low = top
    for index in order:
        if index not in fixed:
            members.append(index)
            continue
        middle = min(max(wanted[index], top + heights[index] / 2), bottom - heights[index] / 2)
        runs.append((members, low, middle - heights[index] / 2 - GAP))
        runs.append(([index], middle - heights[index] / 2, middle + heights[index] / 2))
        members, low = [], middle + heights[index] / 2 + GAP
    runs.append((members, low, bottom))
    return runs


def _fits(members: Sequence[int], heights: Sequence[float], low: float, high: float) -> bool:
    """Whether a run has room; one without members lies between two that stay, which must not touch either."""
    needed = sum(heights[index] for index in members) + GAP * (len(members) - 1)
    return needed <= high - low + 1e-6


def _spread(
    members: Sequence[int], wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Merge neighbours that would overlap into clusters until none does (pool adjacent violators)."""
    clusters: list[_Cluster] = []
    for index in members:
        clusters.append(_Cluster(wanted[index] - heights[index] / 2, 1, heights[index], [index]))
        while len(clusters) > 1 and _end(clusters[-2], low, high) + GAP > _start(clusters[-1], low, high):
            last = clusters.pop()
            into = clusters[-1]
            into.starts += last.starts - (into.height + GAP) * last.count
            into.count += last.count
            into.height += GAP + last.height
            into.members += last.members
    middles: list[float] = []
    for cluster in clusters:
        y = _start(cluster, low, high)
        for index in cluster.members:
            middles.append(y + heights[index] / 2)
            y += heights[index] + GAP
    return middles


def _start(cluster: _Cluster, low: float, high: float) -> float:
    return max(low, min(cluster.starts / cluster.count, high - cluster.height))


def _end(cluster: _Cluster, low: float, high: float) -> float:
    return _start(cluster, low, high) + cluster.height


def _pressed(order: Sequence[int], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    placed = [0.0] * len(heights)
    share = (bottom - top) / len(order)
    for place, index in enumerate(order):
        placed[index] = top + share * (place + 0.5)
    return placed
