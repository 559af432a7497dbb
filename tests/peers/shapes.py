"""Whether answers and events are what Binance documents: the SDKs are made of that documentation, field by field."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

INNER = {"additional_properties", "one_of_schemas", "any_of_schemas", "discriminator_value_class_map"}


def missing(told: Any, path: str = "") -> set[str]:
    """Documented fields that were not sent, as paths."""
    if isinstance(told, list):
        return set().union(*(missing(each, f"{path}[]") for each in told[:3])) if told else set()
    if not isinstance(told, BaseModel):
        return set()
    found: set[str] = set()
    for name, field in type(told).model_fields.items():
        alias = field.alias or name
        if name == "actual_instance":
            found |= missing(told.actual_instance, path)
        elif name in INNER or name.startswith(("oneof_schema", "anyof_schema")):
            continue
        elif name not in told.model_fields_set:
            found.add(f"{path}.{alias}")
        else:
            found |= missing(getattr(told, name), f"{path}.{alias}")
    return found


def undocumented(told: Any) -> set[str]:
    """Fields that were sent and that no document knows."""
    told = getattr(told, "actual_instance", None) or told
    rows = told if isinstance(told, list) else [told]
    return {name for row in rows for name in getattr(row, "additional_properties", None) or {}}


@contextmanager
def all_understood() -> Iterator[None]:
    """Fail when the SDK could not read an answer and handed the raw text on, which it does with a warning alone."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "Failed to parse" in record.getMessage():
                complaints.append(record.getMessage())

    listener = Listener(logging.WARNING)
    logging.getLogger().addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(listener)
    assert complaints == [], complaints


def compare(name: str, told: Any, optional: set[str], extra: set[str] = frozenset()) -> None:
    """Raise `AssertionError` where an answer and its document differ beyond what is optional."""
    lacks = {path for path in missing(told) if path.rpartition(".")[2] not in optional}
    assert lacks == set(), f"{name} lacks {sorted(lacks)}"
    assert undocumented(told) <= extra, f"{name} has {sorted(undocumented(told) - extra)}"
