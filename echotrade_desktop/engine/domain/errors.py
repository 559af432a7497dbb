"""One small tree of errors; each carries a sentence that can be shown to the user.

A sentence says what happened, what the app did and what to do. Vendors' exceptions end at the adapter's door.
"""


class EchoTradeError(Exception):
    """Base of everything the app itself raises; `str(error)` is a sentence for the user."""


class BadInput(EchoTradeError):
    """Something given from outside cannot be used: a file, a number, a setting, a command."""


class BadNumber(BadInput):
    """Text that is no finite, usable number."""


class UnknownSymbol(BadInput):
    """A symbol that the market does not have."""


class UnknownTimeframe(BadInput):
    """A timeframe other than the six the charts know."""


class UnknownTrader(BadInput):
    """A trader nobody has heard of."""


class MarketUnavailable(EchoTradeError):
    """Prices or candles could not be fetched; says from where and why."""


class SourceUnavailable(EchoTradeError):
    """A source of calls cannot be read at the moment."""


class StoreUnavailable(EchoTradeError):
    """The ledger could not be written or read (disk full, damaged, newer version)."""


class StoreDamaged(StoreUnavailable):
    """The ledger does not agree with its own checksums."""


class CommandRejected(EchoTradeError):
    """A command cannot be carried out; nothing has changed."""


class IllegalTransition(EchoTradeError):
    """An order or a signal was asked to take a step its life cycle does not have."""


class BrokerError(EchoTradeError):
    """Base of a broker's answers that are not an acceptance."""


class OrderRejected(BrokerError):
    """The broker said no: the order does not exist."""


class OrderGone(OrderRejected):
    """The broker has no such order, or no more: it never came, it was filled, or it has ended."""


class OutcomeUnknown(BrokerError):
    """The broker did not answer: the order may exist. It is looked up, never sent again on hope."""


class VaultUnavailable(EchoTradeError):
    """The store of secrets is locked, damaged, or refuses."""
