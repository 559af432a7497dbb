"""The durable memory: an append-only event log in SQLite, with its fold beside it in tables."""

from echotrade_desktop.engine.store.backups import Restored, restore
from echotrade_desktop.engine.store.erasing import Erased
from echotrade_desktop.engine.store.ledger import SqliteLedger, open_ledger
from echotrade_desktop.engine.store.verify import VerifyReport, verify

__all__ = ["Erased", "Restored", "SqliteLedger", "VerifyReport", "open_ledger", "restore", "verify"]
