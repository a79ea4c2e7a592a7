"""What a running wardwatch holds open: its database, its reading child, its manners towards hosts, its channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from alerts import outbox
from alerts.channels import Channel
from alerts.rulebook import Rulebook
from db import archive
from db.archive import Watched
from db.claims import own_name
from db.engine import Database
from scraper.browser.chromium import Browser
from scraper.crawl import CrawlSettings
from scraper.politeness import Politeness
from scraper.sources import Source
from wardwatch import logs
from wardwatch.archive_memory import ArchiveMemory, ArchiveSink
from wardwatch.config import Config
from wardwatch.intake import Intake
from wardwatch.posting import channels_of
from wardwatch.reader_process import ReaderProcess


def present() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def crawl_settings(config: Config) -> CrawlSettings:
    """How sites are asked and pages are read, as the config has it."""
    return CrawlSettings(
        contact=config.contact,
        delay=config.delay,
        allow_private=config.allow_private,
        vocabulary=config.vocabulary,
    )


@dataclass(frozen=True, slots=True)
class House:
    """Everything that a pass or the service works with."""

    config: Config
    sources: Mapping[str, Source]
    database: Database
    reader: ReaderProcess
    memory: ArchiveMemory
    sink: ArchiveSink
    settings: CrawlSettings
    politeness: Politeness
    browser: Browser
    channels: Mapping[str, Channel]
    owner: str


@contextmanager
def open_house(config: Config, *, migrate: bool) -> Iterator[House]:
    """Open everything, and make the sources, rules and recipients of the config known. Raises StoreError."""
    logs.set_up()
    settings = crawl_settings(config)
    politeness = Politeness(settings)
    intake = Intake(Rulebook(config.alerts), config.backfill_alerts, config.zone)
    sources = {source.name: source for source in config.watched()}
    with Database.open(config.database, migrate=migrate, create=True) as database:
        _introduce(database, config, sources)
        reader = ReaderProcess()
        try:
            yield House(
                config=config,
                sources=sources,
                database=database,
                reader=reader,
                memory=ArchiveMemory(database, present),
                sink=ArchiveSink(database, intake, present),
                settings=settings,
                politeness=politeness,
                browser=Browser(settings, politeness),
                channels=channels_of(config),
                owner=own_name(),
            )
        finally:
            reader.close()


def _introduce(database: Database, config: Config, sources: Mapping[str, Source]) -> None:
    known = [Watched(source.name, source.url, source.kind) for source in sources.values()]
    database.write(lambda session: archive.remember_sources(session, known, present()))
    database.write(lambda session: outbox.register(session, config.alerts, present()))
