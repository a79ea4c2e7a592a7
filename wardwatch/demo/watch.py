"""What the demo's service has in its archive, read beside it while it works."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    ArticleCouncil,
    ArticleRow,
    LinkRow,
    MatchRow,
    MessageRow,
    ReadingRow,
    SourceRow,
)

PHRASES_SHOWN = 3
UNSENT = ("pending", "sending")


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """A source. asked: it has been tried; trouble: why it gave nothing, or None."""

    name: str
    kind: str | None
    asked: bool
    trouble: str | None


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A link that a source showed, and what became of it."""

    url: str
    title: str | None
    source: str
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ArticleSeen:
    """An article that was kept. phrases: those that weighed most; decision: whether its story is told, by the rules."""

    id: int
    story: int
    outlet: str
    title: str
    kind: str
    councils: tuple[str, ...]
    copy: bool
    phrases: tuple[str, ...]
    decision: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """The archive at one moment."""

    sources: dict[str, SourceSeen]
    links: dict[str, LinkSeen]
    articles: dict[int, ArticleSeen]
    unsent: int

    @property
    def settled(self) -> bool:
        """True where every source has been asked, every link has been followed and every message has gone out."""
        asked = bool(self.sources) and all(source.asked for source in self.sources.values())
        return asked and not self.unsent and all(link.state != "pending" for link in self.links.values())

    def stories(self) -> dict[int, list[ArticleSeen]]:
        """The articles by story, in the order in which they came."""
        found: dict[int, list[ArticleSeen]] = {}
        for article in sorted(self.articles.values(), key=lambda article: article.id):
            found.setdefault(article.story, []).append(article)
        return found


NOTHING = Seen({}, {}, {}, 0)


def look(session: Session) -> Seen:
    """Read everything that the demo shows."""
    sources = {row.id: row for row in session.scalars(select(SourceRow))}
    names = {number: row.name for number, row in sources.items()}
    links = session.scalars(select(LinkRow).order_by(LinkRow.id))
    unsent = session.scalars(select(MessageRow.id).where(MessageRow.state.in_(UNSENT))).all()
    return Seen(
        sources={
            row.name: SourceSeen(row.name, row.kind, row.last_tried_at is not None, row.trouble)
            for row in sources.values()
        },
        links={row.url: LinkSeen(row.url, row.title, names[row.source_id], row.state, row.reason) for row in links},
        articles=_articles(session),
        unsent=len(unsent),
    )


def _articles(session: Session) -> dict[int, ArticleSeen]:
    councils: dict[int, list[str]] = {}
    for about in session.scalars(select(ArticleCouncil).where(ArticleCouncil.about)):
        councils.setdefault(about.article_id, []).append(about.council)
    decisions = {match.story_id: match.decision for match in session.scalars(select(MatchRow).order_by(MatchRow.id))}
    rows = session.execute(select(ArticleRow, ReadingRow).join(ReadingRow, ReadingRow.article_id == ArticleRow.id))
    found: dict[int, ArticleSeen] = {}
    for article, reading in rows:
        evidence = sorted(reading.reading["evidence"], key=lambda phrase: -phrase[2])
        found[article.id] = ArticleSeen(
            id=article.id,
            story=article.story_id,
            outlet=article.outlet,
            title=article.title,
            kind=article.kind,
            councils=tuple(sorted(councils.get(article.id, ()))),
            copy=article.copy_of is not None,
            phrases=tuple(dict.fromkeys(phrase[0] for phrase in evidence))[:PHRASES_SHOWN],
            decision=decisions.get(article.story_id),
        )
    return found
