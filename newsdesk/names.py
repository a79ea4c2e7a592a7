"""Where a text names a person: the full name, then the surname alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from newsdesk.council_names import place_names
from newsdesk.phrases import fold

_DATA = Path(__file__).parent / "data"
_WORD = (
    r"(?:(?:Mc|Mac|O['’]|D['’])?[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+(?:['’][A-Z]?[a-z]+)?"
    r"(?:-[A-Z\u00c0-\u00de]?[a-z\u00df-\u00ff]+)*|[A-Z]\.?(?= [A-Z]))"
)
_LINK = r"(?:(?:de|van|der|den|von|al|el|bin|ibn|du|la|le|St\.?) ){0,2}"
_NAME = re.compile(rf"(?<![\w’'-]){_WORD}(?: {_LINK}{_WORD}){{0,6}}(?![\w-])")
_RANK = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms) Justice|Lord Justice|Lady Justice|Lord|Lady|Baroness|Judge|Mr|Mrs|Ms|Miss|Dr|Sister|Father) \Z"
)
_INITIAL = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr) [A-Z](?![\w’'-]|\. ?\w| [A-Z])")
_KNOWN_BY_FIRST_NAME = re.compile(
    r",? \(?(?:not (?:her|his|their) real name|whose (?:real )?name|a pseudonym)"
    r"|, (?:aged |(?:who is|who['’]s|now) )?\d\d(?=[,.])"
)
_ROLE_IN_LOWER_CASE = re.compile(r"\b(?P<role>[A-Za-z][a-z]+(?:-[a-z]+)*),? \Z")
_TRADE = re.compile(r"\w{3,}(?:er|or|ist|man|woman)")
_POSSESSIVE = ("'s", "’s")
_MOST_WORDS = 4


class NameMention(NamedTuple):
    """A person where the text names them; name: the fullest that the text gives."""

    name: str
    start: int
    end: int


def name_mentions(told: str, not_these: frozenset[str]) -> list[NameMention]:
    """Every mention of a person whose full name the text gives, in order. not_these: case-folded names to leave out."""
    full: list[NameMention] = []
    alone: list[NameMention] = []
    for found in _NAME.finditer(told):
        start, words = _shorn(found[0], found.start())
        name = " ".join(words)
        if len(words) == 1:
            alone.append(NameMention(name, start, start + len(name)))
        elif words and _is_person(words) and name.casefold() not in not_these:
            full.append(NameMention(name, start, start + len(name)))
    full += _couples(alone, full, told)
    fullest = _fullest(full)
    by_part: dict[str, str] = {}
    for at in (-1, 0):
        for mention in full:
            by_part.setdefault(mention.name.split()[at], fullest.get(mention.name, mention.name))
    alone += [NameMention(found[0], found.start(), found.end()) for found in _INITIAL.finditer(told)]
    whole = [mention._replace(name=fullest.get(mention.name, mention.name)) for mention in full]
    known = [mention._replace(name=by_part[mention.name]) for mention in alone if mention.name in by_part]
    strangers = [mention for mention in alone if mention.name not in by_part]
    return sorted([*whole, *known, *_by_one_name(told, strangers, not_these)], key=lambda mention: mention.start)


def _couples(alone: list[NameMention], full: list[NameMention], told: str) -> list[NameMention]:
    """The first of two who share a surname: Brenda, of Brenda and Alan Ince."""
    second = {mention.start: mention.name.split() for mention in full}
    return [
        mention._replace(name=f"{mention.name} {second[mention.end + 5][1]}")
        for mention in alone
        if told.startswith(" and ", mention.end)
        and len(second.get(mention.end + 5, ())) == 2
        and _is_person([mention.name, second[mention.end + 5][1]])
    ]


def _by_one_name(told: str, alone: list[NameMention], not_these: frozenset[str]) -> Iterator[NameMention]:
    """People whom the text gives no fuller name: Lord Mawdsley, Ms D, foster carer Jan, Ellie, 19."""
    called: dict[str, str] = {}
    for name, start, end in alone:
        rank = _RANK.search(told, max(0, start - 14), start)
        if name.casefold() in not_these or not (rank or " " in name or _is_person([name])):
            continue
        if rank:
            called.setdefault(name, rank[0] + name)
        elif " " in name or _KNOWN_BY_FIRST_NAME.match(told, end, end + 30) or _has_role_before(told, start):
            called.setdefault(name, name)
        if name in called:
            yield NameMention(called[name], start, end)


def _has_role_before(told: str, start: int) -> bool:
    before = _ROLE_IN_LOWER_CASE.search(told, max(0, start - 30), start)
    return before is not None and before["role"].lower() in _word_group("role before a first name")


def _fullest(full: list[NameMention]) -> dict[str, str]:
    """Maria Reyes to Maria Reyes Ortega, where the text has both."""
    longer: dict[str, str] = {}
    for mention in full:
        words = mention.name.split()
        for count in range(2, len(words)):
            longer.setdefault(" ".join(words[:count]), mention.name)
    return longer


def _shorn(written: str, start: int) -> tuple[int, list[str]]:
    """The words of a name without the titles and roles before it, and where they begin."""
    words = written.split(" ")
    for at in range(len(words) - 3, -1, -1):
        if _is_title(words[at]) or words[at].lower() in _word_group("no person") or words[at].endswith(_POSSESSIVE):
            start += sum(len(word) + 1 for word in words[: at + 1])
            words = words[at + 1 :]
            break
    while words and (_is_title(words[0]) if len(words) > 2 else words[0].lower() in _word_group("before a name")):
        start += len(words[0]) + 1
        words = words[1:]
    if words and words[-1].endswith(_POSSESSIVE):
        words[-1] = words[-1][:-2]
    return start, words


def _is_title(word: str) -> bool:
    if "-of-" in word or word.lower().rpartition("-")[2] in _word_group("before a name"):
        return True
    if _TRADE.fullmatch(word) and word.lower() not in _word_group("first names like trades"):
        return True
    return word.lower().replace("’", "'").rstrip(".") in _word_group("before a name")


def _is_person(words: list[str]) -> bool:
    lowered = [word.lower().replace("’", "'") for word in words]
    before_last = lowered[1:-1] if lowered[0] in _word_group("first names too") else lowered[:-1]
    if len(words) > _MOST_WORDS or any(word in _word_group("no person") for word in before_last):
        return False
    if lowered[-1] in _word_group("no person") - _word_group("surnames too"):
        return False
    if any(word in _word_group("before a name") for word in lowered[:-1]):
        return False
    return fold(" ".join(words)) not in place_names()


@cache
def _word_group(name: str) -> frozenset[str]:
    return dict(_word_groups())[name]


def _word_groups() -> Iterator[tuple[str, frozenset[str]]]:
    for group in YAML(typ="safe").load((_DATA / "name_words.yaml").read_text("utf-8")):
        yield str(group["group"]), frozenset(str(group["words"]).split())
