"""Pages that scripts make, in a real Chromium: what is read, what may not be reached, and what is too much."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from scraper.browser.chromium import Browser
from scraper.report import SourceReport
from tests.scraper.browser.newsroom import Newsroom, cards, listing, needs_chromium, scripted
from tests.scraper.papers import Paper


class Visits:
    """Runs the visits of one newsroom after the other with one browser, as the service does."""

    def __init__(self, runner: asyncio.Runner, browser: Browser) -> None:
        self._runner = runner
        self._browser = browser

    def room(self, page_seconds: float | None = None, allow: tuple[str, ...] | None = None) -> Newsroom:
        """A newsroom: with the common browser, or one of its own where it wants anything of its own."""
        if page_seconds is None and allow is None:
            return Newsroom(browser=self._browser)
        return Newsroom(page_seconds or 8, allow or ("127.0.0.1",))

    def __call__(self, room: Newsroom, *urls: str) -> list[SourceReport]:
        return self._runner.run(room.visit(*urls))

    def one(self, room: Newsroom, url: str, render: bool = True) -> SourceReport:
        """A report on one source."""
        return self._runner.run(room.visit(url, render=render))[0]


@pytest.fixture(scope="module")
def visits() -> Iterator[Visits]:
    """One loop and one browser for all tests here."""
    with asyncio.Runner() as runner:
        browser = Newsroom().browser
        lending = browser.lent()
        runner.run(lending.__aenter__())
        yield Visits(runner, browser)
        runner.run(lending.__aexit__(None, None, None))


@pytest.fixture
def secret() -> Iterator[Paper]:
    """A server on a private address that nothing may reach."""
    with Paper("127.0.0.2") as hidden:
        yield hidden


@needs_chromium
class TestReading:
    def test_a_page_that_is_empty_without_scripts_is_read_with_them(self, visits: Visits, paper: Paper) -> None:
        paper.page("/list.json", '["/news/a-first-story"]', Content_Type="application/json")
        fetched = f"fetch('/list.json').then(got => got.json()).then(paths => {{ {cards('paths')} }});"
        paper.page("/news", scripted(fetched))
        paper.page("/news/a-first-story", scripted("document.querySelector('main').textContent = 'Made by a script'"))

        assert visits.one(visits.room(), f"{paper.url}/news", render=False).trouble is not None
        room = visits.room()
        report = visits.one(room, f"{paper.url}/news")

        assert report.outcomes == {"new": 1}
        assert "<main>Made by a script</main>" in room.texts[0]
        assert {asked.headers["User-Agent"] for asked in paper.asked} == {room.settings.user_agent}
        assert all("Windows" not in str(asked.headers) for asked in paper.asked)

    def test_only_what_makes_the_text_is_loaded(self, visits: Visits, paper: Paper) -> None:
        adorned = """<main></main><img src="/picture.png"><video src="/film.mp4"></video><iframe src="/frame"></iframe>
            <style>@font-face { font-family: F; src: url(/font.woff2) } main { font-family: F }</style>
            <a id="file" href="data:text/plain,x" download="x">x</a><noscript>Turn scripts on</noscript>"""
        script = """navigator.sendBeacon("/beacon", "x"); window.open("/window");
            document.querySelector("#file").click();
            navigator.serviceWorker.register("/worker.js").catch(() => 0); alert("stop");"""
        paper.page("/news", scripted(cards('["/news/a-first-story"]') + script, adorned))
        paper.page("/news/a-first-story", scripted(script, adorned))

        room = visits.room()

        assert visits.one(room, f"{paper.url}/news").outcomes == {"new": 1}
        assert paper.paths() == ["/news", "/news/a-first-story"]
        assert "Turn scripts on" not in room.texts[0]

    def test_what_is_no_html_is_read_as_it_came(self, visits: Visits, paper: Paper) -> None:
        item = f"<item><title>First</title><link>{paper.url}/news/a-first-story</link></item>"
        paper.page("/feed", f"<rss version='2.0'><channel>{item}</channel></rss>", Content_Type="application/rss+xml")
        paper.page("/news/a-first-story", scripted("document.querySelector('main').textContent = 'Made'"))
        room = visits.room()
        report = visits.one(room, f"{paper.url}/feed")
        assert (report.kind, report.outcomes) == ("feed", {"new": 1})
        assert "<main>Made</main>" in room.texts[0]

    def test_a_listing_is_shown_again_though_its_own_page_has_not_changed(self, visits: Visits, paper: Paper) -> None:
        paper.page("/paths.js", "var paths = ['/news/a-first-story']", Content_Type="text/javascript")
        paper.page("/news", scripted(cards("paths"), "<main></main><script src='/paths.js'></script>"))
        for path in ("/news/a-first-story", "/news/a-second-story"):
            paper.page(path, "Story")
        room = visits.room()
        assert visits.one(room, f"{paper.url}/news").new == 1
        paper.pages["/paths.js"].body = b"var paths = ['/news/a-second-story']"
        assert visits.one(room, f"{paper.url}/news").new == 1


@needs_chromium
class TestWhatMayNotBeReached:
    def test_no_request_of_a_page_arrives_at_a_private_address(
        self, visits: Visits, paper: Paper, secret: Paper
    ) -> None:
        paper.page("/go", "", status=302, Location=f"{secret.url}/by-redirect")
        reach = f"""
            const tell = () => fetch("/told");
            fetch("/go").catch(tell);
            fetch("{secret.url}/fetched").catch(tell);
            fetch("{secret.url}/posted", {{method: "POST", mode: "no-cors", body: "x"}}).catch(tell);
            const get = new XMLHttpRequest(); get.open("GET", "{secret.url}/xhr"); get.send();
            new Worker(URL.createObjectURL(new Blob(['fetch("{secret.url}/worker")'])));
            new EventSource("{secret.url}/events");
            for (const [tag, key] of [["img", "src"], ["script", "src"], ["iframe", "src"], ["link", "href"]]) {{
                const part = document.createElement(tag);
                part[key] = "{secret.url}/" + tag; part.rel = "stylesheet"; document.body.append(part);
            }}
            setTimeout(() => {{
                new WebSocket("ws://{secret.host}/socket").onerror = () => fetch("/socket-failed")
            }}, 300);
            setTimeout(() => fetch("/later"), 200); setTimeout(() => fetch("/later"), 600);
        """
        paper.page("/news", listing("/news/a-first-story", then=reach))
        paper.page("/news/a-first-story", "Story")

        report = visits.one(visits.room(), f"{paper.url}/news")

        assert report.outcomes == {"new": 1}
        assert secret.asked == []
        assert {"/go", "/told", "/socket-failed"} <= set(paper.paths())

    @pytest.mark.parametrize("way", ["script", "redirect", "refresh"])
    def test_a_page_that_leads_to_a_private_address_is_refused(
        self, visits: Visits, paper: Paper, secret: Paper, way: str
    ) -> None:
        there = f"{secret.url}/news"
        if way == "redirect":
            paper.page("/news", "", status=302, Location=there)
        elif way == "refresh":
            paper.page("/news", f"<meta http-equiv=refresh content='0; url={there}'>")
        else:
            paper.page("/news", scripted(f"location.href = '{there}'"))
        report = visits.one(visits.room(), f"{paper.url}/news")
        assert report.trouble is not None
        assert report.trouble.startswith(f"{secret.host} is at a private address (127.0.0.2)")
        assert secret.asked == []

    def test_where_a_script_leads_robots_txt_holds(self, visits: Visits, paper: Paper) -> None:
        with Paper("127.0.0.2", robots="User-agent: *\nDisallow: /closed") as other:
            other.lists("/news/a-first-story", at="/open")
            paper.page("/news", scripted(f"location.replace('{other.url}/open')"))
            paper.page("/shut", scripted(f"location.replace('{other.url}/closed')"))
            room = visits.room(allow=("127.0.0.1", "127.0.0.2"))
            opened, shut = visits(room, f"{paper.url}/news", f"{paper.url}/shut")
            assert opened.outcomes == {"new": 1}
            assert shut.trouble == f"robots.txt forbids us {other.url}/closed"
            assert "/closed" not in other.paths()

    def test_robots_txt_holds_for_what_a_script_asks(self, visits: Visits) -> None:
        with Paper(robots="User-agent: *\nDisallow: /api") as paper:
            paper.page("/api/list", "[]")
            paper.page("/news", listing("/news/a-first-story", then="fetch('/api/list')"))
            paper.page("/news/a-first-story", "Story")
            assert visits.one(visits.room(), f"{paper.url}/news").outcomes == {"new": 1}
            assert paper.paths() == ["/news", "/news/a-first-story"]

    def test_a_host_that_asks_a_script_to_wait_is_left_alone(self, visits: Visits, paper: Paper) -> None:
        paper.page("/api/list", "", status=429, Retry_After="100")
        paper.page("/news", listing("/news/a-first-story", then="fetch('/api/list')"))
        report = visits.one(visits.room(), f"{paper.url}/news")
        assert report.notes == [f"1 left for later: {paper.host} asked us to wait"]
        assert paper.paths() == ["/news", "/api/list"]


@needs_chromium
class TestBounds:
    def test_a_page_that_never_rests_ends_in_its_time_and_others_are_read(self, visits: Visits, paper: Paper) -> None:
        paper.lists("/news/the-endless-story", "/news/the-other-story")
        paper.page("/news/the-endless-story", scripted("while (true) {}"))
        room = visits.room(page_seconds=3)
        began = time.monotonic()
        report = visits.one(room, f"{paper.url}/news")
        assert time.monotonic() - began < 12
        assert [failure.reason for failure in report.failures] == [
            f"{paper.url}/news/the-endless-story was still busy in the browser after 3 s"
        ]
        assert report.outcomes == {"new": 1}

    @pytest.mark.parametrize("asking", ["setInterval(() => fetch('/again'), 10)", "fetch('/never')"])
    def test_a_page_that_asks_for_ever_is_read_as_it_stands(self, visits: Visits, paper: Paper, asking: str) -> None:
        paper.page("/never", takes=20)
        paper.page("/news", listing("/news/a-first-story", then=asking))
        paper.page("/news/a-first-story", "Story")
        assert visits.one(visits.room(page_seconds=6), f"{paper.url}/news").outcomes == {"new": 1}
        assert paper.paths().count("/again") < 110, "a hundred, and what Chromium repeats of itself"

    def test_a_page_that_loads_too_much_is_given_up(self, visits: Visits, paper: Paper) -> None:
        paper.page("/much", b"x" * 9_000_000)
        paper.page(
            "/news", listing("/news/a", then="for (const at of [1, 2, 3, 4]) fetch('/much', {cache: 'no-store'})")
        )
        assert visits.one(visits.room(), f"{paper.url}/news").trouble == f"{paper.url}/news loads more than 30 MB"

    def test_a_page_that_grows_too_large_is_given_up(self, visits: Visits, paper: Paper) -> None:
        paper.page("/news", scripted("document.title = 'x'.repeat(11_000_000)"))
        assert visits.one(visits.room(), f"{paper.url}/news").trouble == f"{paper.url}/news grows to more than 10 MB"
