"""robots.txt, the gate, and waits that hosts ask for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from scraper.politeness import ROBOTS_BYTES, Politeness
from scraper.settings import CrawlSettings
from scraper.troubles import NotFetched, in_words, retry_after

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def polite(delay: float = 0.0, clock: Callable[[], float] = time.monotonic, *private: str) -> Politeness:
    return Politeness(CrawlSettings("desk@town.test", timedelta(seconds=delay), private), clock)


class Robots:
    """Answers for robots.txt, and how often it was asked."""

    def __init__(self, text: str = "", status: int = 200) -> None:
        self.text, self.status, self.asked = text, status, 0

    async def __call__(self, url: str) -> tuple[int, bytes]:
        assert url == "https://town.test/robots.txt"
        self.asked += 1
        await asyncio.sleep(0)
        return self.status, self.text.encode()


def refusal(work: Awaitable[None]) -> NotFetched | None:
    async def wait() -> None:
        await work

    try:
        asyncio.run(wait())
    except NotFetched as refused:
        return refused
    return None


def test_what_robots_txt_forbids_is_not_asked() -> None:
    robots = Robots("User-agent: *\nDisallow: /private\nUser-agent: wardwatch\nDisallow: /not-for-you\nAllow: /")
    politeness = polite()
    assert refusal(politeness.permit("https://town.test/news", robots)) is None
    assert refusal(politeness.permit("https://town.test/private/x", robots)) is None
    refused = refusal(politeness.permit("https://town.test/not-for-you/1", robots))
    assert refused is not None
    assert refused.reason == "robots.txt forbids us https://town.test/not-for-you/1"


def test_robots_txt_is_remembered_for_an_hour() -> None:
    clock, robots = Clock(), Robots()
    politeness = polite(0.0, clock)

    async def visits() -> None:
        await asyncio.gather(*(politeness.permit("https://town.test/news", robots) for _ in range(5)))
        clock.seconds += 3599
        await politeness.permit("https://town.test/news", robots)
        assert robots.asked == 1
        clock.seconds += 2
        await politeness.permit("https://town.test/news", robots)
        assert robots.asked == 2

    asyncio.run(visits())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_forbids_nothing(status: int) -> None:
    assert refusal(polite().permit("https://town.test/news", Robots("User-agent: *\nDisallow: /", status))) is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_that_cannot_be_had_forbids_everything_until_it_can(status: int) -> None:
    robots, politeness = Robots("", status), polite()
    refused = refusal(politeness.permit("https://town.test/news", robots))
    assert refused is not None
    assert not refused.permanent
    expected = f"robots.txt of https://town.test answered {status}, so nothing else is asked for now"
    assert refused.reason == expected
    robots.status = 200
    assert refusal(politeness.permit("https://town.test/news", robots)) is None


def times_through(politeness: Politeness, *urls: str) -> list[float]:
    """When each request was let through, in seconds after the first."""
    at: list[float] = []

    async def one(url: str) -> None:
        async with politeness.turn(url):
            at.append(time.monotonic())

    async def all_of_them() -> None:
        await asyncio.gather(*(one(url) for url in urls))

    asyncio.run(all_of_them())
    return [moment - at[0] for moment in at]


def test_one_request_after_another_passes_the_gate_of_a_host() -> None:
    politeness = polite(0.1)
    same = times_through(politeness, "https://town.test/1", "https://www.town.test/2", "http://town.test/3")
    assert same[1] >= 0.1
    assert same[2] >= 0.2


def test_hosts_do_not_wait_for_each_other_but_sibling_towns_do() -> None:
    assert times_through(polite(0.2), "https://a.test/1", "https://b.test/1")[1] < 0.1
    assert times_through(polite(0.1), "https://crewe.nub.news/1", "https://alsager.nub.news/1")[1] >= 0.1


def test_hosts_in_allow_private_have_no_delay_and_a_gate_a_port() -> None:
    politeness = polite(5.0, time.monotonic, "127.0.0.1")
    assert times_through(politeness, *["http://127.0.0.1:8000/"] * 5)[-1] < 0.2
    assert politeness.key("http://127.0.0.1:8000/x") != politeness.key("http://127.0.0.1:8001/x")


def test_crawl_delay_is_kept_even_where_there_is_no_delay() -> None:
    politeness = polite(0.0)

    async def learn() -> None:
        await politeness.permit("https://town.test/", Robots("User-agent: *\nCrawl-delay: 0.15"))

    asyncio.run(learn())
    assert times_through(politeness, "https://town.test/1", "https://town.test/2")[1] >= 0.15


def test_a_crawl_delay_that_no_crawl_can_wait_for_leaves_the_page_for_later() -> None:
    politeness = polite(0.0)

    async def visits() -> None:
        await politeness.permit("https://town.test/", Robots("User-agent: *\nCrawl-delay: 86400"))
        async with politeness.turn("https://town.test/1"):
            pass
        async with politeness.turn("https://town.test/2"):
            pass

    with pytest.raises(NotFetched, match=r"town\.test wants 86400 s between two requests; this one is left for later"):
        asyncio.run(visits())


def test_a_host_that_wants_to_be_left_alone_is() -> None:
    clock = Clock()
    politeness = polite(0.0, clock)
    politeness.hold("https://crewe.nub.news/1", timedelta(minutes=5))
    with pytest.raises(NotFetched, match=r"alsager\.nub\.news asked us to wait; 5 min are left") as caught:
        politeness.check_wait("https://alsager.nub.news/2")
    assert caught.value.retry_after == timedelta(minutes=5)
    politeness.check_wait("https://town.test/")
    clock.seconds += 301
    politeness.check_wait("https://crewe.nub.news/1")


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Sun, 01 Mar 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta()),
        ("99999999999999", timedelta(days=1)),
        ("9" * 5000, timedelta(days=1)),
        ("Fri, 31 Dec 9999 23:59:59 -2359", timedelta(days=1)),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("²", None),
        ("٣", None),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(header: str | None, wait: timedelta | None) -> None:
    assert retry_after(header, NOW) == wait


def test_periods_in_words() -> None:
    assert [in_words(timedelta(seconds=n)) for n in (45, 600, 7200)] == ["45 s", "10 min", "2 h"]


@pytest.mark.parametrize("url", ["ftp://town.test/x", "file:///etc/passwd", "http://", "http://[bad/", "town.test"])
def test_what_is_no_web_address_is_refused_for_good(url: str) -> None:
    with pytest.raises(NotFetched, match="is no web address") as caught:
        polite().check_address(url)
    assert caught.value.permanent


def test_half_a_line_of_a_cut_robots_txt_forbids_nothing() -> None:
    async def endless(_: str) -> tuple[int, bytes]:
        line = b"Disallow: /private-and-no-others\n"
        start = b"User-agent: *\n"
        count = (ROBOTS_BYTES - len(start)) // len(line)
        padding = b"#" * (ROBOTS_BYTES - len(start) - count * len(line) - 12) + b"\n"
        return 200, start + padding + line * (count + 9)

    asyncio.run(polite().permit("https://town.test/news/a-story", endless))
