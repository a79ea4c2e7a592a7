"""Which local authorities a story is about, and which it only mentions."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from newsdesk.article import Article

Spans = dict[str, tuple[int, int]]

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Council:
    """One English local authority with children's services. name: the name by which we know it everywhere."""

    name: str
    council_name: str
    gss_code: str
    la_code: str
    ofsted_urn: str
    ofsted_provider_url: str
    region: str
    domain: str
    democracy_base_url: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CouncilsFound:
    """about, mentioned: names, most prominent first. spans: where each stands in Article.text."""

    about: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    spans: Spans = field(default_factory=dict)


@cache
def all_councils() -> tuple[Council, ...]:
    """All 153, by name."""
    with (_DATA / "councils.csv").open(encoding="utf-8", newline="") as lines:
        rows = [_council(row) for row in csv.DictReader(lines)]
    return tuple(sorted(rows, key=lambda council: council.name))


def _council(row: dict[str, str]) -> Council:
    plain = {column: row[column] for column in Council.__slots__ if column != "aliases"}
    plain["council_name"] = " ".join(plain["council_name"].split())
    return Council(**plain, aliases=tuple(alias for alias in row["aliases"].split("|") if alias))


def region_names() -> tuple[str, ...]:
    """The nine regions."""
    return tuple(sorted({council.region for council in all_councils()}))


def council_called(text: str) -> Council | None:
    """The council of exactly this name, official name or alias, case and '&' apart."""
    return _by_any_name().get(_plain(text))


def nearest_names(text: str, n: int = 3) -> tuple[str, ...]:
    """Up to n names of councils that look most like a misspelt one, nearest first."""
    close = difflib.get_close_matches(_plain(text), _by_any_name(), n=n * 3, cutoff=0.5)
    return tuple(dict.fromkeys(_by_any_name()[name].name for name in close))[:n]


@cache
def _by_any_name() -> dict[str, Council]:
    known: dict[str, Council] = {}
    for council in all_councils():
        for name in (council.name, council.council_name, *council.aliases):
            known[_plain(name)] = council
    return known


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").replace("-", " ").split())


def find(article: Article) -> CouncilsFound:
    """The councils that an article is about and those that it only mentions."""
    return CouncilsFound(about=article.outlet_councils)
