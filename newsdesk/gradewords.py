"""Whether a word is a grade where it stands, and not mere praise, hope or adjective."""

from __future__ import annotations

import re

from newsdesk import glue, lexicon
from newsdesk.events import Event


def is_grade(said: str, event: Event, found: list[Event]) -> bool:
    """Whether the word is a grade here, and not "good progress" or "hopes to be good"."""
    before = said[max(0, event.start - 60) : event.start]
    quoted = before[-1:] in ("'", '"') and said[event.end : event.end + 1] in ("'", '"')
    if lexicon.DENIED.search(before) and not glue.HAD_IT.match(said, event.end):
        return False
    hoped = lexicon.HOPE.search(before[-45:]) or (
        lexicon.TO_BE.search(before) and not lexicon.FOUND_TO_BE.search(said, 0, event.start)
    )
    if event.value in (lexicon.GOOD, lexicon.OUTSTANDING) and hoped:
        return bool(re.search(r"\bfrom\b", before)) and bool(glue.TO.search(before))
    word = said[event.start : event.end].lower()
    if (
        word == "good"
        and not quoted
        and (
            before.lower().endswith("for ")
            or (before.lower().endswith("as ") and glue.AS_GOOD_AS.match(said, event.end))
        )
    ):
        return False
    if word in ("good", "outstanding", "inadequate") and not _stands_alone(said, event, before, quoted):
        return False
    if word.startswith("need"):
        if any(each.kind in ("all", "count") for each in found):
            return True
        said_so = glue.RATED.search(before[-25:]) or glue.SAID_TO.search(before)
        return quoted or bool(said_so) or _ends_clause(said, event, found)
    if not word.startswith("requir") or quoted or word.endswith("to be good") or glue.AS_GRADE.search(before):
        return True
    if not glue.LOOSE_REQUIRES.search(before):
        return True
    return any(each.kind in ("area", "all") and each.end == event.start - 1 for each in found)


def _ends_clause(said: str, event: Event, found: list[Event]) -> bool:
    """Whether an area stands right before and nothing follows: "support for care leavers needs to improve"."""
    areas = [each for each in found if each.kind == "area" and each.end <= event.start]
    if not areas or not glue.CLAUSE_END.match(said, event.end):
        return False
    return bool(glue.TO_NEXT_GRADE.match(said, areas[-1].end, event.start))


def _stands_alone(said: str, event: Event, before: str, quoted: bool) -> bool:
    """Whether the word is no mere adjective of what follows it: "was good", not "a good start"."""
    if glue.HAD_IT.match(said, event.end):
        return True
    if glue.WAS_FOR.match(said, event.end) and glue.ARTICLE_BEFORE.search(before):
        return True
    if glue.RATING_NOUN.match(said, event.end) or glue.NOUN_BEFORE.search(said, 0, event.start):
        return True
    if glue.HAS_SERVICE.match(said, event.end) and glue.HAS_A.search(before):
        return True
    if glue.A_SERVICE.match(said, event.end) and glue.GOT_A.search(before):
        return True
    if glue.EXPERIENCE.match(said, event.end) and lexicon.FOUND_TO_BE.search(said, 0, event.start):
        return True
    if _is_support_got(said, event, before):
        return True
    if event.value != lexicon.GOOD and glue.ITS_LEADERSHIP.match(said, event.end) and glue.WITH_OR_AND.search(before):
        return True
    if not glue.AFTER_GRADE.match(said, event.end):
        return False
    return quoted or not glue.ARTICLE_BEFORE.search(before) or bool(glue.GIVEN_A.search(before))


def _is_support_got(said: str, event: Event, before: str) -> bool:
    """Whether somebody gets outstanding support. "Good support" is mere praise."""
    outstanding = event.value == lexicon.OUTSTANDING and glue.SUPPORT.match(said, event.end)
    return bool(outstanding and glue.GETTING.search(before))


def by_noun(said: str, events: list[Event], at: int) -> bool:
    """Whether a noun makes it a grade: "an inadequate rating", "the verdict: inadequate"."""
    event = events[at]
    after = glue.RATING_NOUN.match(said, event.end)
    if (
        said[event.start : event.end]
        .lower()
        .startswith(("top", "highest", "lowest", "bottom", "worst", "sec", "third"))
    ):
        return True
    if after or glue.WAS_FOR.match(said, event.end) or glue.NOUN_BEFORE.search(said, 0, event.start):
        return True
    before = said[: event.start]
    if _is_support_got(said, event, before):
        return True
    if glue.SINCE_YEAR.match(said, event.end) and at and before.endswith(", "):
        return events[at - 1].kind in ("service", "council") and events[at - 1].end == event.start - 2
    if glue.HAS_SERVICE.match(said, event.end):
        return bool(glue.HAS_A.search(before))
    return bool(glue.A_GRADE_IN_YEAR.match(said, event.end) and glue.GIVEN_A.search(before))
