"""wardwatch read: what we understand of a page, and why."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Form, Format, Plain
from wardwatch.terminal import Terminal
from wardwatch.troubles import Failed, Misused

if TYPE_CHECKING:
    from newsdesk.article import Article
    from newsdesk.reading import Reading
    from wardwatch.config import Config

TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".txt": "text/plain",
    ".md": "text/plain",
}


def read(
    place: Annotated[list[str], typer.Argument(metavar="FILE|URL...", help="HTML, PDF, GOV.UK JSON or text.")],
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="As 2025-07-10, where the page gives no date."),
    ] = None,
    outlet: Annotated[str, typer.Option("--outlet", metavar="NAME", help="Who published it.")] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="The text with its evidence marked, the sum, and each fact's sentence.")
    ] = False,
    form: Form = Format.table,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Say what we understand of a page, and from which words. Keeps nothing, logs nothing, sends nothing.

    With --format json: one object a line, one line a page.

    \b
    wardwatch read letter.pdf
    wardwatch read release.txt --published 2025-07-10 --outlet "Council newsroom"
    wardwatch read https://www.example.org/news/a-story --format json
    wardwatch read letter.pdf --explain
    """
    from wardwatch import evidence, understanding

    terminal = Terminal(plain)
    dated = _dated(published)
    known = _config(config)
    troubles = 0
    for one in place:
        try:
            article, reading = _understood(one, outlet, dated, known, config)
        except Failed as trouble:
            terminal.say(f"{one}: {trouble}")
            troubles += 1
            continue
        why = evidence.explain(article, reading) if explain else None
        if form is Format.json:
            terminal.answer(understanding.as_json_line(article, reading, why))
        else:
            understanding.show(article, reading, terminal)
        if why and form is Format.table:
            terminal.answer("")
            evidence.show(article, why, terminal)
    raise typer.Exit(1 if troubles else 0)


def _dated(written: str | None) -> date | datetime | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written) if "T" in written or " " in written else date.fromisoformat(written)
    except ValueError:
        raise Misused(f"--published {written!r} is no date; write it as 2025-07-10 or 2025-07-10T09:30") from None


def _config(given: Path | None) -> Config | None:
    """The config, for the user's own vocabulary; a file can be read without one. Raises ConfigMistakes."""
    from wardwatch.config import find_config, load

    path = find_config(given)
    return load(path) if given or path.exists() else None


def _understood(
    place: str, outlet: str, dated: date | datetime | None, known: Config | None, given: Path | None
) -> tuple[Article, Reading]:
    """The article and reading of a file or an address. Raises Failed with a sentence."""
    from scraper.pages import Unreadable, understand

    try:
        if place.startswith(("http://", "https://")):
            from wardwatch.config import find_config, load
            from wardwatch.trial import read_address

            return read_address(place, outlet, dated, known or load(find_config(given)))
        path = Path(place)
        kind = TYPES.get(path.suffix.lower(), "")
        words = known.vocabulary if known else None
        return understand(path.resolve().as_uri(), path.read_bytes(), kind, outlet, (), dated, vocabulary=words)
    except OSError as error:
        raise Failed(f"the file cannot be read ({error.strerror})") from None
    except Unreadable as error:
        raise Failed(str(error)) from None
