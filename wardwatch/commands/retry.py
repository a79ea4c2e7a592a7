"""wardwatch alerts retry: messages that were given up, tried again."""

from __future__ import annotations

from typing import Annotated

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal
from wardwatch.troubles import Failed


def retry(
    message: Annotated[int | None, typer.Argument(metavar="[ID]", help="The number of a dead message.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every dead message.")] = False,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Have dead messages tried again by the service, or by `wardwatch deliver`. Without an ID and --all: list them.

    An address that was switched off because it said that it is gone is tried again with them.

    \b
    wardwatch alerts retry
    wardwatch alerts retry 17
    wardwatch alerts retry --all
    """
    from alerts.channels import shown
    from alerts.claiming import dead_messages, retry_dead
    from db.engine import Database
    from wardwatch.config import find_config, load
    from wardwatch.house import present

    terminal = Terminal(plain)
    with Database.open(load(find_config(config)).database) as database:
        if message is None and not every:
            with database.reading() as session:
                dead = dead_messages(session)
            rows = [(str(row.id), row.channel, shown(row.channel, row.recipient), row.answer or "") for row in dead]
            terminal.table(("ID", "Channel", "Recipient", "Why"), rows)
            return
        try:
            tried = database.write(lambda session: len(retry_dead(session, message, present())))
        except LookupError as error:
            raise Failed(f"{error}; `wardwatch alerts retry` lists those that are dead") from None
    terminal.say(f"{tried} {'message is' if tried == 1 else 'messages are'} due again.")
