"""Bylines: the names of those who wrote, without roles, desks and agencies."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

_LEAD = re.compile(
    r"^\W*(?:(?:words|story|report(?:ed)?|written|posted|article|published|author)\s*(?::|by\b)|(?:exclusive\s+)?by\b)[\s:]*",
    re.IGNORECASE,
)
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|(?<!\w)@\w+|\([^)]*\)|\[[^\]]*\]")
_PARTS = re.compile(
    r"\s*(?:[,;|/•·\n\t]|\s[–—-]\s|&amp;|&|\band\b|\bwith\b|\bfor\b.*|\bat\b.*|\bfrom\b.*|\bin\b.*)\s*", re.I
)
_ROLES = re.compile(
    r"\b(?:reporters?|editors?|editorial|correspondents?|journalists?|writers?|columnists?|producers?|photographers?"
    r"|ldrs?|ldr|democracy|trainee|senior|chief|deputy|assistant|head of|freelance|contributors?|communit(?:y|ies)"
    r"|political|politics|education|health|crime|court|news|newsroom|newsdesk|desk|team|staff|admin|administrator"
    r"|webmaster|press\s+(?:association|office|release)|association|agency|reuters|pa|afp|bbc|itv|council|office|service|media|communications"
    r"|guardian|times|telegraph|gazette|herald|chronicle|express|echo|mail|mirror|magazine|radio|local|online|digital"
    r"|anonymous|unknown|guest|user|super|default|owner|moderator|syndicated|wire|press|blog(?:ger)?|publish(?:er|ing)|ltd|limited|inc|llc|group|foundation"
    r"|today|updated|published|minutes?|comments?|(?:contact|follow)\s+us|share\s+this|profile|author|guest\s+post|sponsored)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Sir|Dame|Rev|Cllr|Mr|Mrs|Ms)\.?\s+)?"
    r"[^\W\d_][\w'’.-]*(?:\s+(?:(?:de|da|del|der|di|la|le|van|von|bin|al|ap|y)\s+)*[^\W\d_][\w'’.-]*){1,4}"
)
_LONE = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{2,14}|[\u3040-\u9fff\uac00-\ud7af]{2,6}")
_LONGEST_LINE = 100
_LONGEST_ENTRY = 400
_MOST_ENTRIES = 20


def names(raw: Iterable[str], outlet: str = "", *, alone: bool = False) -> str | None:
    """The names in raw, comma-joined; None if only desks, agencies and roles stand there.

    alone: a single word is a name too, where it is all that an entry says and the page's data gives it as author.
    """
    raw = [entry[:_LONGEST_ENTRY] for entry in itertools.islice(raw, _MOST_ENTRIES)]
    found: dict[str, None] = {}
    for entry in raw:
        for part in _PARTS.split(_NOISE.sub(" ", _LEAD.sub("", " ".join(entry.split()))))[:12]:
            name = _LEAD.sub("", (part or "").strip(" .:'\"*"))
            if _is_name(name) and name.casefold() != outlet.casefold():
                found.setdefault(_cased(name))
    if not found and alone:
        found = dict.fromkeys(_cased(word) for word in map(str.strip, raw) if _is_lone_name(word, outlet))
    return ", ".join(found) or None


def from_line(line: str) -> str | None:
    """The names in a visible line such as "By Deborah Bowyer, Local Democracy Reporter"; None for any other line."""
    if len(line) > _LONGEST_LINE or not re.match(
        r"\W*(?:(?:words|story|written|report(?:ed)?|posted)\s+)?by\b", line, re.I
    ):
        return None
    said = re.sub(r"^\W*(?:\w+\s+)?by\b[\s:]*", "", line, flags=re.IGNORECASE)
    first = _PARTS.split(said)[0].strip(" .")
    return names([said]) if _is_name(first) and first[:1].isupper() else None


def _is_name(part: str) -> bool:
    return bool(_NAME.fullmatch(part)) and not _ROLES.search(part) and len(part) <= 50


def _is_lone_name(word: str, outlet: str) -> bool:
    """True for a word that can only be a person's name: no role, no part of the outlet's own name."""
    plain = re.sub(r"\W", "", word).lower()
    return bool(_LONE.fullmatch(word)) and not _ROLES.search(word) and plain not in re.sub(r"\W", "", outlet).lower()


def _cased(name: str) -> str:
    """DEBORAH BOWYER and deborah bowyer as Deborah Bowyer; mixed case is left as it is."""
    if not (name.isupper() or name.islower()):
        return name
    return re.sub(r"\bMc([a-z])", lambda mac: "Mc" + mac[1].upper(), name.title())
