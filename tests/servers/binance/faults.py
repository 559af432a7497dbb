"""What goes wrong on the wire, by the number of the call to an endpoint, or by chance."""

import random
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

HTML = "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>nginx</center></body></html>"
UNKNOWN_503 = {
    "code": -1000,
    "msg": "Unknown error, please check your request or try again later.",
}
BEFORE = {"drop before", "silent before", "status before"}  # the venue never sees these calls
KINDS = {*BEFORE, "drop after", "silent after", "status after", "late answer", "slow order", "empty"}


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    `kind`: the connection is dropped before or after the venue acted; it is silent (never answers) before or after; a
    `status` with a `body` comes instead of the answer, with or without the deed; the answer comes `seconds` late; the
    order is under way for `seconds` before the venue sees it; the answer is an empty object, the deed done.
    """

    kind: str
    seconds: float = 0.0
    status: int = 503
    body: Any = field(default_factory=lambda: dict(UNKNOWN_503))
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no fault {self.kind!r}; there are {sorted(KINDS)}")


@dataclass(slots=True)
class _Planned:
    pattern: str
    fault: Fault
    call: int | None
    left: int


@dataclass(slots=True)
class _Chance:
    pattern: str
    share: float
    faults: list[Fault]
    rng: random.Random


class Faults:
    """Decides for each call whether something goes wrong with it."""

    def __init__(self) -> None:
        self.clock_skew_s = 0.0  # the venue's clock, against the machine's
        self.struck: list[tuple[str, str]] = []  # endpoint and kind, in order
        self._planned: list[_Planned] = []
        self._chances: list[_Chance] = []
        self._seen: Counter[str] = Counter()

    def add(self, endpoint: str, kind: str, *, call: int | None = 1, times: int = 1, **details: Any) -> None:
        """Let a call go wrong: the `call`-th to match `endpoint` from now on (None: each one), `times` in a row.

        `endpoint` is `METHOD /path`, where `*` stands for anything; details are those of `Fault`.
        """
        if call is None:
            at, times = None, -1
        else:
            at = call + self._count(endpoint)
        self._planned.append(_Planned(endpoint, Fault(kind, **details), at, times))

    def chance(self, endpoint: str, share: float, kinds: list[str], seed: int = 0, **details: Any) -> None:
        """Let a share of the calls go wrong, each in one of the ways named."""
        faults = [Fault(kind, **details) for kind in kinds]
        self._chances.append(_Chance(endpoint, share, faults, random.Random(seed)))

    def clear(self) -> None:
        """Nothing more goes wrong."""
        self._planned.clear()
        self._chances.clear()
        self.clock_skew_s = 0.0

    def take(self, name: str) -> Fault | None:
        """Return what goes wrong with the call that is arriving."""
        self._seen[name] += 1
        fault = self._next(name)
        if fault is not None:
            self.struck.append((name, fault.kind))
        return fault

    def calls(self, endpoint: str) -> int:
        """How often an endpoint (or a pattern of them) was called."""
        return self._count(endpoint)

    def _count(self, pattern: str) -> int:
        return sum(times for name, times in self._seen.items() if fnmatchcase(name, pattern))

    def _next(self, name: str) -> Fault | None:
        for planned in self._planned:
            if not planned.left or not fnmatchcase(name, planned.pattern):
                continue
            if planned.call is None or self._count(planned.pattern) >= planned.call:
                planned.left -= 1
                return planned.fault
        for chance in self._chances:
            if fnmatchcase(name, chance.pattern) and chance.rng.random() < chance.share:
                return chance.rng.choice(chance.faults)
        return None
