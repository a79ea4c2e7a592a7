"""Options that many commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is given."""

    table = "table"
    json = "json"


ConfigPath = Annotated[
    Path | None,
    typer.Option("--config", metavar="PATH", help="The config; else $WARDWATCH_CONFIG, else ./config.yaml."),
]
Plain = Annotated[bool, typer.Option("--plain", help="No boxes, no colours, no moving bars. NO_COLOR does the same.")]
Form = Annotated[Format, typer.Option("--format", help="For people, or for programs.")]
