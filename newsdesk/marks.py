"""What sets one story apart from others of its kind: its names, sums, figures, days and rare words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path

from newsdesk.article import Article
from newsdesk.dates import dates_in
from newsdesk.naming import councils_in
from newsdesk.words import tokens

_DATA = Path(__file__).parent / "data"
_NAMES = re.compile(r"\b[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?(?: (?:Mc|Mac|O'|O’)?[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?)+")
_NO_NAME = re.compile(
    r"(?:Council(?:lor)?s?|Services?|Department|Education|Ofsted|Child|Children|Local|Government|County|City|Borough"
    r"|Hall|Social|Care|Majesty|Families|Family|Secretary|State|Health|Board|Committee|Partnership|North|South|East"
    r"|West|The|In|On|At|A|It|Its|But|And|For|When|Since|After|Mr|Mrs|Ms|Dr|Sir|Cllr|Coun|Director|Manager|Leader"
    r"|Deputy|Cabinet|Member|Minister|Union|Unison|Conservatives?|Labour|Liberal|Democrats?|Lib|Dems?|Green|Tory"
    r"|Justice|Judge|Lady|Lord|Court|High|Appeal|Trust|Safeguarding|Ombudsman|Head|Chief|Executive|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday"
    r"|Saturday|Sunday)\Z"
)
_ALIAS = re.compile(r"\b(?:Child|Baby|Family|Boy|Girl|Re) [A-Z]\b(?!\w)")
_OFFICE = re.compile(
    r"\b(?:councillor|cllr|coun|cabinet|lead member|portfolio|director|leader|leads|chief executive|spokes\w+|chair\w*"
    r"|ombudsman|minister|secretary)\b",
    re.IGNORECASE,
)
_BESIDE = 60
_MONEY = re.compile(r"£(\d[\d,]*(?:\.\d+)?)(?: ?(m|bn|k|million|billion|thousand)\b)?", re.IGNORECASE)
_TIMES = {"m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3, "thousand": 1e3}
_ROUGHLY = re.compile(
    r"\b(?:almost|nearly|about|around|some|more than|over|roughly|close to|just under|just over|up to|or so"
    r"|approximately|another|a further|in excess of)(?: a| an)? \Z",
    re.IGNORECASE,
)
_COUNTS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
)
_COUNTED = {word: str(count) for count, word in enumerate(_COUNTS.split(), start=2)}
_SPANS = frozenset(tokens("years months weeks days hours minutes year-old per of and to"))
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_OPENING, _LEAD = 900, 250
_READ = 6_000
_UNSEEN = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """What an article says that few others do.

    words: stems and how much each tells; names: two words or more, True where their bearer holds an office and so
    stands in many stories; named_first: those of title and lead; sums: pounds, True where the text only comes near;
    figures: numbers as written, and counts with what they count ("9 recommend"); days: ISO days that the text gives.
    """

    words: Mapping[str, float]
    names: Mapping[str, bool]
    named_first: frozenset[str]
    sums: Mapping[float, bool]
    figures: frozenset[str]
    days: frozenset[str]


@lru_cache(maxsize=2048)
def marks(article: Article) -> Marks:
    """The marks of title and text; of a long text, those of its opening."""
    said = f"{article.title}\n{article.text[:_READ]}"
    named = councils_in(said)
    stems = tokens(said)
    names = dict(sorted(_names(said)))
    own = {stem for _, start, end in named for stem in tokens(said[start:end])}
    own.update(stem for name in names for stem in tokens(name))
    words = {stem: _told_by(stem) for stem in set(stems) - own if not stem[0].isdigit()}
    days = {day for when in dates_in(said, article.published_on) if when.exact for day in when.values}
    named_first = frozenset(name for name, _ in _names(f"{article.title}\n{article.text[:_LEAD]}"))
    return Marks(words, names, named_first, dict(_sums(said)), frozenset(_figures(stems)), frozenset(days))


def _names(said: str) -> Iterator[tuple[str, bool]]:
    for found in _NAMES.finditer(said):
        words = [word for word in found[0].split() if not _NO_NAME.match(word)]
        if len(words) > 1 and not councils_in(found[0]):
            beside = said[max(0, found.start() - _BESIDE) : found.end() + _BESIDE]
            yield " ".join(words[-2:]), _OFFICE.search(beside) is not None
    for found in _ALIAS.finditer(said):
        yield found[0], False


def _sums(said: str) -> Iterator[tuple[float, bool]]:
    for found in _MONEY.finditer(said):
        pounds = float(found[1].replace(",", "")) * _TIMES.get((found[2] or "").lower(), 1)
        yield pounds, _ROUGHLY.search(said, 0, found.start()) is not None


def _figures(stems: list[str]) -> Iterator[str]:
    """Numbers of three digits and more, but no years; smaller ones with the word that follows."""
    for stem, after in zip(stems, [*stems, ""][1:], strict=True):
        count = _COUNTED.get(stem, stem)
        if not count[0].isdigit() or _YEAR.match(count):
            continue
        if len(count) > 2:
            yield count
        elif after not in _SPANS:
            yield f"{count} {after}"


def _told_by(stem: str) -> float:
    """How much a shared stem tells: nothing where every story holds it."""
    return log((1000 + _UNSEEN) / (_everyday().get(stem, 0) + _UNSEEN)) ** 2


@cache
def _everyday() -> dict[str, int]:
    """Stem -> how many of a thousand everyday stories about children's services hold it."""
    with (_DATA / "everyday_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["stem"]: int(row["in_a_thousand"]) for row in csv.DictReader(file)}


@lru_cache(maxsize=2048)
def councils(article: Article) -> frozenset[str]:
    """The councils that title and opening name; where they name none, those of the outlet."""
    said = f"{article.title}\n{article.text[:_OPENING]}"
    return frozenset(council for council, _, _ in councils_in(said)) or frozenset(article.outlet_councils)


@lru_cache(maxsize=2048)
def all_councils(article: Article) -> frozenset[str]:
    """The councils that title and text name, as far as read for marks; where they name none, those of the outlet."""
    said = f"{article.title}\n{article.text[:_READ]}"
    return frozenset(council for council, _, _ in councils_in(said)) or frozenset(article.outlet_councils)
