"""What a crawl costs in which nothing has changed, beside bare Scrapy and a loop of urllib, on one server, in one run.

    python -m benchmarks.cycle [ROUNDS [CYCLES]]

200 addresses that answer 304 to those who know them. All three ask all of them on condition; ours as 200 sources of one
crawl, with its gates, robots.txt and memory. CPU milliseconds a page, the best of ROUNDS (3), each crawler in a process
of its own; beside it what a crawl of two such sources costs whose 200 articles are known and need not be asked. Then
CYCLES (0) cycles of 20 pages in one process, with its memory at ten points. Leaves 1 where ours takes over bare
Scrapy's plus 1 ms, or where memory grows by over a tenth.
"""

from __future__ import annotations

import asyncio
import gc
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAGES, AT_MOST = 200, 1.0
SERVER = """
import asyncio
class Server(asyncio.Protocol):
    def connection_made(self, transport): self.transport, self.held = transport, b""
    def data_received(self, data):
        self.held += data
        while b"\\r\\n\\r\\n" in self.held:
            head, _, self.held = self.held.partition(b"\\r\\n\\r\\n")
            if head.startswith(b"GET /robots.txt"):
                self.transport.write(b"HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n")
            else:
                self.transport.write(b'HTTP/1.1 304 Not Modified\\r\\nETag: "same"\\r\\n\\r\\n')
async def main():
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def addresses(port: int, pages: int = PAGES) -> list[str]:
    """All that is asked in one cycle."""
    return [f"http://127.0.0.1:{port}/news/a-story-of-number-{number}" for number in range(pages)]


def memory(name: str) -> float:
    """This process's VmRSS or VmHWM, in MB."""
    said = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(said[1]) / 1024 if said else 0.0


def by_urllib(port: int) -> None:
    """One request after the other."""
    for url in addresses(port):
        try:
            urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": '"same"'})).close()  # noqa: S310
        except urllib.error.HTTPError as answer:
            if answer.code != 304:
                raise


def by_scrapy(port: int) -> None:
    """Scrapy with its usual parts and robots.txt, as its tutorial has it."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess

    class Bare(Spider):  # type: ignore[misc]
        name = "bare"
        handle_httpstatus_list = (304,)
        seen = 0

        async def start(self) -> Any:
            for url in addresses(port):
                yield Request(url, headers={"If-None-Match": '"same"'})

        def parse(self, response: Any) -> None:
            Bare.seen += response.status == 304

    settings = {"ROBOTSTXT_OBEY": True, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False}
    process = CrawlerProcess({**settings, "CONCURRENT_REQUESTS_PER_DOMAIN": 8})
    process.crawl(Bare)
    process.start()
    assert Bare.seen == PAGES


def by_us(port: int) -> None:
    """One crawl of ours."""
    asyncio.run(_cycles(port, 1))


def by_us_in_two(port: int) -> None:
    """One crawl of ours over two sources whose articles are all known."""
    asyncio.run(_cycles(port, 1, 2))


async def _cycles(port: int, count: int, pages: int = PAGES) -> list[float]:
    """So many crawls over the same sources. Returns MB of memory after each tenth of them."""
    from scraper.crawl import CrawlSettings, Politeness, crawl
    from scraper.memory import Validators
    from scraper.sources import Source
    from tests.scraper.papers import Desk, Notebook, here

    notebook = Notebook()
    notebook.seen = {f"{url}?of={page}" for url in addresses(port, 2) for page in range(100)}
    notebook.known = {url: Validators('"same"', None) for url in addresses(port, pages)}
    sources = [Source(name=url, url=url, kind="listing") for url in addresses(port, pages)]
    settings = CrawlSettings("desk@town.test", allow_private=("127.0.0.1",))
    politeness, desk, grown = Politeness(settings), Desk(notebook), list[float]()
    for number in range(1, count + 1):
        report = await crawl(sources, notebook, desk, run=here, settings=settings, politeness=politeness)
        assert all(source.unchanged for source in report.sources)
        if count >= 10 and number % (count // 10) == 0:
            gc.collect()
            grown.append(memory("VmRSS"))
    return grown


def measured(name: str, port: int) -> dict[str, float]:
    """CPU milliseconds a page and peak memory of one crawler in a process of its own; its imports are not counted."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cycle", name, str(port)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def once(name: str, port: int) -> None:
    """One crawler's cycle, its figures to standard output."""
    if name != "urllib":
        import scrapy.crawler  # noqa: F401
    if name.startswith("ours"):
        import scraper.crawl  # noqa: F401
        import tests.scraper.papers  # noqa: F401
    began = time.process_time()
    {"urllib": by_urllib, "scrapy": by_scrapy, "ours": by_us, "ours_in_two": by_us_in_two}[name](port)
    spent = 1_000 * (time.process_time() - began) / PAGES
    print(json.dumps({"ms": spent, "peak": memory("VmHWM")}))


def main(rounds: int = 3, cycles: int = 0) -> int:
    """Print all figures; 1 where one is too high."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            return _compared(port, rounds) | (_grown(port, cycles) if cycles else 0)
        finally:
            server.terminate()


def _compared(port: int, rounds: int) -> int:
    best = {}
    for name in ("urllib", "scrapy", "ours"):
        runs = [measured(name, port) for _ in range(rounds)]
        best[name] = min(run["ms"] for run in runs)
        print(f"{name}: {best[name]:.2f} ms of CPU a page, peak memory {max(run['peak'] for run in runs):.0f} MB")
    whole = PAGES * min(measured("ours_in_two", port)["ms"] for _ in range(rounds))
    print(
        f"ours, two unchanged sources of 200 known articles: {whole:.0f} ms of CPU a crawl, {whole / PAGES:.2f} a page"
    )
    over = best["ours"] - best["scrapy"]
    print(f"ours takes {over:+.2f} ms a page beside bare Scrapy (at most +{AT_MOST:.0f})")
    return int(over > AT_MOST)


def _grown(port: int, cycles: int) -> int:
    points: Sequence[float] = asyncio.run(_cycles(port, cycles, 20))
    print(f"memory over {cycles} cycles: " + ", ".join(f"{point:.0f}" for point in points) + " MB")
    return int(points[-1] > 1.1 * points[0])


if __name__ == "__main__":
    if len(sys.argv) == 3 and not sys.argv[1].isdigit():
        once(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:3])))
