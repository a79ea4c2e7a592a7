"""What a sentence about grades holds: grades, judged areas, services, councils and the words that part them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newsdesk import lexicon
from newsdesk.naming import councils_in

_LEXER = re.compile(
    "|".join(
        (
            f"(?P<join>{lexicon.JOIN})",
            f"(?P<count>{lexicon.COUNT})",
            f"(?P<all>{lexicon.ALL})",
            lexicon.GRADE,
            lexicon.AREA,
            f"(?P<other>{lexicon.OTHER})",
            f"(?P<many>{lexicon.MANY})",
            f"(?P<service>{lexicon.SERVICE})",
            f"(?P<break>{lexicon.BREAK})",
        )
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing of a sentence at (start, end). kind: grade, area, service, council, other, count, all, join, break."""

    kind: str
    value: str
    start: int
    end: int


def plain(said: str) -> list[Event]:
    """What the sentence itself holds, in order. Council names hide what stands inside them."""
    return list(_lexed(said))


@lru_cache(maxsize=256)
def _lexed(said: str) -> tuple[Event, ...]:
    councils = [Event("council", council, start, end) for council, start, end in councils_in(said)]
    events = list(councils)
    for found in _LEXER.finditer(said):
        if any(name.start < found.end() and found.start() < name.end for name in councils):
            continue
        group = found.lastgroup or ""
        if group in lexicon.GRADE_OF:
            events.append(Event("grade", lexicon.GRADE_OF[group], found.start(), found.end()))
        elif group in lexicon.AREA_OF:
            events.append(Event("area", lexicon.AREA_OF[group], found.start(), found.end()))
        else:
            events.append(Event(group, found[0], found.start(), found.end()))
    return tuple(sorted(events, key=lambda event: event.start))
