"""wardwatch db: care of the database."""

from __future__ import annotations

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal

app = typer.Typer(help="Care of the database.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _family() -> None:
    """Care of the database."""


@app.command()
def upgrade(config: ConfigPath = None, plain: Plain = False) -> None:
    """Bring the tables up to this version of wardwatch, after a copy of a SQLite file. `wardwatch run` does it too.

    \b
    wardwatch db upgrade
    """
    from db.engine import Database
    from wardwatch.config import find_config, load

    with Database.open(load(find_config(config)).database, migrate=True) as database:
        Terminal(plain).say(f"{database.place} is up to date.")
