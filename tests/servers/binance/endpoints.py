"""What an endpoint is: its path, what it costs, who may call it; and the parameters of one call."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from tests.servers.exchange.core import Refusal

NUMBER = re.compile(r"\d{1,20}(\.\d{1,20})?$")


class Security(Enum):
    """What a call must carry."""

    NONE = "none"
    KEY = "key"  # X-MBX-APIKEY alone
    SIGNED = "signed"  # and a timestamp and a signature


class Params(Mapping[str, str]):
    """The parameters of one call; it remembers which of them the endpoint has read."""

    def __init__(self, sent: Mapping[str, str]) -> None:
        self._sent = dict(sent)
        self.read: set[str] = {"timestamp", "recvWindow", "signature"}

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return self._sent[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sent)

    def __len__(self) -> int:
        return len(self._sent)

    @property
    def unread(self) -> list[str]:
        """What was sent and means nothing here: Binance ignores it, and so may an order be another than was meant."""
        return sorted(set(self._sent) - self.read)

    def text(self, name: str) -> str:
        """A parameter that must be there."""
        found = self.get(name)
        if not found:
            raise Refusal(-1102, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")
        return found

    def one_of(self, name: str, allowed: set[str], otherwise: str | None = None) -> str:
        """A parameter out of a set of words."""
        found = self.get(name) or otherwise or self.text(name)
        if found not in allowed:
            raise Refusal(-1100, f"Illegal characters found in parameter '{name}'; legal range is {sorted(allowed)}.")
        return found

    def flag(self, name: str) -> bool:
        """`true` or `false`; absent is false."""
        return self.one_of(name, {"true", "false", "TRUE", "FALSE"}, "false").lower() == "true"

    def whole(self, name: str) -> int | None:
        """An integer, None when absent."""
        found = self.get(name)
        if found is None:
            return None
        if not re.fullmatch(r"-?\d{1,19}", found):
            raise Refusal(-1102, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")
        return int(found)

    def needed(self, name: str) -> Decimal:
        """A plain decimal number that must be there."""
        self.text(name)
        return self.amount(name) or Decimal(0)

    def amount(self, name: str) -> Decimal | None:
        """A plain decimal number, None when absent; no exponents, no signs."""
        found = self.get(name)
        if found is None:
            return None
        if not NUMBER.match(found):
            raise Refusal(
                -1100,
                f"Illegal characters found in parameter '{name}'; legal range is '^([0-9]{{1,20}})(\\.[0-9]*)?$'.",
            )
        return Decimal(found)


Handler = Callable[[Params], Any]
Weight = int | Callable[[Params], int]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the API."""

    method: str
    path: str
    handler: Handler
    weight: Weight
    security: Security
    is_order: bool

    @property
    def name(self) -> str:
        """POST /fapi/v1/order."""
        return f"{self.method} {self.path}"

    @property
    def limits(self) -> str:
        """Whose weight it counts against: the perpetuals' or spot's."""
        return "usdm" if self.path.startswith("/fapi") else "spot"


def endpoint(
    name: str, *, weight: Weight = 1, security: Security = Security.NONE, is_order: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a method as the answer to `METHOD /path`."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        function.endpoints = [*getattr(function, "endpoints", ()), (name, weight, security, is_order)]
        return function

    return mark


def endpoints_of(service: object) -> Iterator[Endpoint]:
    """Every endpoint that a service answers."""
    for attribute in dir(type(service)):
        for name, weight, security, is_order in getattr(getattr(type(service), attribute), "endpoints", ()):
            method, _, path = name.partition(" ")
            yield Endpoint(method, path, getattr(service, attribute), weight, security, is_order)
