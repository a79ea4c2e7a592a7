"""Sources that go wrong in every way beside one that does not: a clear line each, nothing stored half."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.engine import Database
from db.models import ArticleRow, ArticleText, LinkRow, ReadingRow
from scraper.settings import CrawlSettings
from tests.fakes import Page, Request, WebServer
from tests.wardwatch.conftest import Command
from wardwatch import house
from wardwatch.demo.settings import written_yaml

TODAY = datetime.now(UTC).date()
SAID = (
    "Ofsted has judged children's services in {place} to be inadequate overall after an inspection this spring. "
    "Inspectors found that care leavers in {place} wait too long for help, and that social workers change too often. "
    "The council said that children in care deserve better and that it had a plan for improvement."
)


def story(place: str, *, title: str | None = None, dated: date | None = TODAY, broken: bytes = b"") -> Page:
    """An article; title: "" leaves it out, dated: None too; broken: bytes that are no UTF-8."""
    shown = f"{place}'s children's services inadequate" if title is None else title
    meta = f'<meta property="article:published_time" content="{dated}T08:00:00+00:00">' if dated else ""
    head = f'<meta charset="utf-8"><title>{shown}</title>{meta}'
    body = f"<article><h1>{shown}</h1><p>{SAID.format(place=place)}</p><p>{SAID.format(place=place)}</p>"
    html = f"<html><head>{head}</head><body><main>{body}".encode() + broken + b"</article></main></body></html>"
    return Page(html)


def feed(*paths: str) -> Page:
    items = "".join(f"<item><title>News</title><link>{path}</link></item>" for path in paths)
    return Page(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode(), "application/rss+xml")


class Troubled:
    """A site of one source: its feed and one page."""

    def __init__(self, listing: Page | None, page: Page | None = None) -> None:
        self.base = ""
        self._listing, self._page = listing, page

    def answer(self, request: Request) -> Page | None:
        if request.target == "/feed" and self._listing is not None:
            body = self._listing.body.replace(b"BASE", self.base.encode())
            return Page(body, self._listing.content_type)
        if request.target.startswith("/news/"):
            return self._page
        return None


class Cut(Troubled):
    """Its line goes dead."""

    def answer(self, request: Request) -> Page | None:
        raise ConnectionResetError


ONE = feed("BASE/news/a-story-of-today-1")
SITES: dict[str, Troubled] = {
    "Healthy": Troubled(ONE, story("Rutland")),
    "Down": Cut(None),
    "Slow": Troubled(ONE, story("Bury")),
    "No feed": Troubled(Page(b"<html><head><title>Oops</title></head><body><p>Not here.</p></body></html>")),
    "Nothing there": Troubled(None),
    "Undated": Troubled(ONE, story("Luton", dated=None)),
    "Ahead": Troubled(ONE, story("Halton", dated=TODAY + timedelta(days=40))),
    "Nameless": Troubled(ONE, story("Trafford", title="")),
    "False PDF": Troubled(feed("BASE/news/report.pdf"), Page(b"<h1>Report not found</h1>", "application/pdf")),
    "Broken letters": Troubled(ONE, story("Torbay", broken=b"\xff\xfe caf\xe9 \xf0\x28\x8c\x28")),
    "Empty page": Troubled(ONE, Page(b"")),
}
LINES = {
    "Down": "broke off its answer",
    "Slow": "time-out",
    "No feed": "is HTML where a feed should be",
    "Nothing there": "answered 404",
    "Ahead": "in the future; the date was dropped",
    "False PDF": "A PDF was promised",
    "Empty page": "The page is empty",
}


@pytest.fixture
def towns(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """All sites served and watched, slow ones with a short patience."""
    monkeypatch.setattr(house, "CrawlSettings", partial(CrawlSettings, page_seconds=2.0))
    with WebServer() as web:
        for site in SITES.values():
            site.base = web.open(site)
        slow = SITES["Slow"].base.removeprefix("http://")
        web.pause = lambda request: 30.0 if request.host == slow else 0.0
        sources = [{"name": name, "url": f"{site.base}/feed", "kind": "feed"} for name, site in SITES.items()]
        config = {
            "contact": "test@example.org",
            "database": sqlite_url,
            "sources": sources,
            "alerts": [{"name": "Everything", "to": ["log"]}],
            "allow_private": [site.base.removeprefix("http://") for site in SITES.values()],
        }
        (tmp_path / "config.yaml").write_text(written_yaml(config), encoding="utf-8")
        yield sqlite_url


def test_every_bad_source_is_one_clear_line_and_the_healthy_one_is_read(towns: str, wardwatch: Command) -> None:
    began = time.monotonic()
    ended = wardwatch("crawl", "--plain")
    assert ended.code == 1
    assert time.monotonic() - began < 30
    said = ended.out + ended.err
    assert "Traceback" not in said
    for name, clear in LINES.items():
        assert any(name in line and re.search(clear, line) for line in said.splitlines()), f"{name}\n{said}"

    with Database.open(towns) as database, database.reading() as session:
        kept = set(session.scalars(select(ArticleRow.outlet)))
        numbers = [session.scalar(select(func.count()).select_from(each)) for each in (ArticleText, ReadingRow)]
        states = Counter(session.scalars(select(LinkRow.state)))
        undated = set(session.scalars(select(ArticleRow.outlet).where(ArticleRow.published.is_(None))))
    assert kept == {"Healthy", "Undated", "Ahead", "Nameless", "Broken letters"}
    assert numbers == [len(kept)] * 2
    assert undated == {"Undated", "Ahead"}
    assert states["pending"] == 2
    assert states["kept"] + states["copy"] == len(kept)
