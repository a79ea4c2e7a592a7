"""Searching the archive: the newest articles that meet a query and the filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, column, exists, func, select, table
from sqlalchemy.orm import Session

from db import fulltext
from db.models import ArticleCouncil, ArticleRow, ArticleText, Judgement
from db.query import Node, Phrase, parse, positions, wanted
from db.values import instant, published_from
from newsdesk.words import token_spans

SNIPPET_BEFORE = 70
SNIPPET_AFTER = 110
LOOK_AT_ONCE = 1_000
ROOM_A_WORD = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. published: as the page gave it. snippet: the text round the first phrase that met the
    query, or its beginning; empty where no text was kept."""

    story: int
    article: int
    title: str
    url: str
    outlet: str
    published: date | datetime | None
    kind: str
    councils: tuple[str, ...]
    judgements: dict[str, str]
    snippet: str


def search(
    session: Session,
    query: str = "",
    *,
    council: str | None = None,
    kind: str | None = None,
    since: date | None = None,
    until: date | None = None,
    outlet: str | None = None,
    grade: str | None = None,
    limit: int = 50,
) -> list[Hit]:
    """The newest articles that meet the query and all filters; an empty query meets everything.

    council: one that they are about. since, until: days in London, both included; an article without a date counts from
    when it was first seen. grade: "inadequate", or of one judgement "care leavers:inadequate".
    Raises QuerySyntaxError.
    """
    tree = parse(query) if query.strip() else None
    filters = _filters(council, kind, outlet, grade)
    first, after = _bounds(since, until)
    newest = _newest_in_sqlite if session.get_bind().dialect.name == "sqlite" else _newest_in_postgres
    ids = newest(session, tree, filters, first, after, limit)
    return _hits(session, ids, tree)


def snippet(text: str, phrases: Sequence[Phrase]) -> str:
    """The text round the first of the phrases that stands in it, or its beginning, on one line."""
    start, end = _first_place(text, phrases) or (0, 0)
    begin, stop = max(0, start - SNIPPET_BEFORE), min(len(text), end + SNIPPET_AFTER)
    if begin > 0:
        begin = text.find(" ", begin, start) + 1 or start
    if stop < len(text):
        stop = max(text.rfind(" ", end, stop), end) if text.find(" ", end, stop) >= 0 else stop
    shown = " ".join(text[begin:stop].split())
    return ("… " if begin > 0 else "") + shown + (" …" if stop < len(text) else "")


def _first_place(text: str, phrases: Sequence[Phrase]) -> tuple[int, int] | None:
    """Read piece by piece: what is looked for mostly stands near the top of a long report."""
    if not phrases:
        return None
    room = ROOM_A_WORD * max(len(phrase.words) for phrase in phrases)
    for begin in range(0, len(text), LOOK_AT_ONCE):
        piece = text[begin : begin + LOOK_AT_ONCE + room]
        spans = token_spans(piece)
        tokens = [token for token, _, _ in spans]
        places = [(next(positions(phrase, tokens), None), len(phrase.words)) for phrase in phrases]
        found = min(((at, size) for at, size in places if at is not None), default=None)
        if found:
            at, size = found
            return begin + spans[at][1], begin + spans[at + size - 1][2]
    return None


def _filters(council: str | None, kind: str | None, outlet: str | None, grade: str | None) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if council is not None:
        about = ArticleCouncil.about.is_(True)
        filters.append(
            exists().where(ArticleCouncil.article_id == ArticleRow.id, ArticleCouncil.council == council, about)
        )
    if kind is not None:
        filters.append(ArticleRow.kind == kind)
    if outlet is not None:
        filters.append(func.lower(ArticleRow.outlet) == outlet.lower())
    if grade is not None:
        name, _, value = grade.rpartition(":")
        judged = exists().where(Judgement.article_id == ArticleRow.id, Judgement.grade == value.strip().lower())
        filters.append(judged.where(Judgement.judgement == name.strip().lower()) if name else judged)
    return filters


def _bounds(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """From London's midnight of the first day to that after the last."""
    after = until + timedelta(days=1) if until is not None and until < date.max else None
    return instant(since), instant(after)


def _newest_in_sqlite(
    session: Session,
    tree: Node | None,
    filters: Sequence[ColumnElement[bool]],
    first: datetime | None,
    after: datetime | None,
    limit: int,
) -> list[int]:
    """The index gives its rows newest first, so that only as many are looked at as are wanted."""
    words = table("article_words", column("rowid", BigInteger), column("article_words"))
    meets = words.c.article_words.op("MATCH")(fulltext.match_string(tree) if tree else fulltext.MARK)
    found = select(ArticleRow.id).join_from(words, ArticleRow, ArticleRow.id == fulltext.id_at(words.c.rowid))
    found = found.where(meets, *filters)
    if first is not None:
        found = found.where(words.c.rowid >= fulltext.lowest_place(first))
    if after is not None:
        found = found.where(words.c.rowid < fulltext.lowest_place(after))
    return list(session.scalars(found.order_by(words.c.rowid.desc()).limit(limit)))


def _newest_in_postgres(
    session: Session,
    tree: Node | None,
    filters: Sequence[ColumnElement[bool]],
    first: datetime | None,
    after: datetime | None,
    limit: int,
) -> list[int]:
    found = select(ArticleRow.id).where(*([fulltext.postgres_condition(tree)] if tree else []), *filters)
    if first is not None:
        found = found.where(ArticleRow.dated_at >= first)
    if after is not None:
        found = found.where(ArticleRow.dated_at < after)
    return list(session.scalars(found.order_by(ArticleRow.dated_at.desc(), ArticleRow.id.desc()).limit(limit)))


def _hits(session: Session, ids: Sequence[int], tree: Node | None) -> list[Hit]:
    if not ids:
        return []
    rows = {row.id: row for row in session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids)))}
    texts = {
        row.article_id: row.text for row in session.scalars(select(ArticleText).where(ArticleText.article_id.in_(ids)))
    }
    councils = _councils(session, ids)
    judgements = _judgements(session, ids)
    phrases = list(wanted(tree)) if tree else []
    return [
        Hit(
            story=rows[number].story_id,
            article=number,
            title=rows[number].title,
            url=rows[number].url,
            outlet=rows[number].outlet,
            published=published_from(rows[number].published),
            kind=rows[number].kind,
            councils=tuple(councils.get(number, ())),
            judgements=judgements.get(number, {}),
            snippet=snippet(texts.get(number, ""), phrases),
        )
        for number in ids
    ]


def _councils(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(ArticleCouncil).where(ArticleCouncil.article_id.in_(ids), ArticleCouncil.about.is_(True))
    found: dict[int, list[str]] = {}
    for row in session.scalars(query.order_by(ArticleCouncil.council)):
        found.setdefault(row.article_id, []).append(row.council)
    return found


def _judgements(session: Session, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in session.scalars(select(Judgement).where(Judgement.article_id.in_(ids)).order_by(Judgement.judgement)):
        found.setdefault(row.article_id, {})[row.judgement] = row.grade
    return found
