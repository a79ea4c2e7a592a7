"""wardwatch deliver: send what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal

if TYPE_CHECKING:
    from wardwatch.config import Config


def deliver(
    retry_now: Annotated[bool, typer.Option("--retry-now", help="Also try what waits for a later try.")] = False,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Send messages until none is due. Exit code 1 if one waits for another try, or is dead.

    \b
    wardwatch deliver
    wardwatch deliver --retry-now
    """
    from alerts.channels import shown
    from wardwatch.config import find_config, load
    from wardwatch.service import deliver_once

    terminal = Terminal(plain)
    known = load(find_config(config))
    report = deliver_once(known, retry_now=retry_now)
    for outcome in report.outcomes:
        if outcome.state != "sent":
            told = f"{outcome.channel} {shown(outcome.channel, outcome.recipient)}"
            terminal.say(f"{told}: {outcome.state}: {outcome.answer}")
    waiting, dead = _left(known)
    terminal.say(f"{report.count('sent')} sent, {waiting} waiting for another try, {dead} dead.")
    raise typer.Exit(1 if waiting or dead else 0)


def _left(config: Config) -> tuple[int, int]:
    """How many messages wait for another try, and how many are dead, whenever they were written."""
    from db import health
    from db.engine import Database

    with Database.open(config.database) as database, database.reading() as session:
        messages = health.counts(session).messages
    return messages.get("waiting", 0), messages.get("dead", 0)
