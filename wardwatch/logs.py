"""The log: one plain line for each thing that happened, on standard error."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from wardwatch.terminal import harmless


def set_up() -> None:
    """Send what the program logs to standard error, as lines for people."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
            structlog.processors.format_exc_info,
            as_line,
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def as_line(_logger: object, _level: str, event: MutableMapping[str, Any]) -> str:
    """Time, sentence, and in brackets what else is known of it; a traceback on lines of its own."""
    time, sentence, trace = event.pop("timestamp"), event.pop("event"), event.pop("exception", None)
    more = ", ".join(f"{name} {value}" for name, value in event.items() if value not in (None, ""))
    line = harmless(f"{time}  {sentence}{f' ({more})' if more else ''}")
    return f"{line}\n{trace}" if trace else line
