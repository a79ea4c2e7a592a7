"""config.yaml: its keys, how it is found and read, and what it switches on."""

from __future__ import annotations

import os
import re
import zoneinfo
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from alerts.rules import EmailSettings, Recipient, Rule
from scraper.periods import Period
from scraper.sources import Source
from wardwatch import areas, checks, watching
from wardwatch.environment import Filled, fill
from wardwatch.explain import explain
from wardwatch.mistakes import ConfigMistakes, Mistake
from wardwatch.own_words import Phrase, Weight, idle_phrases
from wardwatch.yaml_tree import Tree, read_tree

PLACEHOLDER = "you@example.org"
FILE_NAME = "config.yaml"
DEFAULT_DATABASE = "sqlite:///wardwatch.db"
MAKE_ONE = '`wardwatch init --council "Cheshire East"` writes one; --config names another'

Listed = BeforeValidator(lambda value: () if value is None else value)
Section = BeforeValidator(lambda value: {} if value is None else value)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Network(_Strict):
    """How the web is reached, where that is not directly. Left out, the environment's proxies count."""

    proxy: str | None = None
    no_proxy: Annotated[tuple[str, ...], Listed] = ()
    ca_file: Path | None = None

    @field_validator("proxy")
    @classmethod
    def _is_proxy(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/]+/?", value):
            raise ValueError("this is no proxy; write it as http://proxy.example.org:3128")
        return value


class Retention(_Strict):
    """How long things are kept."""

    articles: Period = timedelta(days=400)
    irrelevant: Period = timedelta(days=30)
    ledger: Period = timedelta(days=400)
    addresses: Period = timedelta(days=30)


class Web(_Strict):
    """Where the web pages are shown."""

    listen: str = "127.0.0.1:8787"

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if not (host and colon and port.isdigit() and int(port) < 65536):
            raise ValueError(f"{value!r} is no place to listen; write it as 127.0.0.1:8787")
        return value


class Config(_Strict):
    """Everything that stands in config.yaml, checked. sources: the user's own; watched() adds the catalogue's."""

    contact: str = PLACEHOLDER
    database: Annotated[str, Field(repr=False)] = DEFAULT_DATABASE
    councils: Annotated[tuple[str, ...], Listed] = ()
    sources: Annotated[tuple[Source, ...], Listed] = ()
    alerts: Annotated[tuple[Rule, ...], Listed] = ()
    operator: Annotated[tuple[Recipient, ...], Listed] = ()
    vocabulary: Annotated[dict[Phrase, Weight], Section] = {}
    heartbeat_url: Annotated[str | None, Field(repr=False)] = None
    backfill_alerts: Period = timedelta(days=3)
    delay: Period = timedelta(seconds=1)
    allow_private: Annotated[tuple[str, ...], Listed] = ()
    network: Annotated[Network, Section] = Network()
    retention: Annotated[Retention, Section] = Retention()
    email: EmailSettings | None = None
    web: Annotated[Web, Section] = Web()
    timezone: str = "Europe/London"

    _path: Path = PrivateAttr(default=Path(FILE_NAME))
    _contact_line: int | None = PrivateAttr(default=None)
    _warnings: tuple[Mistake, ...] = PrivateAttr(default=())

    @field_validator("contact")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.strip() or "\n" in value or "\r" in value:
            raise ValueError("this is empty; write an address at which the sites that we visit can reach you")
        return value.strip()

    @field_validator("heartbeat_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/]+\S*", value):
            raise ValueError("this is no web address; write it as https://hc.example.org/ping/...")
        return value

    @field_validator("database")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if not value.startswith(("sqlite://", "postgresql://", "postgresql+psycopg://", "postgres://")):
            raise ValueError(
                f"{value.split('://')[0]!r} is no store we know; write sqlite:///wardwatch.db or postgresql://..."
            )
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in zoneinfo.available_timezones():
            raise ValueError(f"there is no time zone {value!r}; write it as Europe/London")
        return value

    @property
    def path(self) -> Path:
        """The file it was read from."""
        return self._path

    @property
    def folder(self) -> Path:
        """Where relative paths begin: the folder of the file."""
        return self._path.resolve().parent

    @property
    def warnings(self) -> tuple[Mistake, ...]:
        """What is allowed but probably not meant."""
        return self._warnings

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which schedules and quiet hours are meant."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def introduced(self) -> bool:
        """True once `contact` differs from the shipped placeholder, so that any site may be asked."""
        return self.contact.casefold() != PLACEHOLDER

    @cached_property
    def _all_sources(self) -> list[Source]:
        from scraper.catalogue import sources_for

        return watching.all_sources(self.sources, sources_for(self.councils) if self.councils else ())

    def watched(self) -> list[Source]:
        """The sources that are asked: the user's own, then the catalogue's for the councils."""
        return [one for one in self._all_sources if self.introduced or watching.open_to_strangers(one.url)]

    def waiting_sources(self) -> list[Source]:
        """The sources that are held back until `contact` is filled in."""
        return [] if self.introduced else [one for one in self._all_sources if not watching.open_to_strangers(one.url)]

    def summary(self) -> str:
        """What is watched, what is held back and where alerts go, in the first line that a user sees."""
        told = {(one.channel, one.recipient) for one in self.recipients()}
        said = [
            watching.watched_sentence(self.watched(), self.councils),
            watching.waiting_sentence(len(self.waiting_sources()), self._contact_line),
            watching.told_sentence(sorted(told)),
        ]
        return " ".join(sentence for sentence in said if sentence)

    def recipients(self) -> list[Recipient]:
        """Everybody who is told anything, the operator too."""
        return [*(one for rule in self.alerts for one in rule.to), *self.operator]


