"""Which local authorities a story is about, and which it only mentions."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from newsdesk.article import Article
from newsdesk.council_names import Mention, Sign, mentions

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
    """about, mentioned: names, most prominent first. spans: where each first stands in Article.text."""

    about: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


@cache
def all_councils() -> tuple[Council, ...]:
    """All 153, by name."""
    return _councils_in("councils.csv")


@cache
def demo_councils() -> tuple[Council, ...]:
    """The two that do not exist, for `wardwatch demo`: a story can be about them, the catalogue does not know them."""
    return _councils_in("demo_councils.csv")


def _councils_in(name: str) -> tuple[Council, ...]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
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
    found = (_by_any_name()[name] for name in close)
    return tuple(dict.fromkeys(council.name for council in found if council not in demo_councils()))[:n]


@cache
def _by_any_name() -> dict[str, Council]:
    known: dict[str, Council] = {}
    for council in (*demo_councils(), *all_councils()):
        for name in (council.name, council.council_name, *council.aliases):
            known[_plain(name)] = council
    return known


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").replace("-", " ").split())


@dataclass(slots=True)
class _Standing:
    """How prominently one council stands in a story."""

    title: int = 0
    lead: int = 0
    named: int = 0
    strong: int = 0
    weak: int = 0
    weak_ahead: int = 0
    aside: int = 0
    home: bool = False
    first: int = 1 << 60

    def give_way_in_headline(self) -> None:
        """A council that the text names only in passing is in the headline for comparison too."""
        if self.aside and self.named == self.title:
            self.aside += self.named
            self.named = self.strong = self.title = 0

    @property
    def prominent(self) -> bool:
        return bool(self.title or self.lead)

    @property
    def score(self) -> float:
        named = 4.0 * bool(self.title) + 3.0 * bool(self.lead) + min(self.named, 6) + min(self.strong, 3)
        return named + 0.3 * min(self.weak, 3) + (1.0 if self.home and named else 0.0)


_LOCAL = re.compile(
    r"\b(?:the|our|city|county|borough|town|local) (?:[\w-]+ )?(?:council|county|borough|city|town|authority)\b"
    r"|\b(?:council (?:bosses|chiefs|leaders?)|town hall|county hall|civic centre|councillors|cllr|coun)\b"
    r"|\b(?:county|city|borough)(?:'s|-run|-wide)?\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(two|both|three|four|five|six|seven)(?: of)?(?: [\w'’-]+){0,3}"
    r" (?:councils|authorities|boroughs|counties|town halls)\b",
    re.IGNORECASE,
)
_AHEAD = 400
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_NATIONAL = re.compile(r"\b(?:every council in England|councils (?:across|in) England|nationally|ministers)\b")


def find(article: Article) -> CouncilsFound:
    """The councils that an article is about and those that it only mentions."""
    found = mentions(article)
    named = {mention.councils for mention in found if mention.sign is not Sign.WEAK}
    if len(named) == 1:
        found = [replace(mention, aside=False) for mention in found]
    standings = _standings(found, article)
    about = _about(standings, article)
    known = sorted((name for name in standings if _is_named(standings[name])), key=lambda name: standings[name].first)
    mentioned = tuple(name for name in known if name not in about)
    return CouncilsFound(about, mentioned, _spans(found, (*about, *mentioned)))


def _is_named(standing: _Standing) -> bool:
    return bool(standing.named or standing.aside)


def _spans(found: Iterable[Mention], names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """The best mention of each council in the text: the first that names it, else the first weak sign."""
    spans: dict[str, tuple[int, int]] = {}
    for mention in sorted(found, key=lambda mention: (mention.sign is Sign.WEAK, mention.aside, mention.start)):
        if not mention.in_title:
            for name in mention.councils:
                spans.setdefault(name, (mention.start, mention.end))
    return {name: spans[name] for name in names if name in spans}


def _standings(found: Iterable[Mention], article: Article) -> dict[str, _Standing]:
    standings: dict[str, _Standing] = {}
    for mention in found:
        for name in mention.councils:
            _count(standings.setdefault(name, _Standing(home=name in article.outlet_councils)), mention)
    if any(standing.lead for standing in standings.values()):
        for standing in standings.values():
            standing.give_way_in_headline()
    return standings


def _count(standing: _Standing, mention: Mention) -> None:
    ahead = mention.in_title or mention.in_lead
    if mention.aside:
        standing.aside += mention.sign is not Sign.WEAK
        return
    if mention.sign is Sign.WEAK:
        standing.weak += 1
        standing.weak_ahead += ahead
        return
    standing.named += 1
    standing.strong += mention.sign is Sign.STRONG
    standing.title += mention.in_title
    standing.lead += mention.in_lead
    standing.first = min(standing.first, -1 if mention.in_title else mention.start)


def _about(standings: dict[str, _Standing], article: Article) -> tuple[str, ...]:
    running = {name: standing for name, standing in standings.items() if standing.named}
    if len(running) in _how_many(article):
        return tuple(sorted(running, key=lambda name: running[name].first))
    ahead = {name for name, standing in running.items() if standing.prominent}
    if not ahead:
        at_home = _by_place(standings, article)
        if at_home:
            return at_home
        ahead = _by_number(running)
    if not ahead:
        return ()
    top = max(running[name].score for name in ahead)
    chosen = [name for name in ahead if _holds_up(running[name], top)]
    chosen += [name for name in running if name not in ahead and _often_named(running[name], top)]
    chosen = list(dict.fromkeys(_who_acts(name, running) for name in chosen))
    return tuple(sorted(chosen, key=lambda name: running[name].first))


def _who_acts(name: str, running: dict[str, _Standing]) -> str:
    """The county of a city that is only where it happened, if the county's council is named as such: Leicestershire."""
    county = running.get(f"{name}shire")
    return f"{name}shire" if county and county.strong and not running[name].strong else name


