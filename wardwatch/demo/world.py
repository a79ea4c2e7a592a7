"""The newspaper in a box: two papers, an Ofsted, a GOV.UK, a mail server and a webhook, all on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, cycle
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined
from ruamel.yaml import YAML

from newsdesk.article import LONDON
from wardwatch.demo.dates import Dates
from wardwatch.demo.govuk import GovUk, Publication
from wardwatch.demo.ofsted import Document, Letter, Ofsted, OfstedFiles, Provider, Report, Section
from wardwatch.demo.post import Hook, MailBox
from wardwatch.demo.press import Item, Paper
from wardwatch.demo.web import Site, WebServer

TEXTS = Path(__file__).parent / "texts"


class Happened(NamedTuple):
    """An event of the script. say: a sentence for people; tells: a message should come of it; host: whose page
    changed, where it is a paper's; note: said after what came of it."""

    say: str
    what: str
    tells: bool = False
    host: str | None = None
    note: str | None = None


class World:
    """Everything that is served; a context manager. now: aware; the texts' dates count back from it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.dates = Dates(now.astimezone(LONDON).date())
        self.web, self.mail, self.hook = WebServer(), MailBox(), Hook()
        self.ofsted = Ofsted(OfstedFiles())
        self.govuk = GovUk()
        self.papers: dict[str, Paper] = {}
        self.items: dict[str, tuple[str, Item]] = {}
        self.councils: dict[str, list[str]] = {}
        self.bases: dict[str, str] = {}
        self._open = ExitStack()
        self._script: Iterator[dict[str, Any]] = iter(())

    def __enter__(self) -> World:
        self._write_first_edition()
        with ExitStack() as opening:
            opening.enter_context(self.web)
            opening.enter_context(self.mail)
            sites: dict[str, Site] = {"ofsted": self.ofsted, "govuk": self.govuk, "hook": self.hook, **self.papers}
            self.ofsted.files_base = self.web.open(self.ofsted.files)
            self.bases = {name: self.web.open(site) for name, site in sites.items()}
            self._open = opening.pop_all()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._open.close()

    def _write_first_edition(self) -> None:
        for entry in self._texts("papers.yaml"):
            self.papers[entry["key"]] = Paper(entry["name"], entry["platform"])
            self.councils[entry["key"]] = entry["councils"]
            for article in sorted(entry["articles"], key=lambda one: -one["hours_ago"]):
                self._publish(entry["key"], article, self._ago(article["hours_ago"]))
        for entry in self._texts("ofsted.yaml"):
            provider = Provider(entry["urn"], entry["name"])
            self.ofsted.providers.append(provider)
            for document in entry["documents"]:
                self.ofsted.publishes(provider, self._document(document))
        for entry in self._texts("govuk.yaml"):
            self.govuk.publishes(_publication(entry, self._ago(entry["hours_ago"])))
        script = self._texts("events.yaml")
        self._script = chain(script, cycle(event for event in script if event["do"] in ("break", "mend")))

    def publish_next(self, at: datetime) -> Happened:
        """Let the next event of the script happen. After the last one a layout breaks and is mended, for ever."""
        event = next(self._script)
        act: dict[str, Callable[[dict[str, Any], datetime], None]] = {
            "publish": lambda event, at: self._publish(event["paper"], event["article"], at),
            "copy": self._copy,
            "correct": self._correct,
            "publication": lambda event, at: self.govuk.publishes(_publication(event["publication"], at)),
            "document": lambda event, _at: self._add_document(event),
            "break": lambda event, _at: self.papers[event["paper"]].changes_layout(),
            "mend": lambda event, _at: self.papers[event["paper"]].restores_layout(),
        }
        act[event["do"]](event, at)
        host = self.bases[event["paper"]].removeprefix("http://") if "paper" in event else None
        return Happened(event["say"], event["do"], event.get("tells", False), host, event.get("note"))

    def _texts(self, name: str) -> Any:
        """A file of texts, with its dates filled in."""
        dated = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701  # plain text; pages escape it later
        dated.globals.update(self.dates.names())

        def filled(value: Any) -> Any:
            if isinstance(value, str):
                return dated.from_string(value).render()
            if isinstance(value, dict):
                return {key: filled(one) for key, one in value.items()}
            return [filled(one) for one in value] if isinstance(value, list) else value

        return filled(YAML(typ="safe").load((TEXTS / name).read_text(encoding="utf-8")))

    def _ago(self, hours: float) -> datetime:
        return (self.now - timedelta(hours=hours)).replace(microsecond=0)

    def _publish(self, paper: str, article: dict[str, Any], at: datetime) -> None:
        paragraphs = article["paragraphs"]
        item = self.papers[paper].publishes(
            article["title"], *paragraphs, at=at.replace(microsecond=0), byline=article["byline"]
        )
        self.items[article["key"]] = (paper, item)

    def _copy(self, event: dict[str, Any], at: datetime) -> None:
        original = self.items[event["of"]][1]
        said = list(original.paragraphs[:-1] if event["drop_last"] else original.paragraphs)
        article = {"key": f"{event['of']} again", "title": event["title"], "byline": "News desk", "paragraphs": said}
        self._publish(event["paper"], article, at)

    def _correct(self, event: dict[str, Any], at: datetime) -> None:
        paper, item = self.items[event["key"]]
        wrong, right = event["replace"]
        said = tuple(paragraph.replace(wrong, right) for paragraph in item.paragraphs)
        self.items[event["key"]] = (
            paper,
            self.papers[paper].corrects(item, at.replace(microsecond=0), paragraphs=said),
        )

    def _add_document(self, event: dict[str, Any]) -> None:
        provider = next(one for one in self.ofsted.providers if one.urn == event["urn"])
        self.ofsted.publishes(provider, self._document(event["document"]))

    def _document(self, entry: dict[str, Any]) -> Document:
        pdf = _report(entry["report"]).pdf() if "report" in entry else _letter(entry["letter"]).pdf()
        happened, published = (self.dates.today - timedelta(days=entry[name]) for name in ("happened", "published"))
        return Document(entry["number"], entry["label"], happened, published, pdf, entry.get("folded", False))


def _report(entry: dict[str, Any]) -> Report:
    read = replace(Report(**entry), sections=_sections(entry))
    return replace(read, grid=tuple((name, grade) for name, grade in entry["grid"]))


def _letter(entry: dict[str, Any]) -> Letter:
    return replace(Letter(**entry), sections=_sections(entry))


def _sections(entry: dict[str, Any]) -> tuple[Section, ...]:
    return tuple(Section(one["heading"], tuple(one["paragraphs"])) for one in entry["sections"])


def _publication(entry: dict[str, Any], at: datetime) -> Publication:
    said = {name: entry[name] for name in ("path", "title", "description", "body", "organisation", "document_type")}
    return Publication(**said, published=at.replace(microsecond=0))
