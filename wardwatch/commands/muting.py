"""wardwatch alerts mute, stop and list: what is not told, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardwatch.commands.options import ConfigPath, Form, Format, Plain, parse_day
from wardwatch.terminal import Terminal
from wardwatch.troubles import Misused

if TYPE_CHECKING:
    from alerts.mutes import Scope, What
    from db.models import MuteRow, StopRow
    from wardwatch.config import Config

RuleName = Annotated[str | None, typer.Option("--rule", metavar="NAME", help="Only of this rule.")]


def mute(
    story: Annotated[int | None, typer.Option("--story", metavar="STORY", help="Tell no more of this story.")] = None,
    phrase: Annotated[
        str | None, typer.Option("--phrase", metavar="TEXT", help="Nor of what articles with these words say.")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Nor of what articles of this outlet say.")
    ] = None,
    rule: RuleName = None,
    recipient: Annotated[str | None, typer.Option("--for", metavar="ADDRESS", help="Only this recipient.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and with this day.")] = None,
    undo: Annotated[int | None, typer.Option("--undo", metavar="NUMBER", help="End this mute.")] = None,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Tell no more of a story, or of articles with some words or of an outlet; `wardwatch alerts list` shows what is
    muted. What waits of a muted story is taken back. What came while something was muted is not told later.

    \b
    wardwatch alerts mute --story 17
    wardwatch alerts mute --phrase "family hub" --rule "Cheshire East, at once" --until 2027-01-31
    wardwatch alerts mute --undo 3
    """
    from wardwatch.config import find_config, load

    known, terminal = load(find_config(config)), Terminal(plain)
    chosen: dict[What, object] = {"story": story, "phrase": phrase, "outlet": outlet}
    given = {what: str(value) for what, value in chosen.items() if value not in (None, "")}
    if len(given) + (undo is not None) != 1:
        raise Misused("say one thing: --story, --phrase, --outlet, or --undo with the number of a mute")
    if undo is not None:
        _unmute(known, undo, terminal)
        return
    [(what, value)] = given.items()
    number = _mute(known, what, value, _scope(known, rule, recipient), _end(known, until))
    terminal.say(f"Mute {number} is set; `wardwatch alerts mute --undo {number}` ends it.")


def stop(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="A recipient, as in the config.")],
    rule: RuleName = None,
    undo: Annotated[bool, typer.Option("--undo", help="Send to this recipient again.")] = False,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Send a recipient nothing more, or nothing more of one rule. What waits is taken back; what was tried already may
    still arrive. What came meanwhile is not told when it is undone.

    \b
    wardwatch alerts stop desk@example.org
    wardwatch alerts stop desk@example.org --rule "Round-up"
    wardwatch alerts stop desk@example.org --undo
    """
    from alerts import mutes
    from db.engine import Database
    from wardwatch.config import find_config, load

    known, terminal = load(find_config(config)), Terminal(plain)
    scope = _scope(known, rule, address)
    with Database.open(known.database) as database:
        if undo and not database.write(lambda session: mutes.resume(session, scope)):
            raise Misused(f"{address} was not stopped; `wardwatch alerts list` shows who was")
        if not undo:
            database.write(lambda session: mutes.stop(session, scope, datetime.now(UTC)))
    of = f" of rule “{rule}”" if rule else ""
    terminal.say(f"{address} is sent alerts{of} again." if undo else f"{address} is sent nothing more{of}.")


def list_alerts(form: Form = Format.table, config: ConfigPath = None, plain: Plain = False) -> None:
    """Show the rules, whom they tell and since when, what is muted, and who has stopped.

    \b
    wardwatch alerts list
    wardwatch alerts list --format json
    """
    from sqlalchemy import select

    from db.engine import Database
    from db.models import MuteRow, RuleRow, StopRow
    from wardwatch.config import find_config, load

    known, terminal = load(find_config(config)), Terminal(plain)
    with Database.open(known.database) as database, database.reading() as session:
        since = {row.name: row.first_seen_at for row in session.scalars(select(RuleRow))}
        muted = list(session.scalars(select(MuteRow).order_by(MuteRow.id)))
        stopped = list(session.scalars(select(StopRow).order_by(StopRow.stopped_at)))
    shown = {"rules": _rules(known, since), "mutes": [_muted(row) for row in muted]}
    shown["stops"] = [_stopped(row) for row in stopped]
    if form is Format.json:
        terminal.json(shown)
        return
    for name, title in (("rules", "Rules"), ("mutes", "\nMuted"), ("stops", "\nStopped")):
        if rows := shown[name]:
            cells = [[_cell(value, known) for value in row.values()] for row in rows]
            terminal.table([column.capitalize() for column in rows[0]], cells, title)
    if not known.alerts:
        terminal.say("There are no rules under `alerts:`.")


def _mute(config: Config, what: What, value: str, scope: Scope, until: datetime | None) -> int:
    from alerts import mutes
    from db.engine import Database

    with Database.open(config.database) as database:
        try:
            return database.write(lambda session: mutes.mute(session, what, value, scope, datetime.now(UTC), until))
        except LookupError:
            raise Misused(f"there is no story {value}; `wardwatch search` gives their numbers") from None


def _unmute(config: Config, number: int, terminal: Terminal) -> None:
    from alerts import mutes
    from db.engine import Database

    with Database.open(config.database) as database:
        if not database.write(lambda session: mutes.unmute(session, number)):
            raise Misused(f"there is no mute {number}; `wardwatch alerts list` gives their numbers")
    terminal.say(f"Mute {number} has ended.")


def _scope(config: Config, rule: str | None, address: str | None) -> Scope:
    """For whom: a rule and a recipient of the config."""
    from alerts.mutes import Scope
    from wardwatch.explain import nearest

    names = [one.name for one in config.alerts]
    if rule is not None and rule not in names:
        raise Misused(f"there is no rule {rule!r}; {nearest(rule, names)}")
    told = {to.recipient: to.channel for one in config.alerts for to in one.to}
    wanted = address.lower() if address is not None and address.lower() in told else address
    if wanted is not None and wanted not in told:
        raise Misused(f"nobody is told at {wanted!r}; {nearest(wanted, told)}")
    return Scope(rule or "", wanted or "", told[wanted] if wanted else "")


def _end(config: Config, until: str | None) -> datetime | None:
    last = parse_day("--until", until)
    return datetime.combine(last + timedelta(days=1), time(), config.zone) if last else None


def _rules(config: Config, since: dict[str, datetime]) -> list[dict[str, Any]]:
    from alerts.channels import shown

    return [
        {
            "rule": rule.name,
            "sends": str(rule.send),
            "to": [f"{to.channel} {shown(to.channel, to.recipient)}" for to in rule.to],
            "since": since.get(rule.name),
        }
        for rule in config.alerts
    ]


def _muted(row: MuteRow) -> dict[str, Any]:
    return {
        "mute": row.id,
        "what": row.what,
        "value": row.value,
        "rule": row.rule,
        "for": _address(row.channel or "", row.recipient or "") or None,
        "since": row.created_at,
        "until": row.until,
    }


def _stopped(row: StopRow) -> dict[str, Any]:
    return {"for": _address(row.channel, row.recipient), "rule": row.rule or None, "since": row.stopped_at}


def _address(channel: str, recipient: str) -> str:
    from alerts.channels import shown

    return shown(channel, recipient)


def _cell(value: object, config: Config) -> object:
    from alerts.wording import moment

    if isinstance(value, datetime):
        return moment(value, config.zone)
    return ", ".join(map(str, value)) if isinstance(value, list) else value
