"""wardwatch timeline: a council's inspections and visits, from Ofsted's own history and the archive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardwatch.commands.options import ConfigPath, Form, Format, Plain
from wardwatch.terminal import Terminal
from wardwatch.troubles import Misused

if TYPE_CHECKING:
    from alerts.rules import Story
    from wardwatch.config import Config
    from wardwatch.timeline import Event, Expected


def timeline(
    council: Annotated[str, typer.Argument(metavar="COUNCIL", help="As Cheshire East.")],
    form: Form = Format.table,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Show a council's inspections and visits, newest first: Ofsted's statistics since 2018, and the archive.

    What usually comes next is said where a visit is known and its letter is not.

    \b
    wardwatch timeline "Cheshire East"
    wardwatch timeline Bury --format json
    """
    from newsdesk.history import CREDIT, history_of
    from wardwatch import timeline as events
    from wardwatch.config import find_config, load

    known = load(find_config(config))
    name = _council(council)
    terminal = Terminal(plain)
    found = events.timeline(history_of(name), _stories(known, name, terminal))
    coming = events.expected(found, datetime.now(known.zone).date())
    if form is Format.json:
        terminal.json({"council": name, "events": [_values(one) for one in found], "expected": _coming(coming)})
    else:
        _tell(name, found, coming, terminal)
    terminal.say(f"With {CREDIT}.")


def _council(written: str) -> str:
    """The council's own name; former councils go by the name that Ofsted's history has."""
    from newsdesk.councils import council_called
    from newsdesk.history import councils_with_history
    from wardwatch.areas import unknown_council

    former = next((one for one in councils_with_history() if one.casefold() == written.strip().casefold()), None)
    council = council_called(written)
    if council is None and former is None:
        raise Misused("; ".join(unknown_council(written)))
    return council.name if council else str(former)


def _stories(config: Config, council: str, terminal: Terminal) -> list[Story]:
    """What the archive has of the council; nothing while it has not been made."""
    from sqlalchemy import make_url

    from alerts.stories import load_story
    from db.engine import Database
    from db.timeline import stories_about
    from wardwatch.timeline import KINDS, OFFICIAL_KINDS

    place = make_url(config.database)
    if place.get_backend_name() == "sqlite" and place.database and not Path(place.database).exists():
        terminal.say("There is no archive yet, so this is Ofsted's own history alone; `wardwatch run` makes one.")
        return []
    with Database.open(config.database) as database, database.reading() as session:
        return [load_story(session, number) for number in stories_about(session, council, KINDS, OFFICIAL_KINDS)]


def _values(event: Event) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(event)


def _coming(coming: list[Expected]) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.event.kind,
            "visit_number": one.event.visit_number,
            "on_site": one.event.on_site,
            "stories": one.event.stories,
            "words": one.words,
        }
        for one in coming
    ]


def _tell(council: str, found: list[Event], coming: list[Expected], terminal: Terminal) -> None:
    from alerts.wording import sentence_case

    if not found:
        terminal.say(f"Nothing is known of inspections and visits of {council}.")
        return
    columns = ("On site", "Published", "What", "Judged", "Known from")
    terminal.table(columns, [_row(one) for one in found], f"{council}: inspections and visits")
    for one in coming:
        terminal.answer(f"\n{sentence_case(_what(one.event))}, {_when(one.event)}: {one.words}.")


def _row(event: Event) -> tuple[str, str, str, str, str]:
    from alerts.wording import day, days

    published = day(event.published) if event.published else ""
    reported = f"in the news {day(event.reported)}" if event.reported and not published else published
    return days(event.on_site), reported, _what(event), _judged(event), _known_from(event)


def _what(event: Event) -> str:
    from alerts.wording import KINDS, ordinal

    name = KINDS[event.kind]
    if event.visit_number:
        name = f"{name} ({ordinal(event.visit_number)})"
    return ", ".join(part for part in (name, event.length, event.theme) if part)


def _judged(event: Event) -> str:
    """Grouped by grade: "inadequate: overall effectiveness, care leavers"; an outcome or priority action as words."""
    from alerts.wording import GRADES

    said = [
        f"{grade}: {', '.join(name for name, given in event.judgements.items() if given == grade)}"
        for grade in reversed(GRADES)
        if grade in event.judgements.values()
    ]
    said += [event.send_outcome] if event.send_outcome else []
    said += ["areas for priority action"] if event.priority_action else []
    return "; ".join(said)


def _known_from(event: Event) -> str:
    places = ["Ofsted's statistics"] if event.in_history else []
    places += [f"story {number}" for number in event.stories]
    return ", ".join(places)


def _when(event: Event) -> str:
    from alerts.wording import day, days

    return days(event.on_site) or (f"in the news {day(event.reported)}" if event.reported else "")
