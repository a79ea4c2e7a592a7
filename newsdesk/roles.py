"""What a text calls a person: lead member for children, foster carer, interim director."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsdesk.names import NameMention

_REACH = 160
_MOST_PLACES = 4

_AFTER = re.compile(
    r"\s*(?:\((?P<party>[^()]{2,60})\))?,? (?:\d{2}, )?"
    r"(?:(?:who )?(?:is|was) |who )?(?:the |a |an )?"
    r"(?P<role>[^,.;:–—\u0001\n]{4,110}?)(?=,| said| says| told| added| wrote|:|;| –| —|\.|\Z)"
)
_BEFORE = re.compile(
    r"(?:^|[.,;:!?\u0001–—]\s*|\b(?:but|and|while|as)\s)(?:the |a |an |its |their |former )?"
    r"(?P<role>[^.,;:!?\u0001–—\n]{3,110}?)\s*"
    r"(?:(?:Cllr|Coun|Councillor|Mr|Mrs|Ms|Miss|Dr|Sir|Dame)\.? )?\Z",
    re.IGNORECASE,
)
_COUNCILLOR = re.compile(r"\b(?:Cllr|Coun|Councillor)\.? (?:[\w’'-]+ )?\Z", re.IGNORECASE)
_IN_ASIDE = re.compile(r"\s?[,(]")
_PROPER = re.compile(r"[A-Z]{2}|[A-Z]\w+ [A-Z]|$")
_OPENING = re.compile(
    r"(?:but|and|so|meanwhile|however|the|a|an|its|their|said|says|added|by|to|from|with) ", re.IGNORECASE
)
_ROLE_WORD = re.compile(
    r"\b(?:director|leader|member|cabinet|chair\w*|co-chairs?|chief|executive|head|manager|minister|secretary"
    r"|commissioner|council?lor|coun|cllr|mayor|portfolio|holder|spokes\w+|carers?|parents?|mother|father|mum|dad"
    r"|grand\w+|solicitor|barrister|lawyer|judge|inspectors?|worker|officer|founder|owner|president|leads?|leaders?"
    r"|applicant|resident|teacher|headteacher|professor|campaigner|adviser|advisor|mps?|governor|trustee|author|group"
    r"|opposition|independent|labour|conservative|tory|lib dem|liberal democrat|green|reform|con|lab|foster\w*|adopter"
    r"|strategic|branch|ombudsman|hmi|led|runs)\b",
    re.IGNORECASE,
)


def names_a_role(words: str) -> bool:
    """Whether these words hold one that names a role: "lead member for children"."""
    return _ROLE_WORD.search(words) is not None


def role_of(told: str, places: Sequence[NameMention], at: int) -> str:
    """The role that the text gives a person, nearest to `at`; "" where it gives none. places: where it names them."""
    for mention in sorted(places, key=lambda mention: abs(mention.start - at))[:_MOST_PLACES]:
        role = _role_at(told, mention)
        if role:
            return role
    return ""


def _role_at(told: str, mention: NameMention) -> str:
    after = _AFTER.match(told, mention.end, min(len(told), mention.end + _REACH))
    if after and _ROLE_WORD.search(after["role"]) and _IN_ASIDE.match(told, mention.end):
        return _tidy(after["role"])
    line = max(told.rfind("\n", max(0, mention.start - _REACH), mention.start) + 1, mention.start - _REACH, 0)
    before = _BEFORE.search(told[line : mention.start])
    if before and _ROLE_WORD.search(before["role"]):
        return _tidy(before["role"])
    if after and after["party"] and _ROLE_WORD.search(after["party"]):
        return _tidy(after["party"])
    return "councillor" if _COUNCILLOR.search(told, max(0, mention.start - 30), mention.start) else ""


def _tidy(role: str) -> str:
    words = _OPENING.sub("", " ".join(role.split()).strip(" '’\""), count=1) if _OPENING.match(role) else role
    words = " ".join(words.split()).strip(" '’\"")
    if _COUNCILLOR.fullmatch(f"{words} "):
        return "councillor"
    return words if _PROPER.match(words) else words[:1].lower() + words[1:]
