"""How fast the archive is searched: made-up articles in SQLite, and the time a search takes.

    python -m benchmarks.search [ROWS] [FOLDER]

Makes ROWS articles (200,000 where nothing is said) in FOLDER/search.db, once, and prints the median and the slowest of
twenty searches for each query.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db import fulltext
from db.engine import Database
from db.models import ArticleCouncil, ArticleRow, ArticleText, Judgement, ReadingRow, StoryRow
from db.query import article_tokens
from db.search import search
from newsdesk.reading import Reading

AT_ONCE = 2_000
BEGIN = datetime(2016, 1, 1, tzinfo=UTC)
COUNCILS = [f"Council {number}" for number in range(153)]
GRADES = ["outstanding", "good", "requires improvement", "inadequate"]
WORDS = [f"word{number}" for number in range(20_000)]
COMMON = ["council", "children", "services", "inspectors", "ofsted", "said"]
QUERIES: list[tuple[str, str, dict[str, Any]]] = [
    ("a common word", "children", {}),
    ("two common words", "children ofsted", {}),
    ("a phrase", '"care leavers"', {}),
    ("a rare word", "word19998", {}),
    ("a word and not another", "ofsted -council", {}),
    ("a common word about one council", "children", {"council": "Council 7"}),
    ("a common word and a grade", "ofsted", {"grade": "care leavers:inadequate", "council": "Council 7"}),
    ("everything of a month", "", {"since": BEGIN.date(), "until": (BEGIN + timedelta(days=30)).date()}),
    ("nothing", "word1 word2 word3 word4 word5", {}),
]


def main(rows: int, folder: Path) -> None:
    """Fill what is not yet filled, and measure."""
    with Database.open(f"sqlite:///{folder / 'search.db'}", migrate=True) as database:
        with database.reading() as session:
            have = session.scalar(select(func.count(ArticleRow.id))) or 0
        began = time.perf_counter()
        for first in range(have, rows, AT_ONCE):
            database.write(partial(_fill, first=first, number=min(AT_ONCE, rows - first)))
        if have < rows:
            print(f"{rows - have:,} articles made in {time.perf_counter() - began:.0f} s")
        for name, query, filters in QUERIES:
            _measure(database, name, query, filters)


def _measure(database: Database, name: str, query: str, filters: dict[str, Any]) -> None:
    times, hits = [], 0
    for _ in range(20):
        began = time.perf_counter()
        with database.reading() as session:
            hits = len(search(session, query, **filters))
        times.append((time.perf_counter() - began) * 1_000)
    print(f"{name:34} {hits:3} hits  median {statistics.median(times):7.1f} ms  slowest {max(times):7.1f} ms")


def _fill(session: Session, first: int, number: int) -> None:
    chance = random.Random(first)  # noqa: S311
    ids = range(first + 1, first + number + 1)
    rows = [_article(at, chance) for at in ids]
    texts = [_text(chance) for _ in ids]
    session.execute(insert(StoryRow), [{"id": at, "created_at": BEGIN, "last_article_at": BEGIN} for at in ids])
    session.execute(insert(ArticleRow), rows)
    session.execute(
        insert(ArticleText),
        [{"article_id": at, "text": body, "page_starts": []} for at, body in zip(ids, texts, strict=True)],
    )
    said = Reading(relevant=True, score=0.9).as_dict()
    session.execute(insert(ReadingRow), [{"article_id": at, "reading": said} for at in ids])
    session.execute(
        insert(ArticleCouncil), [{"article_id": at, "council": chance.choice(COUNCILS), "about": True} for at in ids]
    )
    session.execute(
        insert(Judgement),
        [{"article_id": at, "judgement": "care leavers", "grade": chance.choice(GRADES)} for at in ids if at % 5 == 0],
    )
    for row, body in zip(rows, texts, strict=True):
        _index(session, row, body)


def _index(session: Session, row: dict[str, object], body: str) -> None:
    known = ArticleRow(id=row["id"], dated_at=row["dated_at"])
    fulltext.index(session, known, article_tokens(str(row["title"]), body))


def _article(number: int, chance: random.Random) -> dict[str, object]:
    dated = BEGIN + timedelta(minutes=chance.randrange(10 * 365 * 24 * 60))
    url = f"https://weaverpost.example/{number}"
    return {
        "id": number, "story_id": number, "url": url, "canonical_url": url, "own_address": "", "outlet": "Weaver Post",
        "outlet_councils": [], "title": f"Headline {number}", "headlines": [], "published": dated.isoformat(),
        "published_at": dated, "first_seen_at": dated, "dated_at": dated,
        "kind": chance.choice(["inspection", "court"]),
        "score": 0.9, "identified": False, "official": False, "backfill": False, "kept": "text", "media": "html",
        "content_hash": str(number),
    }  # fmt: skip


def _text(chance: random.Random) -> str:
    words = [chance.choice(COMMON) if chance.random() < 0.1 else chance.choice(WORDS) for _ in range(350)]
    if chance.random() < 0.05:
        words.insert(chance.randrange(350), "care leavers")
    return " ".join(words)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 200_000,
        Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="wardwatch-")),
    )
