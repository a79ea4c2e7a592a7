"""Listings that lead on: older pages where something may have been missed, provider pages where something moved."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from scraper.crawl import CrawlSettings, crawl
from scraper.report import SourceReport
from scraper.sources import Source
from tests.scraper.papers import Desk, Notebook, Paper, here, skim

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Room:
    """Crawls one source again and again, with a clock that is moved by hand."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.now = START
        self.notebook = Notebook()
        self.notebook.now = lambda: self.now

    def crawl(self, after: timedelta = timedelta()) -> SourceReport:
        self.now += after
        settings = CrawlSettings("desk@town.test", allow_private=("127.0.0.1",), page_seconds=2)
        report = crawl(
            [self.source],
            self.notebook,
            Desk(self.notebook),
            run=here,
            settings=settings,
            understand=skim,
            now=lambda: self.now,
        )
        return asyncio.run(report).sources[0]


def put_up(paper: Paper, path: str, stories: list[str], older: str | None = None) -> None:
    """A page of a listing with its stories, and the link to the page after it."""
    cards = "".join(f'<h2><a href="/news/{story}">Story of the {story}</a></h2>' for story in stories)
    onward = f'<a rel="next" href="{older}">Older news</a>' if older else ""
    for story in stories:
        paper.page(f"/news/{story}", story)
    paper.page(path, f"<!doctype html><html><body><main>{cards}</main>{onward}</body></html>")


def listings(paper: Paper) -> list[str]:
    return [path for path in paper.paths() if path.startswith("/list")]


def stories(*numbers: int) -> list[str]:
    return [f"story-number-{number}" for number in numbers]


@pytest.mark.parametrize("links", [None, "h2 a"])
def test_a_new_source_is_followed_back_up_to_a_bound(paper: Paper, links: str | None) -> None:
    for page in range(9):
        path = f"/list?page={page + 1}" if page else "/list"
        put_up(paper, path, stories(page * 2, page * 2 + 1), f"/list?page={page + 2}")
    report = Room(Source(name="Town", url=paper.url + "/list", kind="listing", links=links)).crawl()
    assert report.trouble is None
    assert listings(paper) == ["/list", *(f"/list?page={page}" for page in range(2, 7))]
    assert report.new == 12


def test_older_pages_are_asked_again_only_where_some_may_have_gone_by(paper: Paper) -> None:
    put_up(paper, "/list", stories(1, 2, 3, 4), "/list?page=2")
    put_up(paper, "/list?page=2", stories(5, 6))
    room = Room(Source(name="Town", url=paper.url + "/list"))
    room.crawl()
    paper.asked.clear()
    put_up(paper, "/list", stories(0, 1, 2, 3), "/list?page=2")
    put_up(paper, "/list?page=2", stories(4, 5))
    assert room.crawl().new == 1
    assert listings(paper) == ["/list"]
    paper.asked.clear()
    put_up(paper, "/list", stories(20, 21, 22, 23), "/list?page=2")
    put_up(paper, "/list?page=2", stories(24, 25))
    assert room.crawl().new == 6
    assert listings(paper) == ["/list", "/list?page=2"]


def test_an_older_page_that_fails_is_no_trouble_of_the_source(paper: Paper) -> None:
    put_up(paper, "/list", stories(1, 2), "/list?page=2")
    report = Room(Source(name="Town", url=paper.url + "/list")).crawl()
    assert report.trouble is None
    assert [failure.url for failure in report.failures] == [paper.url + "/list?page=2"]


def ofsted(paper: Paper, **latest: str) -> None:
    """The search list with the date of each provider's latest report, and the provider pages."""
    rows = "".join(
        f'<li class="search-result"><h3 class="search-result__title"><a href="/provider/44/{urn[1:]}">{urn}</a></h3>'
        f"<ul><li>Latest report: <strong><time>{date}</time></strong></li></ul></li>"
        for urn, date in latest.items()
    )
    paper.page("/search", f"<!doctype html><html><body><ul>{rows}</ul></body></html>")
    for urn, date in latest.items():
        path = f"/file/{urn}-{date.replace(' ', '-')}"
        paper.page(path, f"Report {urn}")
        said = f'<a class="publication-link" href="{path}">Inspection<span class="nonvisual">x - {date}</span></a>'
        paper.page(f"/provider/44/{urn[1:]}", f"<!doctype html><html><body>{said}</body></html>")


