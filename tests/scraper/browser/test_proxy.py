"""The guarding proxy by itself: who may use it, where it leads, and how much it carries."""

from __future__ import annotations

import asyncio
import base64
import socket
from contextlib import suppress
from datetime import timedelta

import pytest

from scraper.browser import proxy as module
from scraper.browser.proxy import GuardingProxy, Pass
from scraper.politeness import Politeness
from scraper.settings import CrawlSettings
from tests.scraper.papers import Paper


class Doorstep:
    """Speaks to a proxy as a browser would, or should not. said: what the proxy noted as refused."""

    def __init__(self, *allow: str, most_bytes: int = 1_000_000) -> None:
        self.proxy = GuardingProxy(Politeness(CrawlSettings("me", timedelta(), allow)), most_bytes)
        self.said: list[str] = []

    def say(self, *requests: str, word: str | None = None, after: bool = False) -> bytes:
        """The answer to these over one connection, with the pass's word or another; after: when the pass is over."""

        async def work() -> bytes:
            await self.proxy.open()
            try:
                with self.proxy.admit() as granted:
                    shown = f"Proxy-Authorization: {credentials(granted, word)}\r\n"
                    if not after:
                        return await self._answer(shown, *requests)
                return await self._answer(shown, *requests)
            finally:
                self.said += granted.refusals
                await self.proxy.close()

        return asyncio.run(work())

    async def _answer(self, shown: str, *requests: str) -> bytes:
        host, _, port = self.proxy.address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        answer = b""
        try:
            for request in requests:
                writer.write(request.replace("PASS\n", shown).replace("\n", "\r\n").replace("\r\r", "\r").encode())
                if request is not requests[-1]:
                    answer += await reader.readuntil(b"\r\n\r\n")
            return answer + await asyncio.wait_for(reader.read(), 10)
        except ConnectionError:
            return answer
        finally:
            writer.close()


def credentials(granted: Pass, word: str | None) -> str:
    return "Basic " + base64.b64encode(f"{granted.name}:{word or granted.word}".encode()).decode()


def get(url: str, more: str = "PASS\n") -> str:
    return f"GET {url} HTTP/1.1\nHost: elsewhere.test\nUser-Agent: wardwatch\n{more}\n"


def tunnel(place: str) -> str:
    return f"CONNECT {place} HTTP/1.1\nHost: {place}\nPASS\n\n"


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_page_is_carried_and_the_server_sees_nothing_of_the_proxy(paper: Paper) -> None:
    answer = Doorstep("127.0.0.1").say(get(paper.page("/a?b=c", "the page")))
    assert status(answer) == 200
    assert answer.endswith(b"the page")
    assert [asked.path for asked in paper.asked] == ["/a?b=c"]
    headers = paper.asked[0].headers
    assert headers == {"Host": paper.host, "User-Agent": "wardwatch", "Connection": "close"}


def test_a_tunnel_is_carried_both_ways(paper: Paper) -> None:
    paper.page("/a", "the page")
    answer = Doorstep("127.0.0.1").say(
        tunnel(paper.host), f"GET /a HTTP/1.1\nHost: {paper.host}\nConnection: close\n\n"
    )
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200")
    assert answer.endswith(b"the page")


@pytest.mark.parametrize("more", ["", "Proxy-Authorization: Basic !!\n", "Proxy-Authorization: Basic YTpi\n"])
def test_nobody_without_a_pass_is_served(paper: Paper, more: str) -> None:
    assert status(Doorstep("127.0.0.1").say(get(paper.page("/a"), more))) == 407
    assert paper.asked == []


