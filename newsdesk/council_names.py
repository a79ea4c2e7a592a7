"""Where a story names a council: by its name, its trust, or a town in it; and where it only looks like it."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from newsdesk import contexts
from newsdesk.article import Article
from newsdesk.phrases import Hit, Phrases, fold
from newsdesk.sentences import sentences

_DATA = Path(__file__).parent / "data"
_LEAD_PARAGRAPHS = 2
_LEAD_CHARACTERS = 700
_AROUND = 120
_MOST_MENTIONS = 40


class Sign(Enum):
    """How surely a mention means the council itself: as a council, by its bare name, by a town or institution in it."""

    STRONG = 3
    NAME = 2
    WEAK = 1


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention; offsets are those of the title or the text. aside: named for comparison or as somebody's past."""

    councils: tuple[str, ...]
    sign: Sign
    start: int
    end: int
    in_title: bool = False
    in_lead: bool = False
    aside: bool = False


class _Entry(NamedTuple):
    phrase: str
    councils: tuple[str, ...]
    sign: Sign
    since: date | None = None
    until: date | None = None


_NEED_SUPPORT = frozenset({"richmond", "kingston", "westminster", "city of london", "newcastle"})
_ALSO_WORDS = frozenset({"reading", "bury"})
_FOOTBALL_CITIES = re.compile(r" City$")


def mentions(article: Article) -> list[Mention]:
    """Every mention of a council in title and text, in order of title, then text."""
    seen = [*_in_part(article.title, article, True), *_in_part(article.text, article, False)]
    surnames = _surnames(seen)
    kept = [
        mention
        for mention, verdict, phrase in seen
        if verdict and not (phrase in surnames and mention.sign is Sign.NAME)
    ]
    phrases = {id(mention): phrase for mention, _, phrase in seen}
    supported = _supported(kept, phrases, article)
    kept = [
        mention
        for mention in kept
        if phrases[id(mention)] not in _NEED_SUPPORT or mention.sign is Sign.STRONG or mention.councils[0] in supported
    ]
    return _named_members(_newcastle(kept, article))


Seen = tuple[Mention, bool, str]


def _surnames(seen: list[Seen]) -> set[str]:
    """Names that the story uses for a person, and never for a council."""
    refused = {phrase for _, verdict, phrase in seen if not verdict}
    return refused - {phrase for mention, verdict, phrase in seen if verdict and mention.sign is Sign.STRONG}


def _supported(kept: list[Mention], phrases: dict[int, str], article: Article) -> set[str]:
    sure = {
        name
        for mention in kept
        for name in mention.councils
        if mention.sign is Sign.STRONG or phrases[id(mention)] not in _NEED_SUPPORT
    }
    if {"Kingston upon Thames", "Richmond upon Thames"} & sure:
        sure |= {"Kingston upon Thames", "Richmond upon Thames"}
    return sure | set(article.outlet_councils)


def _newcastle(kept: list[Mention], article: Article) -> list[Mention]:
    """Newcastle in a story about Staffordshire is Newcastle-under-Lyme, a district."""
    names = {name for mention in kept for name in mention.councils} | set(article.outlet_councils)
    if "Staffordshire" not in names and "Stoke-on-Trent" not in names:
        return kept
    return [mention for mention in kept if mention.councils != ("Newcastle upon Tyne",) or mention.sign is Sign.STRONG]


def _named_members(kept: list[Mention]) -> list[Mention]:
    """A trust of several councils stands for those of them that the story names, or for all if it names none."""
    single = [mention for mention in kept if len(mention.councils) == 1]
    alone = {mention.councils[0] for mention in single if mention.sign is not Sign.WEAK}
    alone = alone or {mention.councils[0] for mention in single}
    narrowed = []
    for mention in kept:
        named = tuple(name for name in mention.councils if name in alone)
        narrowed.append(replace(mention, councils=named) if len(mention.councils) > 1 and named else mention)
    return narrowed


def _in_part(text: str, article: Article, in_title: bool) -> Iterator[Seen]:
    folded = fold(text)
    starts = [0] if in_title else [start for start, _ in sentences(text)]
    lead_end = _lead_end(text)
    title_case = in_title and _is_title_case(text)
    before: Mention | None = None
    seen: Counter[tuple[str, ...]] = Counter()
    for hit in _gazetteer().longest(folded, lambda hit: _in_force(hit.value, article) and _capitalised(text, hit)):
        entry = hit.value
        seen[entry.councils] += 1
        if seen[entry.councils] > _MOST_MENTIONS:
            continue
        sentence = starts[max(0, bisect_right(starts, hit.start) - 1)] if starts else 0
        sign, verdict = _judge(text, folded, hit, sentence, title_case)
        if sign is None:
            continue
        aside = _is_aside(folded, hit, sentence, before)
        mention = Mention(
            entry.councils, sign, hit.start, hit.end, in_title, not in_title and hit.start < lead_end, aside
        )
        before = mention
        yield mention, verdict, fold(entry.phrase)


