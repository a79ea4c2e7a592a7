"""What the articles of a story say together: official documents first, then the order in which they were seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple, TypeVar

from alerts.rules import Story, StoryArticle, kind_of
from alerts.wording import place_in_report, plain
from newsdesk.reading import Person, Span
from newsdesk.sentences import sentences

T = TypeVar("T")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WORD = re.compile(r"\S+")
WORDS_OF_A_NEWSPAPER, WORDS_OF_A_REPORT = 25, 40
FEWEST, MENTIONS = 8, 4


class Place(NamedTuple):
    """Where a fact stands: an article, its sentence (offsets in the text), and the fact itself."""

    source: StoryArticle
    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Summary:
    """What a story says, whoever said it. Absent is None or ()."""

    kind: str
    councils: tuple[str, ...]
    judgements: dict[str, str]
    previous_overall: str | None
    previous_year: str | None
    inspection_dates: tuple[str, ...]
    visit_number: int | None
    send_outcome: str | None
    priority_action: bool
    report_published: str | None
    lead_inspector: str | None
    people: tuple[Person, ...]
    official: bool


def by_weight(story: Story) -> list[StoryArticle]:
    """The articles, official ones first."""
    return sorted(story.articles, key=lambda one: not one.official)


def councils_of(story: Story) -> tuple[str, ...]:
    """Every council that an article of the story is about."""
    return tuple(dict.fromkeys(name for one in by_weight(story) for name in one.reading.councils))


def summarise(story: Story) -> Summary:
    """The story in one."""
    articles = by_weight(story)

    def first(pick: Callable[[StoryArticle], T]) -> T | None:
        return next((value for one in articles if (value := pick(one))), None)

    before = next((one for one in articles if one.reading.previous_overall), None)
    return Summary(
        kind=kind_of(story.articles),
        councils=councils_of(story),
        judgements=grid(articles),
        previous_overall=before.reading.previous_overall if before else None,
        previous_year=_previous_year(before) if before else None,
        inspection_dates=first(lambda one: one.reading.inspection_dates) or (),
        visit_number=first(lambda one: one.reading.visit_number),
        send_outcome=first(lambda one: one.reading.send_outcome),
        priority_action=any(one.reading.priority_action for one in articles),
        report_published=first(lambda one: one.reading.report_published),
        lead_inspector=first(lambda one: one.reading.lead_inspector),
        people=_people(articles),
        official=any(one.official for one in articles),
    )


def grid(articles: Iterable[StoryArticle]) -> dict[str, str]:
    """Judgement -> grade, in the order of a report: an official document's, else the one that most articles give."""
    articles = list(articles)
    names = sorted({name for one in articles for name in one.reading.judgements}, key=place_in_report)
    return {name: _grade(articles, name) for name in names}


def _grade(articles: list[StoryArticle], name: str) -> str:
    saying = [one for one in articles if name in one.reading.judgements]
    official = [one.reading.judgements[name] for one in saying if one.official]
    return (official or [Counter(one.reading.judgements[name] for one in saying).most_common(1)[0][0]])[0]


def _people(articles: list[StoryArticle]) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for one in articles:
        for person in one.reading.people:
            people.setdefault(person.name.casefold(), person)
    return tuple(people.values())


def _previous_year(one: StoryArticle) -> str | None:
    """The year of the earlier judgement, where its sentence names exactly one year."""
    place = locate([one], "previous_overall")
    years = set(YEAR.findall(one.article.text[place.start : place.end])) if place else set()
    return years.pop() if len(years) == 1 else None


def locate(articles: Iterable[StoryArticle], fact: str) -> Place | None:
    """The sentence in which the first of these articles that says where a fact stands has it."""
    for one in articles:
        span = one.reading.sources.get(fact)
        if span and 0 <= span.start < span.end <= len(one.article.text):
            return _sentence(one, span)
    return None


def locate_gist(articles: Sequence[StoryArticle]) -> Place | None:
    """A sentence that says what a story is about: the one that told its kind, or one with its weightiest phrase. One
    of a few words, such as a job title in a letter's address, stands only where there is no other."""
    places = [place for one in articles for place in _telling(one)]
    whole = (place for place in places if len(place.source.article.text[place.start : place.end].split()) >= FEWEST)
    return next(whole, places[0] if places else None)


def _telling(one: StoryArticle) -> Iterator[Place]:
    """The sentence of its kind, then those of its phrases, weightiest first. A phrase may end in * for any ending."""
    if place := locate([one], "kind"):
        yield place
    text = one.article.text.casefold()
    if len(text) != len(one.article.text):
        return
    for phrase, _, weight in sorted(one.reading.evidence, key=lambda found: -found.weight):
        stem = phrase.rstrip("*").casefold()
        for found in islice(re.finditer(re.escape(stem), text), MENTIONS) if weight > 0 and stem else ():
            yield _sentence(one, Span(found.start(), found.end()))


def _sentence(one: StoryArticle, span: Span) -> Place:
    known = ((start, end) for start, end in sentences(one.article.text) if start <= span.start < end)
    start, end = next(known, (span.start, span.end))
    return Place(one, start, end, span)


def quoted(places: Sequence[Place]) -> tuple[tuple[str, bool], ...]:
    """One sentence as parts, each marked where a fact stands in it; a newspaper's cut to 25 words. All places are of
    the same sentence."""
    one, start, end, _ = places[0]
    spans = [place.span for place in places]
    words = [
        (plain(found[0]), any(found.start() + start < span.end and found.end() + start > span.start for span in spans))
        for found in WORD.finditer(one.article.text[start:end])
    ]
    words = [(word, marked) for word, marked in words if word]
    longest = WORDS_OF_A_REPORT if one.official else WORDS_OF_A_NEWSPAPER
    marked_at = [at for at, (_, marked) in enumerate(words) if marked] or [0]
    first = max(0, min(marked_at[0], (marked_at[0] + marked_at[-1] - longest) // 2 + 1, len(words) - longest))
    kept = words[first : first + longest]
    if first:
        kept.insert(0, ("…", False))
    if first + longest < len(words):
        kept.append(("…", False))
    return tuple(
        (" ".join(word for word, _ in group), marked) for marked, group in groupby(kept, key=lambda pair: pair[1])
    )
