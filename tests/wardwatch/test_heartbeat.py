"""heartbeat_url: asked while all goes well, so that somebody else notices a dead machine."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from alerts.channels.web import Web
from db.engine import StoreError
from wardwatch import heartbeat
from wardwatch.heartbeat import Heartbeat
from wardwatch.schedule import Schedule


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    """An address that counts who asks."""
    httpserver.expect_request("/ping/a-secret", method="GET").respond_with_data("OK")
    return httpserver.url_for("/ping/a-secret")


def web(httpserver: HTTPServer) -> Web:
    return Web(allowed=lambda _: False, allow_private=[httpserver.host])


def test_it_is_asked_at_once_and_then_once_a_minute(
    url: str, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    heart, now = Heartbeat(url, web(httpserver)), 1000.0
    monkeypatch.setattr(heartbeat.time, "monotonic", lambda: now)
    for _ in range(3):
        heart.beat()
    assert len(httpserver.log) == 1
    now += 60
    heart.beat()
    assert len(httpserver.log) == 2


def test_that_nobody_hears_it_is_logged_once_without_its_address(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(heartbeat, "EVERY_SECONDS", 0.0)
    httpserver.expect_request("/ping/a-secret").respond_with_data("no", status=404)
    heart = Heartbeat(httpserver.url_for("/ping/a-secret"), web(httpserver))
    for _ in range(3):
        heart.beat()
    said = capsys.readouterr()
    assert (said.out + said.err).count("does not hear us: answered 404") == 1
    assert "a-secret" not in said.out + said.err


def test_a_schedule_is_well_when_each_work_ended_well_the_last_time() -> None:
    troubles: list[Exception | None] = [None, StoreError("The disk is full"), None]
    seen = []

    async def work() -> None:
        if trouble := troubles.pop(0):
            raise trouble

    async def ticks() -> None:
        schedule = Schedule(sending=work)
        for _ in range(3):
            await schedule.tick()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            seen.append(schedule.is_well)

    asyncio.run(ticks())
    assert seen == [True, False, True]


def test_the_service_asks_it(url: str, httpserver: HTTPServer, tmp_path: Path, sqlite_url: str) -> None:
    import subprocess
    import sys

    from wardwatch.demo.post import wait_until

    config = tmp_path / "config.yaml"
    config.write_text(
        f"contact: me@example.org\ndatabase: {sqlite_url}\nheartbeat_url: {url}\n"
        f"allow_private: ['{httpserver.host}']\nalerts: [{{name: All, to: [log]}}]\n",
        "utf-8",
    )
    service = subprocess.Popen([sys.executable, "-m", "wardwatch", "run", "--config", str(config)])
    try:
        assert wait_until(lambda: len(httpserver.log) == 1, 20.0)
    finally:
        service.terminate()
        assert service.wait(20) == 0
