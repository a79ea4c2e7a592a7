"""wardwatch sources: what is watched, and what a new source would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal, period, shortened, shown
from wardwatch.watching import counted

if TYPE_CHECKING:
    from scraper.sources import Source
    from wardwatch.config import Config
    from wardwatch.trial import Trial

app = typer.Typer(help="The sources: list them, try a new one.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_sources(config: ConfigPath = None, plain: Plain = False) -> None:
    """Every source, your own and the catalogue's, and whether it is asked.

    \b
    wardwatch sources list
    """
    from wardwatch.config import find_config, load

    terminal = Terminal(plain)
    known = load(find_config(config))
    origin = _origins(known)
    rows = [_row(source, origin, "yes") for source in known.watched()]
    rows += [_row(source, origin, "waits for your contact") for source in known.waiting_sources()]
    terminal.table(("Source", "Kind", "Every", "Asked", "From", "Address"), rows)
    terminal.say(known.summary())


def _origins(config: Config) -> dict[str, str]:
    """Where each source of the catalogue comes from, by name."""
    from scraper.catalogue import OFFICIAL, entries_for

    return {
        entry.source.name: "official"
        if entry.platform == OFFICIAL
        else f"catalogue{'' if entry.tried else ', untried'}"
        for entry in entries_for(config.councils)
    }


def _row(source: Source, origin: dict[str, str], asked: str) -> tuple[object, ...]:
    every = period(source.pause)
    return (source.name, source.kind or "", every, asked, origin.get(source.name, "config"), shortened(source.url))


@app.command("try")
def try_one(
    url: Annotated[str, typer.Argument(help="A feed, a sitemap, or a page that lists news.")],
    kind: Annotated[str | None, typer.Option("--kind", help="feed, sitemap, listing, moderngov ...")] = None,
    links: Annotated[str | None, typer.Option("--links", metavar="CSS", help="Which links of a listing.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=50, help="How many pages to read.")] = 5,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Ask a source once, politely, and show what would be kept and why. Nothing is stored.

    Exit code 1 if no page could be read.

    \b
    wardwatch sources try https://congleton.nub.news/news
    wardwatch sources try https://www.example.org/feed/ --most 10
    """
    from wardwatch.config import find_config, load
    from wardwatch.trial import settings_for, try_source

    source = _source(url, kind, links)
    trial = try_source(source, settings_for(load(find_config(config)), url), most)
    _show_trial(trial, Terminal(plain))
    raise typer.Exit(0 if trial.pages else 1)


def _source(url: str, kind: str | None, links: str | None) -> Source:
    from pydantic import ValidationError

    from scraper.sources import Source
    from wardwatch.troubles import Misused
    from wardwatch.watching import host_of

    try:
        return Source.model_validate({"name": host_of(url) or url, "url": url, "kind": kind, "links": links})
    except ValidationError as error:
        raise Misused("\n".join(detail["msg"].removeprefix("Value error, ") for detail in error.errors())) from None


def _show_trial(trial: Trial, terminal: Terminal) -> None:
    report = trial.report
    if report and report.trouble:
        terminal.say(f"{report.name}: {report.trouble}")
    kind = f" (kind: {report.kind})" if report and report.kind else ""
    terminal.say(f"{counted(len(trial.found), 'link')} found{kind}.")
    rows = [
        (
            "kept" if page.reading.relevant else "not relevant",
            page.article.published_on or "no date",
            page.reading.kind if page.reading.relevant else "",
            ", ".join(page.reading.councils),
            page.article.title,
            ", ".join(shown(one.phrase) for one in page.reading.evidence[:4]),
        )
        for page in trial.pages
    ]
    if rows:
        terminal.table(("Would be", "Published", "Kind", "Councils", "Headline", "Because of"), rows)
    for failure in trial.failures:
        terminal.say(f"{failure.url}: {failure.reason}")
