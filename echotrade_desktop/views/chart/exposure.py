"""What of the plot a paint under way is to draw."""

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in logical pixels."""


class Exposure:
    """The areas of the paint under way; Qt tells an item only the rectangle around all of them. Empty means all."""

    def __init__(self) -> None:
        self.areas: list[Edges] = []
