"""wardwatch doctor: proof that nothing is unsent, lost or accepted twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from wardwatch.commands.options import ConfigPath, Form, Format, Plain
from wardwatch.terminal import Terminal
from wardwatch.watching import counted

if TYPE_CHECKING:
    from alerts.audit import Checked, Finding
    from wardwatch.config import Config


def doctor(form: Form = Format.table, config: ConfigPath = None, plain: Plain = False) -> None:
    """Check from the database that every alert is accounted for: each story that a rule matches has its decision,
    nothing is unsent beyond its time, nothing was accepted twice. Exit code 1, and which, if it is not so.

    What was given up and attempts whose answer never arrived are listed too; they are accounted for.

    \b
    wardwatch doctor
    wardwatch doctor --format json
    """
    from alerts.audit import checked, examine
    from alerts.rulebook import Rulebook
    from db.engine import Database
    from wardwatch.config import find_config, load

    known, terminal = load(find_config(config)), Terminal(plain)
    with Database.open(known.database) as database, database.reading() as session:
        found = examine(session, Rulebook(known.alerts), datetime.now(UTC), known.zone)
        looked_at = checked(session)
    grave = sum(one.grave for one in found)
    if form is Format.json:
        terminal.json({"well": not grave, "checked": asdict(looked_at), "findings": [asdict(one) for one in found]})
    else:
        _show(found, looked_at, grave, terminal, known)
    raise typer.Exit(1 if grave else 0)


def _show(found: list[Finding], looked_at: Checked, grave: int, terminal: Terminal, config: Config) -> None:
    from alerts.wording import moment

    rows = [
        (
            "wrong" if one.grave else "known",
            one.story,
            one.message,
            moment(one.since, config.zone) if one.since else "",
            one.what,
        )
        for one in found
    ]
    if rows:
        terminal.table(("", "Story", "Message", "Since", "What"), rows)
    said = ", ".join(
        (
            counted(looked_at.stories, "story"),
            f"{looked_at.matches} decisions",
            counted(looked_at.messages, "message"),
            counted(looked_at.attempts, "attempt"),
        )
    )
    terminal.say(f"Looked at {said}: {counted(grave, 'thing')} wrong." if grave else f"Looked at {said}: all is well.")
