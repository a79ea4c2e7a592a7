"""wardwatch alerts ledger: who was told what, when, and who took it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Listing, Plain, parse_day
from wardwatch.terminal import Terminal
from wardwatch.troubles import Misused

if TYPE_CHECKING:
    from alerts.ledger import Entry
    from wardwatch.config import Config

COLUMNS = (
    "message", "id", "recipient", "channel", "type", "story", "facts", "rules", "state", "written", "at", "tries",
    "server", "answer",
)  # fmt: skip
STATES = "pending, sending, sent, waiting or dead"


def ledger(
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Told on this day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Told on this day or before.")] = None,
    recipient: Annotated[str, typer.Option("--to", metavar="ADDRESS", help="To this recipient.")] = "",
    channel: Annotated[str, typer.Option("--channel", metavar="NAME", help="By email, webhook, file ...")] = "",
    rule: Annotated[str, typer.Option("--rule", metavar="NAME", help="Because of this rule.")] = "",
    story: Annotated[int | None, typer.Option("--story", metavar="STORY", help="Of this story.")] = None,
    state: Annotated[str, typer.Option("--state", metavar="STATE", help=f"That are {STATES}.")] = "",
    form: Annotated[Listing, typer.Option("--format", help="For people, or for programs.")] = Listing.table,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Show who was told what, when, by which channel, and which server accepted it with which answer: a line for each
    story in each message, oldest first. Days are those of the config's time zone.

    \b
    wardwatch alerts ledger --since 2026-01-01 --format csv
    wardwatch alerts ledger --to desk@example.org --story 17
    """
    from alerts.ledger import Wanted, entries
    from db.engine import Database
    from db.stories import resolve_story
    from wardwatch.config import find_config, load

    known = load(find_config(config))
    first, last = parse_day("--since", since), parse_day("--until", until)
    with Database.open(known.database) as database, database.reading() as session:
        try:
            story = resolve_story(session, story) if story is not None else None
        except LookupError:
            raise Misused(f"there is no story {story}; `wardwatch search` gives their numbers") from None
        wanted = Wanted(
            since=_midnight(first, known),
            until=_midnight(last + timedelta(days=1) if last else None, known),
            recipient=recipient,
            channel=channel,
            rule=rule,
            story=story,
            state=state,
        )
        found = list(entries(session, wanted))
    _show(found, form, Terminal(plain), known)


def _midnight(day: date | None, config: Config) -> datetime | None:
    return datetime.combine(day, time(), config.zone) if day else None


def _show(found: list[Entry], form: Listing, terminal: Terminal, config: Config) -> None:
    from dataclasses import asdict

    if form is Listing.json:
        terminal.json([asdict(one) for one in found])
        return
    if form is Listing.csv:
        rows = [[_cell(value) for value in asdict(one).values()] for one in found]
        terminal.csv(COLUMNS, rows)
        return
    if found:
        terminal.table(
            ("Told", "To", "What", "Story", "Facts", "State", "Answer"), [_row(one, config) for one in found]
        )
    terminal.say(f"{len(found)} found." if found else "Nothing found.")


def _row(one: Entry, config: Config) -> tuple[object, ...]:
    from alerts.wording import moment

    to = f"{one.channel} {one.recipient}" if one.channel != one.recipient else one.channel
    answer = ": ".join(part for part in (one.server, one.answer) if part)
    told = moment(one.at, config.zone) if one.at else ""
    return told, to, one.type, one.story, "; ".join(one.facts), one.state, answer


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return "; ".join(value) if isinstance(value, tuple) else value
