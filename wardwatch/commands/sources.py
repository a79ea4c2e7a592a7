"""wardwatch sources: what is watched, and what a new source would bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal, period, shortened, shown
from wardwatch.watching import counted

if TYPE_CHECKING:
    from scraper.sources import Source
    from wardwatch.config import Config
    from wardwatch.trial import Trial

app = typer.Typer(help="The sources: list them, try a new one, add it.", no_args_is_help=True, rich_markup_mode=None)


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
    render: Annotated[bool, typer.Option("--render", help="Show its pages in a browser: scripts make them.")] = False,
    most: Annotated[int, typer.Option("--most", min=1, max=50, help="How many pages to read.")] = 5,
    save: Annotated[bool, typer.Option("--save", help="Record the pages, for a test.")] = False,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where --save puts them.")] = Path("golden"),
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Ask a source once, politely, and show what would be kept and why. Nothing is stored.

    Exit code 1 if no page could be read. With --save each page that was read is recorded: its bytes, and as JSON what
    was read from them. docs/golden.md says how a recorded page becomes a test.

    \b
    wardwatch sources try https://congleton.nub.news/news
    wardwatch sources try https://www.example.org/feed/ --most 10
    wardwatch sources try https://www.example.org/latest --render
    wardwatch sources try https://www.example.org/feed/ --most 1 --save --to tests/recorded
    """
    from wardwatch.config import find_config, load
    from wardwatch.trial import settings_for, try_source

    source = _source(url, kind, links, render)
    trial = try_source(source, settings_for(load(find_config(config)), url), most)
    terminal = Terminal(plain)
    _show_trial(trial, terminal)
    if save:
        _record(trial, to, terminal)
    raise typer.Exit(0 if trial.pages else 1)


def _record(trial: Trial, folder: Path, terminal: Terminal) -> None:
    from wardwatch.golden import record
    from wardwatch.troubles import Failed

    for page in trial.pages:
        try:
            told = record(folder, trial.raw[page.article.url], page)
        except OSError as error:
            raise Failed(f"{folder} cannot be written ({error.strerror})") from None
        terminal.say(f'Recorded: {told}. Look at it, then delete its line "review".')


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="A site, or its feed, sitemap or page of news.")],
    name: Annotated[str | None, typer.Option("--name", help="What to call it; else as the site does.")] = None,
    council: Annotated[
        list[str] | None, typer.Option("--council", metavar="NAME", help="Whose area it is about; may be given again.")
    ] = None,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Find a site's feed, sitemap or news page by looking, try it, and write it into config.yaml.

    Nothing else in the file changes. Exit code 1 if no page could be read, 2 if it is watched already; then nothing is
    written.

    \b
    wardwatch sources add https://www.example.org
    wardwatch sources add https://www.example.org/news --name "The Example" --council "Cheshire East"
    """
    from wardwatch.adding import add_source
    from wardwatch.config import find_config

    terminal = Terminal(plain)
    added = add_source(url, name, council or [], find_config(config), terminal.say)
    terminal.say(f"{added.path}, from line {added.line}:")
    terminal.answer(added.written)
    _show_trial(added.trial, terminal)


def _source(url: str, kind: str | None, links: str | None, render: bool) -> Source:
    from pydantic import ValidationError

    from scraper.sources import Source
    from wardwatch.troubles import Misused
    from wardwatch.watching import host_of

    try:
        given = {"name": host_of(url) or url, "url": url, "kind": kind, "links": links, "render": render}
        return Source.model_validate(given)
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
