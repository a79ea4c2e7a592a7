"""When a grade was given: the words of its sentence that date it, and whether they date it in the past."""

from __future__ import annotations

from newsdesk import glue, lexicon
from newsdesk.events import Event

_YEARS_AFTER = 14


def window_of(said: str, events: list[Event], at: int) -> str:
    """The words that can date the grade: from the break or grade before it to the next break or grade."""
    start = 0
    for event in reversed(events[:at]):
        if event.kind == "grade":
            start = event.end
            dated = glue.DATED_ASIDE.match(said, start)
            start = dated.end() if dated else start
            break
        if (
            event.kind == "break"
            and (event.value != "with" or not any(each.kind == "grade" for each in events[:at]))
            and said[event.end : events[at].start].strip(" '\"") in ("", "a", "an")
        ):
            continue
        if event.value.lower() == "as" and glue.SAME_AS_BEFORE.search(said, 0, event.start):
            continue
        relative = event.value.lower() == "that" and glue.AND_BEFORE.search(said, 0, event.start)
        own = relative or glue.OF_WHOM.match(event.value)
        if own and glue.OWN_VERB.match(said, event.end):
            start = max(start, event.end)
            break
        if event.kind == "break" and event.value.lower() not in ("when", "which", "where", "who", "that", "whose"):
            turned = glue.TURNS.match(event.value) and not any(
                event.start < each.start < events[at].start and each.kind == "break" for each in events
            )
            comma = said.rfind(", ", event.end, events[at].start) if turned else -1
            start = max(start, comma, event.start - (_YEARS_AFTER if event.value.lower() in ("after", "since") else 0))
            break
    return said[start : _window_end(said, events, at)]


def _window_end(said: str, events: list[Event], at: int) -> int:
    grade = events[at]
    stops = (each for each in events[at + 1 :] if each.kind in ("break", "grade"))
    following = next((each for each in stops if not glue.WHEN_LAST.match(said, each.start)), None)
    if following is None:
        return len(said)
    between = said[grade.end : following.start]
    if following.kind == "grade" and (lexicon.PAST.search(between) or glue.FROM.search(between)):
        return grade.end
    apart = glue.IN_ANOTHER_YEAR.search(between) if following.kind == "grade" else None
    if apart:
        return grade.end + apart.start()
    return following.start


def around(said: str, events: list[Event], at: int) -> str:
    """As the window, and up to the next grade: where "the same as in 2019" stands."""
    start = max((event.end for event in events[:at] if event.kind == "grade"), default=0)
    end = next((each.start for each in events[at + 1 :] if each.kind == "grade"), len(said))
    return said[start:end]


def is_past(said: str, event: Event, window: str, year: int | None) -> bool:
    """Whether the words that date the grade put it before what the article reports."""
    if glue.NOW_SO.search(said, 0, event.start):
        return False
    at = window.rfind(said[event.start : event.end])
    bare = lexicon.SAME_AS.sub("", window[:at] + glue.YEARS_ON.sub("", window[at:]))
    if glue.OPENS_EARLIER.match(said) and not glue.NOW.search(said):
        return True
    opening = glue.OPENS_IN_YEAR.match(said)
    if opening and year_before(opening[0], year) and not glue.NOW.search(said):
        return True
    led_to = window[: max(0, window.rfind(said[event.start : event.end]))]
    if lexicon.PAST.search(bare) or lexicon.LEFT_BEHIND.search(led_to):
        return True
    return year_before(bare, year) is not None


def year_before(words: str, year: int | None) -> int | None:
    """The latest year before this one that the words name."""
    years = [int(found[0]) for found in lexicon.YEAR.finditer(words)]
    before = [each for each in years if year is None or each < year]
    return max(before, default=None)