def find_config(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The config to use: the one given, else $WARDWATCH_CONFIG, else ./config.yaml."""
    return given or Path(environ.get("WARDWATCH_CONFIG") or FILE_NAME)


def load(path: Path | str, environ: Mapping[str, str] = os.environ) -> Config:
    """The Config in a file. Raises ConfigMistakes with everything that is wrong with it."""
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigMistakes([Mistake(str(path), 0, "", f"cannot be read ({error.strerror})", MAKE_ONE)]) from None
    except UnicodeDecodeError:
        raise ConfigMistakes([Mistake(str(path), 0, "", "this is no UTF-8 text", "save it as UTF-8")]) from None
    return parse(text, path, environ)


def parse(text: str, path: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """The Config in a text that was read from `path`. Raises ConfigMistakes."""
    tree = read_tree(text, str(path))
    if tree.values is None or not isinstance(tree.values, dict):
        raise ConfigMistakes(tree.mistakes or [Mistake(tree.file, 1, "", "this should be a set of keys", MAKE_ONE)])
    filled = fill(tree.values, environ, path.resolve().parent)
    _place_beside(filled.values, path.resolve().parent)
    mistakes = [*tree.mistakes, *areas.settle(filled.values, tree), *checks.repeated_names(filled.values, tree)]
    mistakes += [*checks.missing_secrets(filled, tree), *checks.mail_without_server(filled.values, tree)]
    mistakes += checks.spare_of_nobody(filled.values, tree)
    try:
        config = Config.model_validate(filled.values)
    except ValidationError as error:
        raise ConfigMistakes([*mistakes, *explain(error, Config, tree)]) from None
    if mistakes:
        raise ConfigMistakes(mistakes)
    config._path = path
    config._contact_line = tree.lines.get(("contact",))
    config._warnings = tuple(_warnings(config, tree, filled))
    return config


def _warnings(config: Config, tree: Tree, filled: Filled) -> list[Mistake]:
    found = checks.hasty_sources(filled.values, tree)
    found += checks.unshown_sources(filled.values, tree)
    found += checks.open_webhooks(config.alerts, config.allow_private, tree)
    found += checks.ending_logins(config.email, tree) + checks.lacking_library(filled.values, tree)
    found += checks.no_certificates(config.network.ca_file, tree)
    found += _without_effect(config, tree)
    found += idle_phrases(config.vocabulary, tree)
    if not config.introduced:
        what = f"still {PLACEHOLDER}, so only Ofsted, GOV.UK and this machine are asked"
        found.append(tree.mistake(("contact",), what, "put your own address there"))
    if not (config.sources or config.councils):
        found.append(
            tree.mistake(("councils",), "nothing is watched", "write councils: [Cheshire East] or councils: all")
        )
    if not config.alerts:
        found.append(tree.mistake(("alerts",), "there are no alerts, so nobody is told anything"))
    found += [
        tree.mistake(path, "a secret stands in the file itself", "write ${NAME} or file:PATH") for path in filled.bare
    ]
    return sorted(found, key=lambda warning: warning.line)


def _without_effect(config: Config, tree: Tree) -> list[Mistake]:
    """What is taken as written but changes nothing in this version."""
    written: dict[tuple[str | int, ...], str | bool] = {
        ("network",): config.network.proxy is not None and "the sites are still asked straight, without the proxy",
        ("retention",): _deletes(config.retention) and "nothing but addresses is forgotten by age",
        ("web",): config.web != Web() and "there are no web pages",
    }
    return [
        tree.mistake(path, f"this has no effect yet: {what}", "a later version brings it")
        for path, what in written.items()
        if what
    ]


def _deletes(retention: Retention) -> bool:
    return retention.model_copy(update={"addresses": Retention().addresses}) != Retention()


def _place_beside(values: dict[str, Any], folder: Path) -> None:
    """Relative files that a config names begin at its own folder."""
    values["database"] = _database_beside(values.get("database", DEFAULT_DATABASE), folder)
    network = values.get("network")
    if isinstance(network, dict) and isinstance(network.get("ca_file"), str):
        network["ca_file"] = str(folder / Path(network["ca_file"]).expanduser())


def _database_beside(database: object, folder: Path) -> object:
    head, slashes, place = str(database).partition(":///")
    if not (slashes and head.startswith("sqlite") and place) or place.startswith((":memory:", "file:")):
        return database
    return f"{head}:///{folder / Path(place).expanduser()}"
