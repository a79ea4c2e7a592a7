"""Options that many commands share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wardwatch.troubles import Misused


class Format(StrEnum):
    """How an answer is given."""

    table = "table"
    json = "json"


class Listing(StrEnum):
    """How a list is given."""

    table = "table"
    json = "json"
    csv = "csv"


ConfigPath = Annotated[
    Path | None,
    typer.Option("--config", metavar="PATH", help="The config; else $WARDWATCH_CONFIG, else ./config.yaml."),
]
Plain = Annotated[bool, typer.Option("--plain", help="No boxes, no colours, no moving bars. NO_COLOR does the same.")]
Form = Annotated[Format, typer.Option("--format", help="For people, or for programs.")]


def parse_day(option: str, written: str | None) -> date | None:
    """The day that an option names. Raises Misused."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Misused(f"{option} {written!r} is no day; write it as 2025-07-10") from None
