"""wardwatch reread: the archive understood again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Form, Format, Plain
from wardwatch.terminal import Terminal
from wardwatch.troubles import Misused

if TYPE_CHECKING:
    from db.engine import Database
    from newsdesk.relevance import Vocabulary
    from wardwatch.config import Config
    from wardwatch.rereading import Batch, Change, Plan, Reread, Stored


@dataclass(slots=True)
class _Outcome:
    read: int
    without_text: int
    found: Sequence[Reread]
    batches: Sequence[Batch] = ()
    plans: Sequence[Plan] = ()
    stored: list[Stored] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        return [change for one in self.found for change in one.changes]


def reread(
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published then or later.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Store what changes; without it, it is only shown.")] = False,
    form: Form = Format.table,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Read the archive again with the present understanding, and show what would change. Alerts nobody.

    With --apply it is stored: readings, stories that part or join, and the rules that are met now (as `reread`: what
    is in the archive already is not told). Articles of which no text was kept stay as they are.

    \b
    wardwatch reread
    wardwatch reread --since 2026-01-01 --format json
    wardwatch reread --apply
    """
    from db.engine import Database
    from wardwatch.config import find_config, load
    from wardwatch.understanding import vocabulary

    known, first, terminal = load(find_config(config)), _day(since), Terminal(plain)
    with Database.open(known.database) as database:
        outcome = _read(database, first, vocabulary(known.vocabulary), terminal)
        if apply:
            _store(database, outcome, known, terminal)
    if form is Format.json:
        terminal.json(_values(outcome, applied=apply))
    else:
        _tell(outcome, terminal)
    _sum_up(outcome, terminal, applied=apply)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Misused(f"--since {written!r} is no day; write it as 2026-01-01") from None


def _read(database: Database, since: date | None, words: Vocabulary, terminal: Terminal) -> _Outcome:
    from db import archive, rereading
    from wardwatch.rereading import batches, plan, read_again

    with database.reading() as session:
        numbers = rereading.articles_with_text(session, since)
        loaded = (archive.load_kept(session, number) for number in numbers)
        read = (read_again(kept, words) for kept in terminal.bar(loaded, len(numbers), "reading"))
        found = [one for one in read if one is not None]
        parts = batches(session, found)
        plans = [plan(session, batch) for batch in parts]
        return _Outcome(len(numbers), rereading.count_without_text(session, since), found, parts, plans)


def _store(database: Database, outcome: _Outcome, known: Config, terminal: Terminal) -> None:
    from alerts.rulebook import Rulebook
    from wardwatch.rereading import store

    for batch in terminal.bar(outcome.batches, len(outcome.batches), "storing"):
        work = partial(store, batch=batch, rules=Rulebook(known.alerts), now=datetime.now(UTC))
        outcome.stored.append(database.write(work))


def _values(outcome: _Outcome, *, applied: bool) -> dict[str, object]:
    return {
        "applied": applied,
        "articles_read": outcome.read,
        "articles_without_text": outcome.without_text,
        "articles_changed": len(outcome.found),
        "changes": [asdict(change) for change in outcome.changes],
        "moves": [asdict(move) for one in outcome.plans for move in one.moves],
        "joins": [numbers for one in outcome.plans for numbers in one.joins],
        "matched": [{"story": story, "rule": rule} for one in outcome.stored for story, rule in one.matched],
    }


def _tell(outcome: _Outcome, terminal: Terminal) -> None:
    rows = [
        (one.story, f"{one.article} {_short(one.title)}", one.fact, one.before or "-", one.after or "-")
        for one in outcome.changes
    ]
    rows += list(_story_rows(outcome))
    if rows:
        terminal.table(("Story", "Article", "Fact", "Before", "After"), rows)
    for story, rule in (pair for one in outcome.stored for pair in one.matched):
        terminal.answer(f"Story {story} is now one for the rule “{rule}”; nobody was told.")


def _story_rows(outcome: _Outcome) -> Iterator[tuple[int, str, str, str, str]]:
    titles = {one.kept.id: one.kept.article.title for one in outcome.found}
    for move in (move for one in outcome.plans for move in one.moves):
        after = f"story {move.story}" if move.story else "a story of its own"
        for article, left in zip(move.articles, move.left, strict=True):
            yield left, f"{article} {_short(titles.get(article, ''))}".strip(), "story", f"story {left}", after
    for numbers in (numbers for one in outcome.plans for numbers in one.joins):
        yield numbers[0], "", "story", ", ".join(str(number) for number in numbers), f"story {numbers[0]}"


def _short(title: str) -> str:
    return title if len(title) <= 50 else f"{title[:49]}…"


def _sum_up(outcome: _Outcome, terminal: Terminal, *, applied: bool) -> None:
    changes = outcome.changes
    articles = {change.article for change in changes}
    silent = len(outcome.found) - len(articles)
    said = [f"{outcome.read} read: {len(changes)} facts of {len(articles)} differ"]
    said += [f"{silent} more differ only in their score or in where the words stand"] if silent else []
    said += [f"{outcome.without_text} have no text and stay as they are"] if outcome.without_text else []
    terminal.say(f"{'; '.join(said)}.")
    if applied:
        terminal.say(f"Stored: {_total(outcome.stored)}. Nobody was told.")
    elif outcome.found:
        terminal.say("Nothing was stored; --apply does.")


def _total(stored: Iterable[Stored]) -> str:
    done = list(stored)
    counts = [sum(getattr(one, name) for one in done) for name in ("articles", "parted", "joined")]
    return "{} articles, {} new stories, {} stories joined".format(*counts)
