"""wardwatch status: how the sources are, and what waits to be sent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from wardwatch.commands.options import ConfigPath, Form, Format, Plain
from wardwatch.terminal import Terminal
from wardwatch.watching import counted

if TYPE_CHECKING:
    from db.health import Counts, SourceStatus


def status(form: Form = Format.table, config: ConfigPath = None, plain: Plain = False) -> None:
    """Show how each source is, and what waits to be sent. Exit code 1 if a source or a dead message
    needs a person.

    \b
    wardwatch status
    wardwatch status --format json
    """
    from db import health
    from db.engine import Database
    from wardwatch.config import find_config, load

    known = load(find_config(config))
    with Database.open(known.database) as database, database.reading() as session:
        found, counts = health.statuses(session), health.counts(session)
    terminal = Terminal(plain)
    if form is Format.json:
        terminal.json({"sources": [asdict(one) for one in found], **asdict(counts)})
    else:
        _show(found, counts, terminal, known.zone)
    needed = counts.messages.get("dead", 0) or any(one.state == health.NOT_ANSWERING for one in found)
    raise typer.Exit(1 if needed else 0)


def _show(found: list[SourceStatus], counts: Counts, terminal: Terminal, zone: ZoneInfo) -> None:
    rows = [
        (
            one.name,
            one.state,
            one.reason,
            _clock(one.failing_since or one.last_ok, zone),
            _clock(one.last_new, zone) or "never",
        )
        for one in found
    ]
    terminal.table(("Source", "State", "Because", "Since, or last read", "Last new link"), rows)
    messages = ", ".join(f"{number} {state}" for state, number in counts.messages.items()) or "none"
    terminal.say(
        f"{counted(counts.articles, 'article')} in {counted(counts.stories, 'story')}; "
        f"{counted(counts.pending_links, 'link')} to be read; messages: {messages}."
    )


def _clock(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d %B %Y, %H:%M}" if moment else ""
