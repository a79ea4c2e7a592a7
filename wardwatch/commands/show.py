"""wardwatch show: one story, with every outlet, its grid and why it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardwatch.commands.options import ConfigPath, Form, Format, Plain
from wardwatch.terminal import Terminal, shown
from wardwatch.troubles import Misused

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from alerts.rules import Story
    from alerts.summary import Summary
    from db.models import MatchRow


def show(
    story: Annotated[int, typer.Argument(metavar="STORY", help="The number of a story, as search and alerts give it.")],
    form: Form = Format.table,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Show a story: every outlet that carried it, what Ofsted judged, and which rules it met and why.

    The number of a story that was joined to another still works.

    \b
    wardwatch show 17
    wardwatch show 17 --format json
    """
    from alerts.stories import load_story
    from alerts.summary import summarise
    from db.engine import Database
    from wardwatch.config import find_config, load

    known = load(find_config(config))
    with Database.open(known.database) as database, database.reading() as session:
        try:
            found = load_story(session, story)
        except LookupError:
            raise Misused(f"there is no story {story}; `wardwatch search` gives their numbers") from None
        matches = _matches(session, found.id)
    terminal = Terminal(plain)
    if form is Format.json:
        terminal.json(_values(found, summarise(found), matches))
    else:
        _tell(story, found, summarise(found), matches, terminal)


def _matches(session: Session, story: int) -> list[MatchRow]:
    from sqlalchemy import select

    from db.models import MatchRow

    return list(session.scalars(select(MatchRow).where(MatchRow.story_id == story).order_by(MatchRow.id)))


def _values(story: Story, summary: Summary, matches: list[MatchRow]) -> dict[str, Any]:
    from dataclasses import asdict

    from alerts.differences import differences

    return {
        "id": story.id,
        **asdict(summary),
        "people": [person._asdict() for person in summary.people],
        "differences": differences(story),
        "articles": [
            {
                "outlet": one.article.outlet,
                "url": one.article.url,
                "title": one.article.title,
                "published": one.article.published,
                "first_seen": one.first_seen,
                "official": one.official,
                "copy": one.copy,
                "kind": one.reading.kind,
                "phrases": [evidence.phrase for evidence in one.reading.evidence],
            }
            for one in story.articles
        ],
        "matches": [{"rule": row.rule, "decision": row.decision, "reasons": row.reasons} for row in matches],
    }


def _tell(asked: int, story: Story, summary: Summary, matches: list[MatchRow], terminal: Terminal) -> None:
    from alerts.differences import differences

    if asked != story.id:
        terminal.say(f"Story {asked} was joined to story {story.id}.")
    terminal.answer(f"Story {story.id}: {summary.kind}, {', '.join(summary.councils) or 'no council named'}")
    if summary.inspection_dates:
        terminal.answer(f"On site: {' to '.join(summary.inspection_dates)}")
    if summary.previous_overall:
        terminal.answer(f"Before: {summary.previous_overall}")
    if summary.judgements:
        terminal.table(("Judgement", "Grade"), list(summary.judgements.items()))
    for sentence in differences(story):
        terminal.answer(f"News and report differ. {sentence}.")
    outlets = [
        (
            one.article.outlet,
            one.article.published_on or "",
            _part(one.official, one.copy),
            one.article.title,
            one.article.url,
        )
        for one in story.articles
    ]
    terminal.table(("Outlet", "Published", "", "Headline", "Address"), outlets, "\nWho carried it")
    phrases = dict.fromkeys(shown(one.phrase) for article in story.articles for one in article.reading.evidence)
    terminal.answer(f"\nWhy it is in the archive: {', '.join(list(phrases)[:12])}")
    rows = [(row.rule, row.decision, ", ".join(str(reason) for reason in row.reasons)) for row in matches]
    if rows:
        terminal.table(("Rule", "Decision", "Because of"), rows, "\nWhich rules it met")


def _part(official: bool, copy: bool) -> str:
    return "official" if official else "copy" if copy else ""