def providers(paper: Paper) -> list[tuple[str, int]]:
    asked = [(asked.path.rpartition("/")[2], asked.status) for asked in paper.asked if "/provider/" in asked.path]
    paper.asked.clear()
    return asked


def test_provider_pages_are_asked_where_the_latest_report_moved_and_all_are_swept_once_a_day(paper: Paper) -> None:
    ofsted(paper, u1="16 May 2024", u2="3 June 2024")
    room = Room(Source(name="Ofsted", url=paper.url + "/search", kind="ofsted"))
    assert room.crawl().new == 2
    assert providers(paper) == [("1", 200), ("2", 200)]

    again = room.crawl(after=timedelta(minutes=15))
    assert providers(paper) == []
    assert (again.trouble, again.unchanged) == (None, True)

    ofsted(paper, u1="16 May 2024", u2="10 July 2025")
    assert room.crawl(after=timedelta(minutes=15)).new == 1
    assert providers(paper) == [("2", 200)]

    room.crawl(after=timedelta(hours=24))
    assert providers(paper) == [("1", 304), ("2", 304)]
    room.crawl(after=timedelta(hours=1))
    assert providers(paper) == []


def test_a_provider_page_that_failed_is_asked_again_the_next_time(paper: Paper) -> None:
    ofsted(paper, u1="16 May 2024", u2="3 June 2024")
    room = Room(Source(name="Ofsted", url=paper.url + "/search", kind="ofsted"))
    kept = paper.pages.pop("/provider/44/2")
    room.crawl()
    providers(paper)
    paper.pages["/provider/44/2"] = kept
    assert room.crawl(after=timedelta(minutes=15)).new == 1
    assert providers(paper) == [("2", 200)]


def test_a_committee_system_is_followed_from_its_meetings_to_their_papers_once_a_day(paper: Paper) -> None:
    meeting = "<meeting><meetingid>7</meetingid><meetingdate>10/03/2026</meetingdate></meeting>"
    paper.page(
        "/mgWebService.asmx/GetAllMeetingsByDate?lCommitteeId=0&sFromDate=30/01/2026&sToDate=15/03/2026",
        f"<getallmeetingsbydate><meetings>{meeting}</meetings></getallmeetingsbydate>",
        Content_Type="text/xml",
    )
    told = "<linkeddoc><title>Improvement plan</title><url>/documents/s1/Plan.pdf</url></linkeddoc>"
    one = "/mgWebService.asmx/GetMeeting?lMeetingId=7"
    paper.page(one, f"<meeting><meetingid>7</meetingid>{told}</meeting>", Content_Type="text/xml")
    paper.page("/documents/s1/Plan.pdf", "The plan")
    room = Room(Source(name="Papers", url=paper.url, kind="moderngov"))
    report = room.crawl()
    assert (report.trouble, report.new, report.kind) == (None, 1, "moderngov")
    room.crawl(after=timedelta(hours=1))
    assert paper.paths().count(one) == 1


def test_the_ombudsmans_pages_are_followed_back_until_they_are_known(paper: Paper) -> None:
    def results(page: int, *numbers: int) -> None:
        cards = "".join(f'<p><a href="/decisions/a/b/25-000-{number}">Case {number}</a></p>' for number in numbers)
        for number in numbers:
            paper.page(f"/decisions/a/b/25-000-{number}", f"Case {number}")
        paper.page(f"/search?fd=2025-12-01&td=2026-03-01&page={page}", f"<!doctype html><html>{cards or 'No results'}")

    results(1, 103, 102)
    results(2, 101)
    results(3)
    room = Room(Source(name="Ombudsman", url=paper.url + "/search", kind="ombudsman"))
    report = room.crawl()
    assert (report.trouble, report.new, len(report.failures)) == (None, 3, 0)
    results(1, 104, 103, 102)
    assert room.crawl().new == 1
