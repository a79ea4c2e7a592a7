"""Articles: kept, found again by address or by what they share, and loaded as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, cast

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, or_, select
from sqlalchemy.orm import Session

from db import fulltext
from db.models import (
    ArticleCouncil,
    ArticleRow,
    ArticleText,
    Fingerprint,
    Judgement,
    ReadingRow,
    StoryRow,
)
from db.query import article_tokens
from db.values import instant, plain, plain_json, published_from, published_text
from newsdesk.addresses import canonical
from newsdesk.article import Article, Media
from newsdesk.reading import Reading
from newsdesk.sameness import fingerprints

Keep = Literal["text", "facts", "headline"]
STORY_WINDOW = timedelta(days=16)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """An article out of the archive, with what was understood of it."""

    id: int
    story_id: int
    article: Article
    reading: Reading
    first_seen: datetime
    official: bool
    copy: bool
    backfill: bool


def find_by_address(session: Session, url: str) -> ArticleRow | None:
    """The article at this address, in any of its spellings."""
    return session.scalar(select(ArticleRow).where(ArticleRow.canonical_url == plain(canonical(url))))


def keep(
    session: Session,
    article: Article,
    reading: Reading,
    *,
    source_id: int | None,
    story_id: int | None,
    copy_of: int | None = None,
    official: bool = False,
    backfill: bool = False,
    now: datetime,
    keep: Keep = "text",
    etag: str | None = None,
    last_modified: str | None = None,
    address: str | None = None,
) -> ArticleRow:
    """Store an article in a story, or in a new one, with all by which it will be found.

    address: the one that it is known by (find_by_address), where that is not the one it was fetched from.
    keep: "text" stores everything; "facts" all but the text and the byline; "headline" only the headline, the link and
    what its story is known by.
    """
    held, said = _as_kept(article, reading, keep)
    row = _row(held, said, now)
    row.canonical_url = plain(canonical(address or article.url))
    row.content_hash = article.content_hash
    row.identified = is_identified(reading, official)
    row.source_id, row.copy_of, row.official, row.backfill, row.kept = source_id, copy_of, official, backfill, keep
    row.etag, row.last_modified = etag, last_modified
    row.story_id = story_id if story_id is not None else _new_story(session, now)
    session.add(row)
    session.flush()
    _touch_story(session, row)
    _store_parts(session, row.id, held, said)
    if keep != "headline":
        marks = [{"article_id": row.id, "shingle": shingle} for shingle in fingerprints(article)]
        session.execute(insert(Fingerprint), marks) if marks else None
    fulltext.index(session, row, article_tokens(held.title, held.text))
    return row


def copy_candidates(session: Session, shingles: Iterable[int], limit: int = 50) -> list[KeptArticle]:
    """The articles that share most shingles (sameness.fingerprints) with a text, most alike first."""
    wanted = list(shingles)
    shared = func.count()
    query = select(Fingerprint.article_id).where(Fingerprint.shingle.in_(wanted)).group_by(Fingerprint.article_id)
    ids = session.scalars(query.order_by(shared.desc(), Fingerprint.article_id).limit(limit)).all() if wanted else []
    found = {kept.id: kept for kept in _load(session, ArticleRow.id.in_(ids))} if ids else {}
    return [found[number] for number in ids]


def story_candidates(
    session: Session,
    reading: Reading,
    published: date | datetime | None,
    *,
    outlet_councils: Sequence[str] = (),
    official: bool = False,
) -> list[KeptArticle]:
    """Every article that may report the same event without being a copy: about one of the same councils (or both about
    none), and near in time, or of the same kind without a date, or both with an identity.

    outlet_councils: for an article about none, the councils of its outlet, whose articles near in time may be of its
    story; so may articles about none of one about a council.
    """
    moment = instant(published or _report_day(reading))
    alike: list[ColumnElement[bool]] = [and_(ArticleRow.kind == reading.kind, ArticleRow.published_at.is_(None))]
    if is_identified(reading, official):
        alike.append(ArticleRow.identified.is_(True))
    about = _about_the_same(reading.councils)
    if moment is None:
        return _load(session, and_(about, or_(*alike)))
    near = _published_within(moment, STORY_WINDOW)
    or_none = _about_the_same(() if reading.councils else outlet_councils)
    return _load(session, or_(and_(about, or_(near, *alike)), and_(near, or_none)))


def _published_within(moment: datetime, window: timedelta) -> ColumnElement[bool]:
    return ArticleRow.published_at.between(moment - window, moment + window)


def is_identified(reading: Reading, official: bool) -> bool:
    """Whether an article names its event well enough to join reports of any age."""
    return bool(
        official
        or reading.visit_number
        or reading.inspection_dates
        or reading.report_published
        or reading.judgements
        or reading.send_outcome
    )


def load_article(session: Session, article_id: int) -> Article:
    """The article as it was kept. Raises LookupError."""
    return load_kept(session, article_id).article


def load_reading(session: Session, article_id: int) -> Reading:
    """What was understood of an article. Raises LookupError."""
    return load_kept(session, article_id).reading


def load_kept(session: Session, article_id: int) -> KeptArticle:
    """An article with everything about it. Raises LookupError."""
    found = _load(session, ArticleRow.id == article_id)
    if not found:
        raise LookupError(f"there is no article {article_id}")
    return found[0]


def load_articles_of(session: Session, *stories: int) -> list[KeptArticle]:
    """The articles of a story, or of several, in the order in which they were first seen."""
    return _load(session, ArticleRow.story_id.in_(stories))


def _load(session: Session, condition: ColumnElement[bool]) -> list[KeptArticle]:
    rows = session.execute(_everything().where(condition).order_by(ArticleRow.first_seen_at, ArticleRow.id))
    return [_kept(row, text, reading) for row, text, reading in rows]


def _everything() -> Select[ArticleRow, ArticleText, ReadingRow]:
    return (
        select(ArticleRow, ArticleText, ReadingRow)
        .join(ArticleText, ArticleText.article_id == ArticleRow.id)
        .join(ReadingRow, ReadingRow.article_id == ArticleRow.id)
    )


def _kept(row: ArticleRow, text: ArticleText, reading: ReadingRow) -> KeptArticle:
    article = Article(
        url=row.url,
        outlet=row.outlet,
        title=row.title,
        text=text.text,
        published=published_from(row.published),
        byline=row.byline,
        outlet_councils=tuple(row.outlet_councils),
        headlines=tuple(row.headlines),
        canonical=row.own_address,
        media=cast("Media", row.media),
        page_starts=tuple(text.page_starts),
    )
    said = Reading.from_dict(reading.reading)
    return KeptArticle(
        row.id, row.story_id, article, said, row.first_seen_at, row.official, row.copy_of is not None, row.backfill
    )


def _about_the_same(councils: Sequence[str]) -> ColumnElement[bool]:
    about = exists().where(ArticleCouncil.article_id == ArticleRow.id, ArticleCouncil.about.is_(True))
    return about.where(ArticleCouncil.council.in_(councils)) if councils else ~about


def _report_day(reading: Reading) -> date | None:
    """The day that a report gives of itself, where it is a whole date."""
    try:
        return date.fromisoformat(reading.report_published or "")
    except ValueError:
        return None


def _as_kept(article: Article, reading: Reading, keep: Keep) -> tuple[Article, Reading]:
    if keep == "text":
        return article, reading
    bare = replace(article, text="", byline=None, page_starts=())
    if keep == "facts":
        return bare, reading
    known_by = Reading(
        relevant=reading.relevant,
        score=reading.score,
        kind=reading.kind,
        councils=reading.councils,
        mentioned_councils=reading.mentioned_councils,
        inspection_dates=reading.inspection_dates,
        visit_number=reading.visit_number,
        report_published=reading.report_published,
    )
    return replace(bare, headlines=()), known_by


def _row(article: Article, reading: Reading, now: datetime) -> ArticleRow:
    return ArticleRow(
        url=plain(article.url),
        own_address=plain(article.canonical),
        outlet=plain(article.outlet),
        outlet_councils=list(article.outlet_councils),
        title=plain(article.title),
        headlines=plain_json(article.headlines),
        byline=plain(article.byline) if article.byline is not None else None,
        published=published_text(article.published),
        published_at=instant(article.published),
        first_seen_at=now,
        dated_at=instant(article.published) or now,
        kind=reading.kind,
        score=reading.score,
        media=article.media,
    )


def _store_parts(session: Session, article_id: int, article: Article, reading: Reading) -> None:
    session.add(ArticleText(article_id=article_id, text=plain(article.text), page_starts=list(article.page_starts)))
    session.add(ReadingRow(article_id=article_id, reading=plain_json(reading.as_dict())))
    for council in dict.fromkeys((*reading.councils, *reading.mentioned_councils)):
        session.add(ArticleCouncil(article_id=article_id, council=council, about=council in reading.councils))
    for name, grade in reading.judgements.items():
        session.add(Judgement(article_id=article_id, judgement=name, grade=grade))
    session.flush()


def _new_story(session: Session, now: datetime) -> int:
    story = StoryRow(created_at=now, last_article_at=now)
    session.add(story)
    session.flush()
    return story.id


def _touch_story(session: Session, row: ArticleRow) -> None:
    story = session.get_one(StoryRow, row.story_id)
    story.last_article_at = max(story.last_article_at, row.first_seen_at)