def _how_many(article: Article) -> set[int]:
    """The numbers that headline and lead give of councils: "What three Tees councils pay"."""
    ahead = f"{article.title}\n{article.text[:_AHEAD]}"
    return {_NUMBERS[found[1].lower()] for found in _COUNTED.finditer(ahead)}


def _holds_up(standing: _Standing, top: float) -> bool:
    """Whether a council of the headline or lead is a subject beside the most prominent one."""
    if standing.score < 0.5 * top:
        return False
    return bool(standing.title) or standing.named > 1 or standing.score > 0.6 * top


def _often_named(standing: _Standing, top: float) -> bool:
    return standing.named >= 3 and standing.strong >= 2 and standing.score >= 0.6 * top


def _by_number(running: dict[str, _Standing]) -> set[str]:
    """Named in neither headline nor lead: those named twice, or the only one if it is named as a council."""
    often = {name for name, standing in running.items() if standing.named >= 2}
    if often:
        return often
    return set(running) if len(running) == 1 and all(standing.strong for standing in running.values()) else set()


def _by_place(standings: dict[str, _Standing], article: Article) -> tuple[str, ...]:
    """No council named ahead: the outlet's own area, borne out by towns, or the one area whose towns are named."""
    home = home_councils(article)
    by_towns = {name for name, standing in standings.items() if standing.weak_ahead}
    borne_out = tuple(name for name in home if name in by_towns or standings.get(name, _Standing()).named)
    if borne_out:
        return borne_out
    if len(by_towns) == 1 and not home:
        return tuple(by_towns)
    speaks_locally = _LOCAL.search(f"{article.title}\n{article.text[:2500]}") is not None
    if len(home) == 1 and speaks_locally and not _NATIONAL.search(article.text[:800]):
        return home
    return tuple(by_towns) if len(by_towns) == 1 else ()


def home_councils(article: Article) -> tuple[str, ...]:
    """The outlet's own area; a district stands for the county that runs its children's services."""
    counties = _districts()
    return tuple(dict.fromkeys(counties.get(_plain(name), name) for name in article.outlet_councils))


@cache
def _districts() -> dict[str, str]:
    with (_DATA / "places.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["sign"] == "district"]
    known = {_plain(council.name) for council in all_councils()}
    pairs = ((_plain(place), row["council"]) for row in rows for place in row["places"].split("|"))
    return {place: council for place, council in pairs if place not in known}
