"""wardwatch crawl: one pass over the sources, now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal
from wardwatch.watching import counted

if TYPE_CHECKING:
    from scraper.report import CrawlReport, SourceReport
    from wardwatch.config import Config

Heard = Callable[["SourceReport"], None]


def crawl(
    source: Annotated[list[str] | None, typer.Argument(help="Names of sources; none means all.")] = None,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Ask the sources once, due or not, and keep what is new. Nothing is sent. Exit code 1 if a source failed.

    \b
    wardwatch crawl
    wardwatch crawl "Congleton Nub News"
    """
    from wardwatch.config import find_config, load
    from wardwatch.service import crawl_once

    terminal = Terminal(plain)
    known = load(find_config(config))
    names = _known_names(known, source or [])
    with _progress(terminal, names) as heard:
        report = crawl_once(known, list(source or []), heard)
    _show(report, terminal)
    raise typer.Exit(1 if report.failed else 0)


def _known_names(config: Config, wanted: Sequence[str]) -> list[str]:
    """The names that are crawled. Raises Misused for one that is not watched."""
    from wardwatch.explain import nearest
    from wardwatch.troubles import Misused

    watched = [source.name for source in config.watched()]
    waiting = {source.name for source in config.waiting_sources()}
    for name in wanted:
        if name in waiting:
            raise Misused(f"{name!r} is asked only once `contact` in {config.path} is your own address.")
        if name not in watched:
            raise Misused(f"there is no source {name!r}; {nearest(name, watched)}")
    return list(wanted) or watched


@contextmanager
def _progress(terminal: Terminal, names: Sequence[str]) -> Iterator[Heard]:
    """What to call after each page: a bar on a terminal, silence elsewhere."""
    import sys

    if not terminal.decorated(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    shape = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeElapsedColumn())
    with Progress(*shape, console=Console(stderr=True), transient=True) as progress:
        bars = {name: progress.add_task(name, total=None, said="waiting") for name in names[:20]}

        def heard(source: SourceReport) -> None:
            if source.name in bars:
                seen = source.read + len(source.failures)
                total = max(seen, 1) if source.finished else max(seen, source.new, 1)
                said = "done" if source.finished else f"{seen} of {total} read"
                progress.update(bars[source.name], completed=total if source.finished else seen, total=total, said=said)

        yield heard


def _show(report: CrawlReport, terminal: Terminal) -> None:
    rows = [
        (one.name, one.found, one.new, one.read, _kept(one), len(one.failures), _remark(one)) for one in report.sources
    ]
    terminal.table(("Source", "Found", "New", "Read", "Kept", "Failed", "Remark"), rows)
    for one in report.sources:
        for failure in one.failures:
            place = "" if failure.url in failure.reason else f"{failure.url}: "
            terminal.say(f"{one.name}: {place}{failure.reason}")
    asked = counted(len(report.sources), "source")
    terminal.say(f"{asked}, {counted(report.requests, 'request')}, {report.seconds:.0f} s.")


def _kept(source: SourceReport) -> int:
    return source.read - source.outcomes["irrelevant"] - source.outcomes["seen again"]


def _remark(source: SourceReport) -> str:
    return source.trouble or "; ".join(source.notes) or ("unchanged" if source.unchanged else "")
