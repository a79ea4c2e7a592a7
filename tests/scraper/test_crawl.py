"""A crawl over real HTTP on loopback: what is asked, read, kept, and what is said when it goes wrong."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.crawl import CrawlSettings, NotFetched, Politeness, crawl, fetch_page
from scraper.memory import ReaderDiedError
from scraper.pages import Unreadable
from scraper.report import CrawlReport, SourceReport, summary
from scraper.sources import Source
from tests.scraper.papers import Desk, Notebook, Paper, here, skim

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Newsroom:
    """Crawls with a memory of its own, as often as it is told to."""

    settings: CrawlSettings = field(
        default_factory=lambda: CrawlSettings(
            "desk@town.test", allow_private=("127.0.0.1", "localhost"), page_seconds=2
        )
    )
    understand: Callable[..., tuple[Article, Reading]] = skim
    politeness: Politeness | None = None

    def __post_init__(self) -> None:
        self.notebook = Notebook()
        self.desk = Desk(self.notebook)
        self.seen: list[str] = []

    def work(self, sources: Sequence[Source]) -> Any:
        return crawl(
            sources,
            self.notebook,
            self.desk,
            run=here,
            settings=self.settings,
            progress=lambda report: self.seen.append(report.name),
            politeness=self.politeness,
            understand=self.understand,
            now=lambda: NOW,
        )

    def crawl(self, *sources: Source) -> CrawlReport:
        return asyncio.run(self.work(sources))

    def one(self, source: Source) -> SourceReport:
        return self.crawl(source).sources[0]


@pytest.fixture
def room() -> Newsroom:
    return Newsroom()


def listing(url: str, name: str = "Town News", **more: Any) -> Source:
    return Source(name=name, url=url, **more)


def test_a_listing_is_read_to_the_sink(paper: Paper, room: Newsroom) -> None:
    report = room.crawl(listing(paper.lists("/news/a-first-story", "/news/a-second-story"), councils=("Anyshire",)))
    (source,) = report.sources
    assert (source.kind, source.found, source.new, source.read, source.trouble) == ("listing", 2, 2, 2, None)
    assert source.outcomes == {"new": 2}
    assert room.desk.titles == ["Story at /news/a-first-story", "Story at /news/a-second-story"]
    assert room.desk.pages[0].article.outlet_councils == ("Anyshire",)
    assert report.requests == 4
    assert room.seen == ["Town News"] * 3


def test_we_say_who_we_are_and_carry_no_cookies(paper: Paper, room: Newsroom) -> None:
    url = paper.lists("/news/a-first-story")
    paper.pages["/news"].headers["Set-Cookie"] = "visit=1"
    room.one(listing(url))
    assert {asked.headers["User-Agent"] for asked in paper.asked} == {"wardwatch/0.1 (+desk@town.test)"}
    assert not any("Cookie" in asked.headers for asked in paper.asked)


def test_the_second_pass_gets_304_and_reads_nothing(paper: Paper, room: Newsroom) -> None:
    source = listing(paper.lists("/news/a-first-story"))
    room.one(source)
    again = room.one(source)
    assert again.unchanged
    assert paper.asked[-1].status == 304
    assert len(room.desk.pages) == 1


def test_a_pending_link_is_tried_again_although_its_listing_is_unchanged(paper: Paper, room: Newsroom) -> None:
    source = listing(paper.lists("/news/a-first-story"))
    paper.page("/news/a-first-story", "busy", status=500)
    first = room.one(source)
    assert first.failures[0].reason == f"{paper.url}/news/a-first-story answered 500 (internal server error)"
    paper.page("/news/a-first-story", "Here it is")
    again = room.one(source)
    assert again.unchanged
    assert room.desk.titles == ["Story at /news/a-first-story"]
    assert room.notebook.tries[f"{paper.url}/news/a-first-story"] == 2


def test_a_try_is_counted_before_the_page_is_read(paper: Paper, room: Newsroom) -> None:
    def dies(*_: Any) -> Any:
        assert room.notebook.tries
        raise ReaderDiedError("took over 20 s to read")

    room.understand = dies
    report = room.one(listing(paper.lists("/news/a-first-story")))
    assert [failure.reason for failure in report.failures] == ["took over 20 s to read"]
    assert room.notebook.failures == report.failures


def test_a_page_that_cannot_be_read_fails_alone(paper: Paper, room: Newsroom) -> None:
    def reads(url: str, *rest: Any) -> Any:
        if "bad" in url:
            raise Unreadable("The page lists other stories.", permanent=True)
        if "odd" in url:
            raise KeyError("surprise")
        return skim(url, *rest)

    room.understand = reads
    report = room.one(listing(paper.lists("/n/a-bad-story", "/n/an-odd-story", "/n/a-good-story")))
    assert report.outcomes == {"new": 1}
    assert sorted((failure.reason, failure.permanent) for failure in report.failures) == [
        ("The page lists other stories.", True),
        ("could not be read (KeyError: 'surprise')", False),
    ]
    assert report.trouble is None


def test_what_the_sink_raises_leaves_the_link_pending(paper: Paper, room: Newsroom) -> None:
    room.desk.raises = OSError("disk full")
    report = room.one(listing(paper.lists("/news/a-first-story")))
    assert report.failures[0].reason == "could not be kept (OSError: disk full)"
    assert room.notebook.failures == []
    room.desk.raises = None
    assert room.one(listing(f"{paper.url}/news")).outcomes == {"new": 1}


def test_a_memory_that_fails_is_the_trouble_of_its_source(paper: Paper, room: Newsroom) -> None:
    class Forgetful(Notebook):
        async def pending(self, source: Source) -> Any:
            if source.name == "B":
                raise RuntimeError("database is locked")
            return await super().pending(source)

    room.notebook = Forgetful()
    room.desk = Desk(room.notebook)
    url = paper.lists("/news/a-first-story")
    other = paper.lists("/news/another-story", at="/other")
    good, bad = room.crawl(listing(url, "A"), listing(other, "B")).sources
    assert bad.trouble == "was broken off (RuntimeError: database is locked)"
    assert good.outcomes == {"new": 1}


def closed_port() -> int:
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        return int(spare.getsockname()[1])


def test_every_trouble_is_one_plain_line_and_harms_no_other_source(paper: Paper, room: Newsroom) -> None:
    port = closed_port()
    paper.page("/broken.xml", "<!doctype html><html><body><h1>Oops</h1></body></html>")
    paper.page("/empty", "<!doctype html><html><body><main><p>Soon</p></main></body></html>")
    paper.page("/slow", "...", takes=2.5)
    paper.page("/large", b"x" * 10_000_001)
    paper.page("/round", "", status=302, Location="/round")
    paper.page("/file", "", status=302, Location="file:///etc/passwd")
    report = room.crawl(
        listing(paper.lists("/news/a-first-story"), "good"),
        listing(f"http://127.0.0.1:{port}/news", "refused"),
        listing(f"{paper.url}/gone", "gone"),
        listing(f"{paper.url}/broken.xml", "html", kind="feed"),
        listing(f"{paper.url}/empty", "empty"),
        listing(f"{paper.url}/slow", "slow"),
        listing(f"{paper.url}/large", "large"),
        listing(f"{paper.url}/round", "round"),
        listing(f"{paper.url}/file", "file"),
        listing("http://no-such-name.invalid/", "unknown"),
    )
    assert report.sources[0].outcomes == {"new": 1}
    assert {source.name: source.trouble for source in report.failed} == {
        "refused": f"127.0.0.1:{port} does not answer (connection refused)",
        "gone": f"{paper.url}/gone answered 404 (not found)",
        "html": f"{paper.url}/broken.xml is HTML where a feed should be",
        "empty": f"{paper.url}/empty shows no links to articles; if it should, name them with `links:`",
        "slow": f"{paper.host} does not answer (time-out after 2 s)",
        "large": f"{paper.url}/large is larger than 10 MB",
        "round": f"{paper.url}/round redirects more than 5 times",
        "file": f"{paper.url}/file redirects to what is no web page (302)",
        "unknown": "no-such-name.invalid cannot be found (no such name, or no network)",
    }


def test_a_body_that_goes_on_for_ever_is_cut_off_at_ten_megabytes(room: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        async def pour() -> SourceReport:
            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
                if path == b"/robots.txt":
                    writer.write(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                else:
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
                    for _ in range(400):
                        writer.write(b"8000\r\n" + b"a" * 0x8000 + b"\r\n")
                        await writer.drain()
                writer.close()

            async with await asyncio.start_server(serve, sock=server.dup()):
                report: CrawlReport = await room.work([listing(f"http://127.0.0.1:{port}/news")])
            return report.sources[0]

        assert asyncio.run(pour()).trouble == f"http://127.0.0.1:{port}/news is larger than 10 MB"


def test_a_redirected_article_is_read_where_it_is_and_known_as_it_was_found(paper: Paper, room: Newsroom) -> None:
    url = paper.lists("/news/the-old-address")
    paper.page("/news/the-old-address", "", status=301, Location="/news/the-new-address")
    paper.page("/news/the-new-address", "Moved story")
    room.one(listing(url))
    (page,) = room.desk.pages
    assert page.article.url == f"{paper.url}/news/the-new-address"
    assert page.link.url == f"{paper.url}/news/the-old-address"


def test_pages_of_an_index_are_asked_and_the_index_itself_without_condition(paper: Paper, room: Newsroom) -> None:
    index = f"<sitemapindex><sitemap><loc>{paper.url}/news.xml</loc></sitemap></sitemapindex>"
    paper.page("/sitemap.xml", index, Content_Type="application/xml")
    paper.page("/news.xml", f"<urlset><url><loc>{paper.url}/news/a-first-story</loc></url></urlset>")
    paper.page("/news/a-first-story", "Story")
    source = listing(f"{paper.url}/sitemap.xml")
    assert room.one(source).outcomes == {"new": 1}
    again = room.one(source)
    assert (again.kind, again.trouble, again.unchanged) == ("sitemap", None, True)
    assert [asked.status for asked in paper.asked[-2:]] == [200, 304]


def test_a_page_behind_an_index_that_fails_is_a_failure_of_its_own(paper: Paper, room: Newsroom) -> None:
    locs = "".join(f"<sitemap><loc>{paper.url}/{name}.xml</loc></sitemap>" for name in ("news", "lost"))
    paper.page("/sitemap.xml", f"<sitemapindex>{locs}</sitemapindex>", Content_Type="application/xml")
    paper.page("/news.xml", f"<urlset><url><loc>{paper.url}/news/a-first-story</loc></url></urlset>")
    paper.page("/news/a-first-story", "Story")
    report = room.one(listing(f"{paper.url}/sitemap.xml"))
    assert (report.trouble, report.outcomes) == (None, {"new": 1})
    assert report.failures[0].reason == f"{paper.url}/lost.xml answered 404 (not found)"


def test_label_and_date_of_the_listing_go_into_the_reading(paper: Paper, room: Newsroom) -> None:
    paper.page(
        "/provider/44/80999",
        '<html><body><a class="publication-link" href="/v1/file/5001">Monitoring visit'
        '<span class="nonvisual">Monitoring visit, pdf - 10 July 2025</span></a></body></html>',
    )
    paper.page("/v1/file/5001", "The letter")
    report = room.one(listing(f"{paper.url}/provider/44/80999", kind="ofsted"))
    assert report.kind == "ofsted"
    assert (room.desk.pages[0].article.title, room.desk.pages[0].article.published) == (
        "Monitoring visit",
        date(2025, 7, 10),
    )


def test_a_date_in_the_future_is_dropped_and_noted(paper: Paper, room: Newsroom) -> None:
    def early(url: str, body: bytes, content_type: str, outlet: str, *rest: Any) -> tuple[Article, Reading]:
        return Article(url, outlet, "T", "x", NOW + timedelta(days=400)), Reading(False, 0.0)

    room.understand = early
    report = room.one(listing(paper.lists("/news/a-first-story")))
    assert room.desk.pages[0].article.published is None
    assert "is dated 2027-04-05, in the future; the date was dropped" in report.notes[0]


def test_429_ends_the_asking_of_that_host_in_this_crawl_and_in_the_next(paper: Paper, room: Newsroom) -> None:
    paths = [f"/news/the-story-number-{number}" for number in range(12)]
    source = listing(paper.lists(*paths))
    for path in paths:
        paper.page(path, "too fast", status=429, Retry_After="120")
    room.politeness = Politeness(room.settings)

    async def twice() -> tuple[SourceReport, int, SourceReport]:
        first = (await room.work([source])).sources[0]
        return first, len(paper.paths()), (await room.work([source])).sources[0]

    report, asked, later = asyncio.run(twice())
    assert asked <= 5
    assert report.failures[0].retry_after == timedelta(seconds=120)
    assert report.failures[0].reason.endswith("answered 429 (too many requests) and asks us to wait 2 min")
    assert report.notes == [f"{12 - len(report.failures)} left for later: {paper.host} asked us to wait"]
    assert sum(room.notebook.tries.values()) == len(report.failures)
    assert len(paper.paths()) == asked
    assert later.trouble is not None
    assert later.trouble.startswith(f"{paper.host} asked us to wait; ")
    assert later.retry_after is not None


def test_a_listing_that_answers_503_with_a_date_says_how_long(paper: Paper, room: Newsroom) -> None:
    paper.page("/news", "maintenance", status=503, Retry_After="Sun, 01 Mar 2026 14:00:00 GMT")
    report = room.one(listing(f"{paper.url}/news"))
    assert report.trouble == f"{paper.url}/news answered 503 (service unavailable) and asks us to wait 2 h"
    assert report.retry_after == timedelta(hours=2)


def test_links_on_a_host_that_does_not_answer_are_left_without_counting_a_try(room: Newsroom) -> None:
    with Paper() as paper:
        source = listing(paper.lists("/news/a-first-story", "/news/a-second-story"))
        room.understand = lambda *_: (_ for _ in ()).throw(Unreadable("Not yet."))
        room.one(source)
    tries = dict(room.notebook.tries)
    report = room.one(source)
    assert report.trouble == f"{paper.host} does not answer (connection refused)"
    assert room.notebook.tries == tries
    assert report.notes == ["2 left for later: its host does not answer"]


def test_a_cancelled_crawl_stops_at_once_and_leaves_its_links_pending(paper: Paper, room: Newsroom) -> None:
    source = listing(paper.lists("/news/a-first-story"))
    paper.page("/news/a-first-story", "slow", takes=1.5)

    async def begin_and_cancel() -> float:
        crawling = asyncio.ensure_future(room.work([source]))
        while not room.notebook.tries:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        crawling.cancel()
        cancelled = time.monotonic()
        await asyncio.wait({crawling})
        assert crawling.cancelled()
        assert len(asyncio.all_tasks()) == 1
        return time.monotonic() - cancelled

    assert asyncio.run(begin_and_cancel()) < 1.2
    assert list(room.notebook.open["Town News"]) == [f"{paper.url}/news/a-first-story"]
    assert room.desk.pages == []
    paper.page("/news/a-first-story", "quick")
    assert room.one(source).outcomes == {"new": 1}


@pytest.mark.parametrize("moment", [0.0, 0.001, 0.01])
def test_a_crawl_may_be_cancelled_at_any_moment(paper: Paper, room: Newsroom, moment: float) -> None:
    source = listing(paper.lists("/news/a-first-story"))

    async def begin_and_cancel() -> None:
        crawling = asyncio.ensure_future(room.work([source]))
        await asyncio.sleep(moment)
        crawling.cancel()
        await asyncio.wait({crawling}, timeout=3)
        assert crawling.cancelled()

    asyncio.run(begin_and_cancel())


def test_crawls_may_overlap(paper: Paper) -> None:
    rooms = [Newsroom(), Newsroom()]
    paper.lists("/news/a-first-story")

    async def both() -> list[CrawlReport]:
        return list(await asyncio.gather(*(room.work([listing(f"{paper.url}/news")]) for room in rooms)))

    assert [report.sources[0].outcomes for report in asyncio.run(both())] == [{"new": 1}, {"new": 1}]


def test_no_sources_give_an_empty_report(room: Newsroom) -> None:
    assert room.crawl().sources == []


def test_a_report_is_summed_up_in_one_line(paper: Paper, room: Newsroom) -> None:
    source = listing(paper.lists("/news/a-first-story", "/news/a-second-story"))
    paper.page("/news/a-second-story", "", status=410)
    assert summary(room.one(source)) == (
        f"Town News: 2 links, 2 new; 1 new story; 1 page failed ({paper.url}/news/a-second-story answered 410 (gone))"
    )
    assert room.notebook.failures[0].permanent
    del room.notebook.open["Town News"]
    assert summary(room.one(source)) == "Town News: unchanged"


def test_one_page_can_be_fetched_for_itself(paper: Paper, room: Newsroom) -> None:
    paper.page("/moved", "", status=301, Location="/page")
    paper.page("/page", "The page", Content_Type="text/plain")
    got = asyncio.run(fetch_page(f"{paper.url}/moved", settings=room.settings))
    assert (got.url, got.body, got.content_type) == (f"{paper.url}/page", b"The page", "text/plain")
    with pytest.raises(NotFetched, match=r"/nowhere answered 404 \(not found\)"):
        asyncio.run(fetch_page(f"{paper.url}/nowhere", settings=room.settings))
    with pytest.raises(NotFetched, match="is no web address"):
        asyncio.run(fetch_page("file:///etc/passwd", settings=room.settings))
