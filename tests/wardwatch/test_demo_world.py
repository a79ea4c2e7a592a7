"""The demo's world: what its servers answer, and that the newsdesk reads its texts as they are meant."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

import feedparser
import pypdfium2
import pytest
import requests
from bs4 import BeautifulSoup
from lxml import etree

from newsdesk.reading import Reading, read
from scraper.pages import read_page
from tests.fakes import Hook, MailBox, WebServer, newspaper
from wardwatch import config
from wardwatch.demo.dates import Dates
from wardwatch.demo.settings import config_text
from wardwatch.demo.world import World

NOW = datetime(2026, 5, 21, 9, 30, tzinfo=UTC)
EVENTS = 11


@pytest.fixture(scope="module")
def played() -> Iterator[World]:
    """The world after the whole script."""
    with World(NOW) as world:
        for _ in range(EVENTS):
            world.publish_next(NOW)
        yield world


@pytest.fixture
def world() -> Iterator[World]:
    with World(NOW) as fresh:
        yield fresh


def reading_of(world: World, key: str) -> Reading:
    paper, item = world.items[key]
    url = world.papers[paper].address(item, world.bases[paper])
    answer = requests.get(url, timeout=5)
    councils = tuple(world.councils[paper])
    return read(read_page(url, answer.content, answer.headers["Content-Type"], world.papers[paper].name, councils))


@pytest.mark.parametrize(
    ("key", "council", "kind"),
    [
        ("crier-inspection", "Wardshire", "inspection"),
        ("crier-hub", "Wardshire", "service"),
        ("gazette-inspection", "Wardshire", "inspection"),
        ("gazette-monitoring", "Merrowby", "monitoring-visit"),
        ("gazette-finance", "Merrowby", "finance"),
        ("gazette-hub", "Wardshire", "service"),
        ("gazette-director", "Merrowby", "leadership"),
        ("gazette-director again", "Merrowby", "leadership"),
        ("gazette-review", "Wardshire", "safeguarding-review"),
        ("crier-review", "Wardshire", "safeguarding-review"),
        ("gazette-ombudsman", "Merrowby", "ombudsman"),
        ("crier-workforce", "Wardshire", "workforce"),
    ],
)
def test_the_newsdesk_reads_the_papers_as_they_are_meant(played: World, key: str, council: str, kind: str) -> None:
    reading = reading_of(played, key)

    assert (reading.relevant, reading.councils, reading.kind) == (True, (council,), kind)


@pytest.mark.parametrize("key", ["crier-football", "crier-kittens", "gazette-school", "gazette-bins"])
def test_football_kittens_a_school_and_bins_are_not_kept(played: World, key: str) -> None:
    assert not reading_of(played, key).relevant


def test_both_papers_and_the_report_give_the_same_grades(played: World) -> None:
    grid = {
        "impact of leaders": "requires improvement",
        "help and protection": "requires improvement",
        "children in care": "good",
        "care leavers": "inadequate",
    }
    report = _document(played, "50990012")

    assert dict(reading_of(played, "crier-inspection").judgements) == grid
    assert dict(reading_of(played, "gazette-inspection").judgements) == grid
    assert dict(report.judgements) == grid
    assert report.inspection_dates == reading_of(played, "gazette-inspection").inspection_dates != ()


def test_the_letter_says_which_visit_it_was(played: World) -> None:
    letter = _document(played, "50990044")

    assert (letter.kind, letter.visit_number, letter.councils) == ("monitoring-visit", 2, ("Merrowby",))
    assert letter.previous_overall == "inadequate"


def test_the_older_report_has_five_rows(played: World) -> None:
    assert len(_document(played, "50881207").judgements) == 5


def test_every_source_answers_and_then_has_nothing_new(world: World) -> None:
    for source in _sources(world):
        first = requests.get(source.url, timeout=5)
        again = requests.get(source.url, headers={"If-None-Match": first.headers["ETag"]}, timeout=5)
        assert (first.status_code, again.status_code) == (200, 304), source.name


def test_the_config_of_the_demo_has_no_mistake(world: World) -> None:
    assert {source.kind for source in _sources(world)} == {"ofsted", "govuk", "listing", "feed", "sitemap"}


def test_the_listing_page_shows_its_articles_as_json_with_raw_control_characters(world: World) -> None:
    page = requests.get(world.bases["crier"] + "/news", timeout=5).text
    block = BeautifulSoup(page, "lxml").select_one('script[type="application/ld+json"]')
    assert block is not None
    with pytest.raises(json.JSONDecodeError):
        json.loads(block.text)

    entries = json.loads(block.text, strict=False)

    assert len(entries) == 4
    assert entries[0].keys() >= {"headline", "url", "datePublished"}


def test_the_feed_and_the_news_sitemap_show_the_same_articles(world: World) -> None:
    feed = feedparser.parse(requests.get(world.bases["gazette"] + "/news/rss/", timeout=5).content)
    sitemap = etree.fromstring(requests.get(world.bases["gazette"] + "/sitemap-news.xml", timeout=5).content)

    addresses = {entry.link.removesuffix("?ref=rss") for entry in feed.entries}

    assert addresses == set(sitemap.xpath("//*[local-name()='loc']/text()"))
    assert len(addresses) == 6


def test_ofsted_leads_from_the_listing_to_the_file(world: World) -> None:
    listing = BeautifulSoup(requests.get(world.bases["ofsted"] + "/search?start=0&rows=100", timeout=5).text, "lxml")
    rows = listing.select("li.search-result h3.search-result__title a")
    provider = BeautifulSoup(requests.get(world.bases["ofsted"] + str(rows[0]["href"]), timeout=5).text, "lxml")
    links = provider.select("a.publication-link")
    file = requests.get(str(links[0]["href"]), timeout=5)

    assert [row["href"] for row in rows] == ["/provider/44/80991", "/provider/44/80992"]
    assert "20 May 2026" in links[0].text
    assert len(pypdfium2.PdfDocument(file.content)) == 2
    assert len(provider.select("ol.timeline__archive a.publication-link")) == 1


def test_ofsted_pages_its_listing(world: World) -> None:
    page = BeautifulSoup(requests.get(world.bases["ofsted"] + "/search?start=0&rows=1", timeout=5).text, "lxml")
    further = page.select_one("a.pagination__next")

    assert len(page.select("li.search-result")) == 1
    assert further is not None
    assert further["href"] == "/search?start=1&rows=1"


def test_ofsted_answers_with_a_page_where_a_report_is_missing(world: World) -> None:
    answer = requests.get(world.ofsted.files_base + "/v1/file/1", timeout=5)

    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Report not found" in answer.text


def test_gov_uk_refuses_a_parameter_that_it_does_not_know(world: World) -> None:
    search = world.bases["govuk"] + "/api/search.json"

    assert requests.get(search, params={"colour": "blue"}, timeout=5).status_code == 422
    found = requests.get(search, params={"filter_organisations": "department-for-education", "count": "1"}, timeout=5)
    assert [result["title"] for result in found.json()["results"]] == ["Pupil attendance in schools: week 45"]


def test_gov_uk_shows_a_document_as_page_and_as_json(world: World) -> None:
    path = world.govuk.publications[0].path

    said = requests.get(world.bases["govuk"] + "/api/content" + path, timeout=5).json()

    assert said["title"] == "Improvement notice issued to Merrowby Borough Council"
    assert "improvement board" in said["details"]["body"]
    assert "improvement board" in requests.get(world.bases["govuk"] + path, timeout=5).text


def test_a_broken_layout_holds_no_links_and_a_mended_one_does() -> None:
    with newspaper("nub_news") as paper:
        item = paper.publishes("A headline", "A paragraph.", at=NOW)
        paper.changes_layout()
        broken = requests.get(paper.source_url, timeout=5).text
        paper.restores_layout()

        assert paper.paper.address(item) not in broken
        assert paper.paper.address(item) in requests.get(paper.source_url, timeout=5).text


def test_a_corrected_article_keeps_its_address_and_loses_its_validators() -> None:
    with newspaper("newsquest") as paper:
        item = paper.publishes("A headline", "It cost £1.", at=NOW)
        before = requests.get(paper.address(item), timeout=5)
        paper.corrects(item, paragraphs=("It cost £2.",))
        after = requests.get(paper.address(item), headers={"If-None-Match": before.headers["ETag"]}, timeout=5)

        assert after.status_code == 200
        assert "It cost £2." in after.text


def test_a_paper_goes_down_is_busy_and_comes_back() -> None:
    with newspaper("reach") as paper:
        paper.goes_down()
        with pytest.raises(requests.ConnectionError):
            requests.get(paper.source_url, timeout=5)
        paper.comes_back()
        paper.is_busy(retry_after=7)
        assert requests.get(paper.source_url, timeout=5).headers["Retry-After"] == "7"
        paper.comes_back()
        paper.is_busy(retry_after=7, status=429)
        assert requests.get(paper.source_url, timeout=5).status_code == 429
        paper.comes_back()

        assert requests.get(paper.source_url, timeout=5).status_code == 200


def test_two_articles_never_share_an_address_even_after_one_was_taken_down() -> None:
    with newspaper("nub_news") as paper:
        first = paper.publishes("The same headline", "One.", at=NOW)
        paper.takes_down(first)
        second = paper.publishes("The same headline", "Two.", at=NOW)

        assert paper.address(first) != paper.address(second)
        assert requests.get(paper.address(first), timeout=5).status_code == 404


def test_the_script_plays_once_and_then_breaks_and_mends_for_ever(world: World) -> None:
    played = [world.publish_next(NOW).what for _ in range(EVENTS + 4)]

    assert set(played) == {"publish", "copy", "correct", "publication", "break", "mend", "document"}
    assert list(islice(played, EVENTS, None)) == ["break", "mend", "break", "mend"]


def test_the_mail_server_keeps_refuses_and_comes_back_on_its_port() -> None:
    with MailBox() as box:
        port = box.port
        _send(box, "first")
        box.refusal = "451 try later"
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            _send(box, "refused")
        box.refusal = None
        box.goes_down()
        with pytest.raises(ConnectionRefusedError):
            _send(box, "unreachable")
        box.comes_back()
        _send(box, "second")

        assert box.port == port
        assert [mail.subject for mail in box.mails] == ["first", "second"]
        assert box.mails[0].text == "Grüße\n"


def test_the_webhook_keeps_what_it_accepts() -> None:
    with WebServer() as web:
        hook = Hook()
        url = web.open(hook) + "/hook"
        hook.status = 500
        requests.post(url, json={"number": 1}, timeout=5)
        hook.status = 200
        requests.post(url, json={"number": 2}, timeout=5)

        assert [post.json for post in hook.posts] == [{"number": 2}]
        assert hook.wait_for(1, 0.1)
        assert not hook.wait_for(2, 0.1)


@pytest.mark.parametrize(
    ("today", "weeks", "written"),
    [
        (date(2026, 10, 15), 1, "5 to 16 October 2026"),
        (date(2026, 10, 8), 1, "28 September to 9 October 2026"),
        (date(2027, 1, 6), 2, "21 December 2026 to 1 January 2027"),
    ],
)
def test_fieldwork_runs_from_a_monday_to_a_friday(today: date, weeks: int, written: str) -> None:
    assert Dates(today).fieldwork(weeks) == written


def test_a_visit_takes_a_tuesday_and_a_wednesday() -> None:
    assert Dates(date(2026, 10, 15)).visit(0) == "13 and 14 October 2026"
    assert Dates(date(2026, 7, 2)).visit(0) == "30 June and 1 July 2026"


def _document(world: World, number: str) -> Reading:
    url = f"{world.ofsted.files_base}/v1/file/{number}"
    answer = requests.get(url, timeout=5)
    return read(read_page(url, answer.content, answer.headers["Content-Type"], "Ofsted"))


def _sources(world: World) -> tuple[config.Source, ...]:
    return config.parse(config_text(world, "sqlite:///demo.db", "08:30"), Path("config.yaml")).sources


def _send(box: MailBox, subject: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@demo.example", "b@demo.example", subject
    message.set_content("Grüße\n")
    with smtplib.SMTP(box.host, box.port, timeout=5) as client:
        client.send_message(message)