def _lead_end(text: str) -> int:
    end = 0
    for found in re.finditer(r"\n\s*\n|\Z", text):
        end = found.start()
        if end > _LEAD_CHARACTERS or text.count("\n\n", 0, found.end()) >= _LEAD_PARAGRAPHS:
            break
    return min(end, _LEAD_CHARACTERS)


def _is_title_case(title: str) -> bool:
    words = re.findall(r"[^\W\d_]{4,}", title)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _in_force(entry: _Entry, article: Article) -> bool:
    day = article.published_on
    if day is None:
        return entry.until is None
    return not ((entry.since and day < entry.since) or (entry.until and day >= entry.until))


def _capitalised(text: str, hit: Hit[_Entry]) -> bool:
    written = text[hit.start : hit.end]
    phrase = hit.value.phrase
    if _is_acronym(phrase):
        return written == phrase
    return written[0].isupper() and written.split()[-1].split("-")[-1][0].isupper()


def _is_acronym(phrase: str) -> bool:
    return sum(letter.isupper() for letter in phrase) > len(phrase) / 2 or phrase == "CWaC"


def _judge(text: str, folded: str, hit: Hit[_Entry], sentence: int, title_case: bool) -> tuple[Sign | None, bool]:
    """The sign of a hit, and False where the word is a person's name; None where it is something else altogether."""
    entry, after = hit.value, folded[hit.end : hit.end + _AROUND]
    before = text[max(sentence, hit.start - _AROUND) : hit.start]
    if entry.sign is Sign.STRONG or (entry.sign is Sign.NAME and _is_council(before, after)):
        return Sign.STRONG, True
    if contexts.SOMETHING_ELSE_AFTER.match(after):
        return None, True
    if contexts.TITLE_BEFORE.search(before) or _is_surname(before, hit, title_case):
        return Sign.NAME, False
    if contexts.INSTITUTION_AFTER.match(after):
        return Sign.WEAK, True
    if fold(entry.phrase) in _ALSO_WORDS and hit.start == sentence and not after.startswith(("'s", ",")):
        return None, True
    return entry.sign, True


def _is_council(before: str, after: str) -> bool:
    if contexts.TITLE_BEFORE.search(before) and not after.startswith((" council", " county", " city", " borough")):
        return False
    return bool(contexts.COUNCIL_AFTER.match(after) or contexts.COUNCIL_BEFORE.search(before.lower()))


def _is_surname(before: str, hit: Hit[_Entry], title_case: bool) -> bool:
    """A single capitalised word before a single-word name is somebody's first name: Sarah Kent, but not In Kent."""
    if title_case or " " in hit.value.phrase or not before.endswith(" "):
        return False
    word = contexts.FIRST_NAME_BEFORE.search(before)
    if word is None or word[1].lower() in contexts.BEFORE_A_PLACE or word[1].isupper():
        return False
    return not word[1].endswith(("'s", "’s", "ing", "ed", "wide"))


def _is_aside(folded: str, hit: Hit[_Entry], sentence: int, before: Mention | None) -> bool:
    if (
        before is not None
        and before.aside
        and before.end > sentence
        and contexts.LIST_GAP.match(folded[before.end : hit.start])
    ):
        return True
    ahead, after = folded[max(sentence, hit.start - _AROUND) : hit.start], folded[hit.end : hit.end + _AROUND]
    if contexts.NEXT_POST_BEFORE.search(ahead) and not contexts.COMES_AS.match(after):
        return True
    return bool(contexts.ASIDE_BEFORE.search(ahead) or contexts.ASIDE_AFTER.match(after))


@cache
def _gazetteer() -> Phrases[_Entry]:
    return Phrases((spelling, entry) for entry in _entries() for spelling in _spellings(entry.phrase))


def _spellings(phrase: str) -> tuple[str, ...]:
    plain = phrase.replace(" & ", " and ")
    return tuple(dict.fromkeys((phrase, plain, plain.replace(" and ", " & "))))


def _entries() -> Iterator[_Entry]:
    for row in (*_rows("councils.csv"), *_rows("demo_councils.csv")):
        names = {row["name"], row["ofsted_name"], *row["aliases"].split("|")} - {""}
        for name in sorted(names):
            if not _FOOTBALL_CITIES.search(name):
                yield _Entry(name, (row["name"],), Sign.NAME)
    for row in _rows("also_called.csv"):
        councils = tuple(row["councils"].split("|"))
        plain = row["phrase"] in councils
        yield _Entry(
            row["phrase"], councils, Sign.NAME if plain else Sign.STRONG, _day(row["from"]), _day(row["until"])
        )
    for row in _rows("places.csv"):
        for place in filter(None, row["places"].split("|")):
            yield _Entry(place, (row["council"],), Sign.WEAK)


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def place_names() -> frozenset[str]:
    """Every name of a council, trust or town that we know, folded."""
    return frozenset(fold(spelling) for entry in _entries() for spelling in _spellings(entry.phrase))