def test_a_pass_is_good_with_its_word_and_in_its_time_only(paper: Paper) -> None:
    page = paper.page("/a")
    assert status(Doorstep("127.0.0.1").say(get(page), word="guessed")) == 407
    assert status(Doorstep("127.0.0.1").say(get(page), after=True)) == 407
    assert paper.asked == []


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /a HTTP/1.1",
        "GET https://PAPER/a HTTP/1.1",
        "GET ftp://PAPER/a HTTP/1.1",
        "GET file:///etc/passwd HTTP/1.1",
        "GET PAPER/a HTTP/1.1",
        "hello",
        "GET http://PAPER/a HTTP/2",
        "GET http://PAPER/a b HTTP/1.1",
    ],
)
def test_what_is_no_request_to_a_proxy_is_refused(paper: Paper, request_line: str) -> None:
    answer = Doorstep("127.0.0.1").say(f"{request_line}\nPASS\n\n".replace("PAPER", paper.host))
    assert status(answer) == 400
    assert paper.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0"]
)
def test_no_way_to_write_loopback_gets_there(paper: Paper, host: str) -> None:
    place = f"{host}:{paper.host.partition(':')[2]}"
    for request in (get(f"http://{place}/a"), tunnel(place)):
        door = Doorstep()
        assert status(door.say(request)) == 403
        assert "is at a private address" in door.said[0]
    assert paper.asked == []


def test_an_address_with_a_log_in_is_refused(paper: Paper) -> None:
    assert status(Doorstep("127.0.0.1").say(get(f"http://town.test:80@{paper.host}/a"))) == 403
    assert status(Doorstep("127.0.0.1").say(tunnel(f"town.test@{paper.host}"))) == 403
    assert paper.asked == []


def test_an_allowed_port_opens_no_other(paper: Paper) -> None:
    with Paper() as other:
        assert status(Doorstep(other.host).say(get(paper.page("/a")))) == 403
        assert status(Doorstep(other.host).say(get(other.page("/a")))) == 200


def test_a_name_is_looked_up_once_and_gone_to_where_it_was_checked(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(paper.host.partition(":")[2])
    answers = ["127.0.0.1", "127.0.0.2"]

    def turns(host: str, port: int, **_: object) -> list[object]:
        return [(2, 1, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(socket, "getaddrinfo", turns)
    paper.page("/a", "the page")
    assert status(Doorstep("town.test").say(get(f"http://town.test:{port}/a"))) == 200
    assert answers == ["127.0.0.2"]


def test_a_name_that_leads_to_a_private_address_is_refused(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", ("127.0.0.1", port))])
    door = Doorstep("127.0.0.1")
    assert status(door.say(tunnel(f"town.test:{paper.host.partition(':')[2]}"))) == 403
    assert "town.test" in door.said[0]
    assert paper.asked == []


def test_a_host_that_is_not_there_is_a_bad_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    assert status(Doorstep().say(get("http://none.test/"))) == 502
    assert status(Doorstep("127.0.0.1").say(get("http://127.0.0.1:9/"))) == 502


def test_bytes_are_bounded(paper: Paper) -> None:
    answer = Doorstep("127.0.0.1", most_bytes=200_000).say(get(paper.page("/a", b"x" * 5_000_000)))
    assert len(answer) <= 200_000


def test_a_head_that_is_too_long_or_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEAD_SECONDS", 0.2)
    assert Doorstep().say("GET http://town.test/ HTTP/1.1\n") == b""
    assert Doorstep().say(f"GET http://town.test/{'a' * 500_000} HTTP/1.1\n\n") == b""


def test_connections_end_with_their_pass(paper: Paper) -> None:
    paper.page("/slow", "late", takes=5)

    async def work() -> float:
        proxy = GuardingProxy(Politeness(CrawlSettings("me", timedelta(), ("127.0.0.1",))))
        await proxy.open()
        with proxy.admit() as granted:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
            shown = f"Proxy-Authorization: {credentials(granted, None)}\n"
            writer.write(get(f"{paper.url}/slow", shown).replace("\n", "\r\n").encode())
            await asyncio.sleep(0.1)
        began = asyncio.get_running_loop().time()
        with suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()
        await proxy.close()
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(work()) < 1
