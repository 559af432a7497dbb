"""Reads a message as `Entry | Update | Noise | Rejected`: pure, deterministic, in linear time. See docs/parser.md."""

from echotrade_desktop.engine.domain.channel import Evidence
from echotrade_desktop.engine.signals.parser.api import parse, read_ahead
from echotrade_desktop.engine.signals.parser.jsonlines import as_json, parse_lines
from echotrade_desktop.engine.signals.parser.profile import DEFAULT, ChannelProfile, DashMeaning, ParserContext
from echotrade_desktop.engine.signals.parser.result import (
    Action,
    CallSignal,
    Entry,
    Level,
    Noise,
    Reading,
    Reason,
    Rejected,
    Update,
)

__all__ = [
    "DEFAULT",
    "Action",
    "CallSignal",
    "ChannelProfile",
    "DashMeaning",
    "Entry",
    "Evidence",
    "Level",
    "Noise",
    "ParserContext",
    "Reading",
    "Reason",
    "Rejected",
    "Update",
    "as_json",
    "parse",
    "parse_lines",
    "read_ahead",
]
