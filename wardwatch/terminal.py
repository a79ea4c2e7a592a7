"""What a command prints: answers to standard output, remarks to standard error, boxes only on a terminal."""

from __future__ import annotations

import csv
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TextIO, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Terminal:
    """plain: no boxes, no spinners, no colours, as --plain and NO_COLOR wish."""

    plain: bool = False

    def say(self, text: str) -> None:
        """A remark for the person at the terminal."""
        print(harmless(text), file=sys.stderr, flush=True)  # noqa: T201

    def answer(self, text: str) -> None:
        """What was asked for."""
        print(text, flush=True)  # noqa: T201

    def json(self, value: Any) -> None:
        """What was asked for, as JSON."""
        self.answer(json.dumps(value, ensure_ascii=False, indent=2, default=_plain_value))

    def csv(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """What was asked for, as CSV with a line of headings."""
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
        """A table: boxed on a terminal, aligned columns elsewhere."""
        cells = [["" if value is None else harmless(str(value)) for value in row] for row in rows]
        if self.decorated(sys.stdout):
            _boxed(columns, cells, title)
            return
        if title:
            self.answer(title)
        lines = [list(columns), *cells]
        widths = [max(len(line[column]) for line in lines) for column in range(len(columns))]
        for line in lines:
            self.answer("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())

    def marked(self, text: str, marks: Sequence[tuple[int, int, bool]]) -> None:
        """A text with marks (start, end, whether it speaks for): in colour on a terminal, [[so]] elsewhere."""
        text = "".join(letter if letter == "\n" or letter.isprintable() else " " for letter in text)
        if self.decorated(sys.stdout):
            _coloured(text, marks)
            return
        for start, end, _ in sorted(marks, reverse=True):
            text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
        self.answer(text)

    def bar(self, items: Iterable[T], total: int, name: str) -> Iterator[T]:
        """The items, with a moving bar on a terminal's standard error while they are worked on."""
        if not self.decorated(sys.stderr):
            yield from items
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(items, name, total, console=Console(stderr=True), transient=True)

    def decorated(self, stream: TextIO) -> bool:
        """True where boxes, colours and moving bars are welcome."""
        return not self.plain and not os.environ.get("NO_COLOR") and stream.isatty()


def harmless(text: str) -> str:
    """The text without what would steer a terminal or turn its lines about: it may come from the web."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs"))


def period(length: timedelta) -> str:
    """A length of time as people write it: 30m, 2h, 3 days."""
    seconds = int(length.total_seconds())
    for unit, size in ((" days", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def shown(phrase: str) -> str:
    """A phrase without the star that stands for any ending."""
    return phrase.replace("*", "")


def shortened(url: str, longest: int = 80) -> str:
    """An address that fits into a table."""
    return url if len(url) <= longest else f"{url[: longest - 1]}…"


def _boxed(columns: Sequence[str], cells: Sequence[Sequence[str]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, title=title or None, title_justify="left")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _coloured(text: str, marks: Sequence[tuple[int, int, bool]]) -> None:
    from rich.console import Console
    from rich.text import Text

    coloured = Text(text)
    for start, end, speaks_for in marks:
        coloured.stylize("bold green" if speaks_for else "bold red strike", start, end)
    Console(highlight=False).print(coloured)


def _harmless(cell: object) -> object:
    """A cell that a spreadsheet does not take for a formula: what it holds comes from the web."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _plain_value(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)
