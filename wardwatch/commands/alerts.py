"""wardwatch alerts: whether messages arrive, what is muted, and who was told what."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from wardwatch.commands import ledger, muting, retry
from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal
from wardwatch.troubles import Failed

if TYPE_CHECKING:
    from alerts.rules import Recipient
    from wardwatch.config import Config

HELP = "The alerts: whether they arrive, what is muted, and who was told what."
app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
app.command("list")(muting.list_alerts)
app.command("mute")(muting.mute)
app.command("stop")(muting.stop)
app.command("ledger")(ledger.ledger)


@app.command("test")
def try_recipients(config: ConfigPath = None, plain: Plain = False) -> None:
    """Send a test message to every recipient in the config, the way real ones go. Exit code 1 if one does not arrive.

    It has an outbox of its own: nothing else is sent, and the archive is left alone.

    \b
    wardwatch alerts test
    """
    from wardwatch.config import find_config, load

    known = load(find_config(config))
    recipients = list({(one.channel, one.recipient): one for one in known.recipients()}.values())
    if not recipients:
        raise Failed("There are no recipients: nobody stands under `to:` or `operator:`.")
    rows = _sent(known, recipients)
    Terminal(plain).table(("Channel", "Recipient", "State", "Answer"), rows)
    raise typer.Exit(0 if all(row[2] == "sent" for row in rows) else 1)


app.command("retry")(retry.retry)


def _sent(config: Config, recipients: list[Recipient]) -> list[tuple[str, str, str, str]]:
    """What became of a test message to each: (channel, recipient, state, answer)."""
    from sqlalchemy import select

    from alerts.channels import shown
    from alerts.outbox import test_message
    from db.engine import Database
    from db.models import MessageRow
    from wardwatch.service import deliver_once

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'test.db'}"
        with Database.open(url, migrate=True) as database:
            database.write(lambda session: test_message(session, recipients, datetime.now(UTC)))
        deliver_once(config.model_copy(update={"database": url}), retry_now=False)
        with Database.open(url) as database, database.reading() as session:
            found = session.scalars(select(MessageRow).order_by(MessageRow.id))
            return [(row.channel, shown(row.channel, row.recipient), row.state, row.answer or "") for row in found]
