"""wardwatch search: stories out of the archive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Listing, Plain, parse_day
from wardwatch.terminal import Terminal
from wardwatch.troubles import Misused

if TYPE_CHECKING:
    from db.search import Hit


def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases", OR, -without, (parentheses). "": everything.')],
    council: Annotated[str | None, typer.Option("--council", metavar="NAME", help="About this council.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="inspection, monitoring-visit, court ...")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published then or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published then or before.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Carried by this outlet.")] = None,
    grade: Annotated[
        str | None, typer.Option("--grade", metavar="[JUDGEMENT:]GRADE", help="As inadequate, or care leavers:good.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 50,
    form: Annotated[Listing, typer.Option("--format", help="For people, or for programs.")] = Listing.table,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Search the archive; the newest come first.

    \b
    wardwatch search '"care leavers" OR ofsted'
    wardwatch search ofsted --council "Cheshire East" --since 2025-01-01
    wardwatch search '' --kind inspection --grade inadequate --format csv
    """
    from db import search as archive
    from db.engine import Database
    from wardwatch.config import find_config, load

    first, last = parse_day("--since", since), parse_day("--until", until)
    name = _council(council)
    with Database.open(load(find_config(config)).database) as database, database.reading() as session:
        hits = archive.search(
            session, query, council=name, kind=_kind(kind), since=first, until=last, outlet=outlet,
            grade=_grade(grade), limit=limit,
        )  # fmt: skip
    _show(hits, form, Terminal(plain), limit)


def _council(name: str | None) -> str | None:
    from newsdesk.councils import council_called
    from wardwatch.areas import unknown_council

    if name is None:
        return None
    council = council_called(name)
    if council is None:
        raise Misused("; ".join(unknown_council(name)))
    return council.name


def _kind(name: str | None) -> str | None:
    from alerts.wording import KINDS

    return _one_of("kind of story", name, KINDS)


def _grade(written: str | None) -> str | None:
    """A grade, or a grade of one judgement: "care leavers:inadequate"."""
    from alerts.wording import GRADES, JUDGEMENTS

    if written is None:
        return None
    judgement, colon, grade = written.lower().rpartition(":")
    known = _one_of("grade", grade.strip(), GRADES)
    return f"{_one_of('judgement', judgement.strip(), JUDGEMENTS)}:{known}" if colon else known


def _one_of(noun: str, name: str | None, known: Collection[str]) -> str | None:
    from wardwatch.explain import nearest

    if name is not None and name not in known:
        raise Misused(f"there is no {noun} {name!r}; {nearest(name, known)}")
    return name


def _show(hits: Sequence[Hit], form: Listing, terminal: Terminal, limit: int) -> None:
    if form is Listing.json:
        from dataclasses import asdict

        terminal.json([asdict(hit) for hit in hits])
        return
    columns = ("Story", "Published", "Kind", "Councils", "Outlet", "Headline", "Address")
    rows = [(hit.story, _shown(hit), hit.kind, ", ".join(hit.councils), hit.outlet, hit.title, hit.url) for hit in hits]
    if form is Listing.csv:
        terminal.csv([column.lower() for column in columns], rows)
        return
    if rows:
        terminal.table(columns, rows)
    most = "; --limit shows more" if len(hits) == limit else ""
    terminal.say(f"{len(hits)} found{most}." if hits else "Nothing found.")


def _shown(hit: Hit) -> str:
    return hit.published.isoformat()[:10] if hit.published else ""
