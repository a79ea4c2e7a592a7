"""Adds a source to config.yaml: looked for, tried, and only then written."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from newsdesk.addresses import canonical
from newsdesk.councils import council_called
from scraper.crawl import CrawlSettings, NotFetched, Politeness
from scraper.discover import NothingFound
from scraper.memory import ReaderDiedError
from scraper.sources import Source
from wardwatch.areas import unknown_council
from wardwatch.config import Config, load, parse
from wardwatch.config_entry import Entry, with_source
from wardwatch.looking import WayIn, look
from wardwatch.mistakes import ConfigMistakes
from wardwatch.reader_process import ReaderProcess
from wardwatch.trial import Trial, settings_for, tried
from wardwatch.troubles import Failed, Misused
from wardwatch.watching import host_of

TRIED = 5


@dataclass(frozen=True, slots=True)
class Added:
    """What was written where, and what its first pages looked like."""

    path: Path
    line: int
    written: str
    trial: Trial


def add_source(url: str, name: str | None, councils: Sequence[str], path: Path, say: Callable[[str], None]) -> Added:
    """Write the source at url into the config at path. Raises Misused for what is there already or no address, Failed
    where nothing can be read; then the file is as it was."""
    config = load(path)
    areas = _areas(councils)
    _refuse_known(url, config)
    _checked({"name": name or url, "url": url})
    if name is not None and any(one.name == name for one in config.sources):
        raise Misused(f"a source called {name!r} is there already; choose another --name")
    way, trial = _looked_and_tried(url, areas, settings_for(config, url), config, say)
    if not trial.pages:
        raise Failed(f"{_trouble(trial) or f'no page of {way.url} could be read'}. Nothing was written.")
    entry: dict[str, str | Sequence[str]] = {"name": name or _free_name(way, config), "url": way.url, "kind": way.kind}
    if areas:
        entry["councils"] = areas
    line = _write(path, entry, config)
    return Added(path, line, _shown(path, line, entry), trial)


def _areas(councils: Sequence[str]) -> list[str]:
    known = [council_called(name) for name in councils]
    wrong = ["; ".join(unknown_council(name)) for name, one in zip(councils, known, strict=True) if one is None]
    if wrong:
        raise Misused("\n".join(wrong))
    return [one.name for one in known if one]


def _refuse_known(url: str, config: Config) -> None:
    for one in (*config.watched(), *config.waiting_sources()):
        if canonical(one.url) == canonical(url):
            raise Misused(f"{url} is there already: {one.name!r}. `wardwatch sources list` shows all.")


def _checked(values: dict[str, object]) -> Source:
    try:
        return Source.model_validate(values)
    except ValidationError as error:
        said = [detail["msg"].removeprefix("Value error, ") for detail in error.errors()]
        raise Misused("\n".join(said)) from None


def _looked_and_tried(
    url: str, areas: list[str], settings: CrawlSettings, config: Config, say: Callable[[str], None]
) -> tuple[WayIn, Trial]:
    reader, politeness = ReaderProcess(), Politeness(settings)

    async def both() -> tuple[WayIn, Trial]:
        way = await look(url, settings, politeness, reader)
        _refuse_known(way.url, config)
        say(f"Taking {way.url} (kind: {way.kind}): {way.why}.")
        source = _checked({"name": way.site or host_of(url), "url": way.url, "kind": way.kind, "councils": areas})
        return way, await tried(source, settings, TRIED, reader, politeness)

    try:
        return asyncio.run(both())
    except (NotFetched, ReaderDiedError) as error:
        raise Failed(f"{error}. Nothing was written.") from None
    except NothingFound as nothing:
        raise Failed(f"{url} {nothing.reason}. Nothing was written.") from None
    finally:
        reader.close()


def _trouble(trial: Trial) -> str | None:
    said = [trial.report.trouble if trial.report else None, *(failure.reason for failure in trial.failures)]
    return next((one.rstrip(".") for one in said if one), None)


def _free_name(way: WayIn, config: Config) -> str:
    """What the site calls itself, or its host; with a number where another source is called so."""
    taken = {one.name for one in (*config.watched(), *config.waiting_sources(), *config.sources)}
    host = host_of(way.url)
    names = [*([way.site] if way.site else []), host, *(f"{host} {number}" for number in range(2, 1000))]
    return next(one for one in names if one not in taken)


def _write(path: Path, entry: Entry, before: Config) -> int:
    """Put the entry into the file, whole or not at all; the line where it begins."""
    raw = path.read_bytes().decode("utf-8-sig")
    text, line = with_source(raw, entry)
    try:
        after = parse(text, path)
        if after.model_dump(exclude={"sources"}) != before.model_dump(exclude={"sources"}):
            raise ValueError
        if after.sources != (*before.sources, Source.model_validate(dict(entry))):
            raise ValueError
    except (ConfigMistakes, ValueError):
        raise Failed(f"{path} cannot be added to as it is written. {_by_hand(entry)}") from None
    try:
        real = path.resolve()
        draft = real.with_name(f".{real.name}.new")
        draft.write_bytes(text.encode("utf-8"))
        shutil.copymode(real, draft)
        draft.replace(real)
    except OSError as error:
        raise Failed(f"{path} cannot be written ({error.strerror}).") from None
    return line


def _by_hand(entry: Entry) -> str:
    lines = "\n".join(f"  {name}: {value}" for name, value in entry.items())
    return f"Add this under `sources:` yourself:\n{lines}"


def _shown(path: Path, line: int, entry: Entry) -> str:
    """The lines of the entry, or the one line that it shares with others."""
    lines = path.read_text("utf-8-sig").splitlines()[line - 1 :]
    return "\n".join(lines[: len(entry) if lines[0].lstrip().startswith("- ") else 1])
