"""The browser's process: one for all crawls, only when it is needed, never longer than its parent; or none at all."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.browser import machine
from scraper.crawl import crawl
from scraper.report import SourceReport, summary
from scraper.sources import Source
from tests.scraper.browser.newsroom import Newsroom, listing, needs_chromium, scripted
from tests.scraper.papers import Paper, here, skim


def visit(room: Newsroom, url: str, render: bool = True) -> SourceReport:
    return asyncio.run(room.visit(url, render=render))[0]


def with_a_page_that_waits(room: Newsroom, paper: Paper) -> Counter[str]:
    """A page that was found and could not be kept; the tries so far."""
    room.desk.raises = RuntimeError("not now")
    visit(room, paper.lists("/news/a-first-story"), render=False)
    assert room.notebook.tries
    return room.notebook.tries.copy()


def browsers(of: int) -> set[int]:
    """The Chromium processes that work for a process, by their numbers; without what they have forked themselves."""
    parents, driven = {}, set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            number = int(folder.name)
            parents[number] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"--remote-debugging-pipe" in words and not (folder / "exe").readlink().name.endswith("sh"):
                driven.add(number)
        except OSError:
            continue
    return {one for one in driven if parents[one] not in driven and of in ancestors(one, parents)}


def ancestors(number: int, parents: dict[int, int]) -> Iterator[int]:
    while number in parents:
        number = parents[number]
        yield number


def gone(pids: set[int], within: float) -> bool:
    """True once none of the processes is left."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@needs_chromium
class TestTheProcess:
    def test_one_serves_all_crawls_and_ends_with_the_last(self, paper: Paper) -> None:
        paper.page("/news", listing("/news/a-first-story"))
        paper.page("/news/a-first-story", "Story")
        most = 0

        async def both() -> None:
            nonlocal most
            crawls = [asyncio.ensure_future(room.visit(f"{paper.url}/news")) for _ in range(2)]
            while not all(one.done() for one in crawls):
                most = max(most, len(browsers(os.getpid())))
                await asyncio.sleep(0.05)

        room = Newsroom()
        asyncio.run(both())
        assert most == 1
        assert not browsers(os.getpid())

    def test_none_starts_where_no_source_needs_it(self, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(machine, "chromium", lambda: pytest.fail("the browser was started"))
        assert visit(Newsroom(), paper.lists("/news/a-first-story"), render=False).outcomes == {"new": 1}

    def test_it_ends_at_once_with_a_crawl_that_is_cancelled(self, paper: Paper) -> None:
        paper.page("/news", scripted("while (true) {}"))

        async def cancelled() -> float:
            work = asyncio.ensure_future(Newsroom(page_seconds=60).visit(f"{paper.url}/news"))
            while not browsers(os.getpid()):
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.5)
            began = time.monotonic()
            work.cancel()
            await asyncio.wait({work})
            return time.monotonic() - began

        assert asyncio.run(cancelled()) < 6
        assert not browsers(os.getpid())

    @pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
    def test_it_dies_with_its_parent(self, paper: Paper, tmp_path: Path, ending: signal.Signals) -> None:
        paper.page("/news", scripted("while (true) {}"))
        visiting = f"asyncio.run(Newsroom(60).visit('{paper.url}/news'))"
        code = f"import asyncio\nfrom tests.scraper.browser.newsroom import Newsroom\n{visiting}"
        environ = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
        with subprocess.Popen([sys.executable, "-c", code], env=environ) as parent:
            while not (started := browsers(parent.pid)) and parent.poll() is None:
                time.sleep(0.05)
            os.kill(parent.pid, ending)
        assert started
        assert gone(started, within=8)

    def test_a_browser_that_cannot_start_is_said_once_and_costs_no_tries(
        self, paper: Paper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        broken = tmp_path / "chromium"
        broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
        broken.chmod(0o755)
        room = Newsroom()
        tried = with_a_page_that_waits(room, paper)
        monkeypatch.setattr(machine, "chromium", lambda: str(broken))
        report = visit(room, f"{paper.url}/news")
        assert report.trouble is not None
        assert report.trouble.startswith("Chromium cannot be started (")
        assert report.failures == []
        assert report.notes == [f"1 left for later: {report.trouble.partition(';')[0]}"]
        assert room.notebook.tries == tried


class TestWithoutABrowser:
    @pytest.mark.parametrize(
        ("part", "said"),
        [
            (
                "find_spec",
                "the extra `browser` is not installed; run pip install '.[browser]' in the folder of wardwatch",
            ),
            ("chromium", "Chromium is not on the PATH; install it, as with apt-get install chromium"),
        ],
    )
    def test_a_source_says_what_is_missing_asks_nothing_and_the_others_go_on(
        self, paper: Paper, monkeypatch: pytest.MonkeyPatch, part: str, said: str
    ) -> None:
        monkeypatch.setattr(machine, "find_spec", lambda name: object())
        monkeypatch.setattr(machine, part, lambda *_: None)
        room = Newsroom()
        needing = Source(name="Scripts", url=f"{paper.url}/other", render=True)
        plain = Source(name="Town", url=paper.lists("/news/a-first-story"))
        work = crawl([needing, plain], room.notebook, room.desk, run=here, settings=room.settings, understand=skim)
        reports = asyncio.run(work).sources
        assert summary(reports[0]) == f"Scripts: render: true needs a browser, and {said}"
        assert reports[1].outcomes == {"new": 1}
        assert "/other" not in paper.paths()

    def test_its_pages_wait_and_no_try_is_counted(self, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
        room = Newsroom()
        tried = with_a_page_that_waits(room, paper)
        monkeypatch.setattr(machine, "chromium", lambda: None)
        monkeypatch.setattr(machine, "find_spec", lambda name: object())
        assert visit(room, f"{paper.url}/news").failures == []
        assert room.notebook.tries == tried
