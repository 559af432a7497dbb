"""Labels at the right edge that want to stand at their price but must not cover each other."""

from collections.abc import Sequence

GAP = 2.0


def push_apart(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float, fixed: frozenset[int] = frozenset()
) -> list[float]:
    """Middles for labels whose middles should be at `wanted`, `GAP` apart, between `top` and `bottom`.

    Labels keep the order of their prices and move as little as they can together: clusters stand centred over where
    their members want to be. An index in `fixed` stays where it is and the others give way. With more labels than
    room they are pressed together evenly.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    if not order:
        return []
    if sum(heights) + GAP * (len(heights) - 1) > bottom - top:
        return _pressed(order, heights, top, bottom)
    placed = [0.0] * len(wanted)
    runs = _split(order, wanted, heights, fixed, top, bottom)
    for members, low, high in runs:
        for index, middle in zip(members, _spread(members, wanted, heights, low, high), strict=True):
            placed[index] = middle
    return placed


def _split(order, wanted, heights, fixed, top, bottom):
    """Runs of labels between those that stay, each with the room it has."""
    runs, members, low = [], [], top
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


def _spread(members, wanted, heights, low, high) -> list[float]:
    """Merge neighbours that would overlap into clusters until none does (pool adjacent violators)."""
    clusters: list[list] = []  # [sum of wanted starts, count, height, members]
    for index in members:
        clusters.append([wanted[index] - heights[index] / 2, 1, heights[index], [index]])
        while len(clusters) > 1 and _end(clusters[-2], low, high) + GAP > _start(clusters[-1], low, high):
            last = clusters.pop()
            offset = clusters[-1][2] + GAP
            clusters[-1][0] += last[0] - offset * last[1]
            clusters[-1][1] += last[1]
            clusters[-1][2] += GAP + last[2]
            clusters[-1][3] += last[3]
    middles: list[float] = []
    for cluster in clusters:
        y = _start(cluster, low, high)
        for index in cluster[3]:
            middles.append(y + heights[index] / 2)
            y += heights[index] + GAP
    return middles


def _start(cluster, low: float, high: float) -> float:
    return max(low, min(cluster[0] / cluster[1], high - cluster[2]))


def _end(cluster, low: float, high: float) -> float:
    return _start(cluster, low, high) + cluster[2]


def _pressed(order, heights, top, bottom) -> list[float]:
    placed = [0.0] * len(heights)
    share = (bottom - top) / len(order)
    for place, index in enumerate(order):
        placed[index] = top + share * (place + 0.5)
    return placed
