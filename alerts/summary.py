"""What the articles of a story say together: official documents first, then the order in which they were seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from alerts.rules import Story, StoryArticle, kind_of
from alerts.wording import JUDGEMENTS, plain
from newsdesk.reading import Person, Span
from newsdesk.sentences import sentences

T = TypeVar("T")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WORDS_OF_A_NEWSPAPER, WORDS_OF_A_REPORT = 25, 40


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence in which a fact stands, the fact itself as `hit`, and which article it is from."""

    before: str
    hit: str
    after: str
    source: StoryArticle
    page: int | None


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
    names = sorted({name for one in articles for name in one.reading.judgements}, key=_place_in_report)
    return {name: _grade(articles, name) for name in names}


def _place_in_report(name: str) -> tuple[int, str]:
    known = list(JUDGEMENTS)
    return (known.index(name) if name in known else len(known), name)


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
    sentence = _sentence(one, "previous_overall")
    years = set(YEAR.findall(sentence[0])) if sentence else set()
    return years.pop() if len(years) == 1 else None


def _sentence(one: StoryArticle, fact: str) -> tuple[str, int, int, Span] | None:
    """The sentence in which a fact stands, and where in it."""
    span = one.reading.sources.get(fact)
    if span is None or not 0 <= span.start < span.end <= len(one.article.text):
        return None
    text = one.article.text
    start, end = next(
        ((begin, stop) for begin, stop in sentences(text) if begin <= span.start < stop), (span.start, span.end)
    )
    return text[start:end], span.start - start, min(span.end, end) - start, span


def quote(articles: Iterable[StoryArticle], fact: str) -> Quote | None:
    """The first of these articles' sentence for a fact, cut round the fact: a newspaper's to 25 words."""
    for one in articles:
        if found := _sentence(one, fact):
            sentence, start, end, span = found
            longest = WORDS_OF_A_REPORT if one.official else WORDS_OF_A_NEWSPAPER
            before, hit, after = _cut(plain_part(sentence[:start]), sentence[start:end], sentence[end:], longest)
            return Quote(before, hit, after, one, span.page)
    return None


def plain_part(text: str) -> str:
    """As plain, but a blank at either end stays one."""
    return f"{' ' if text[:1].isspace() else ''}{plain(text)}{' ' if len(text) > 1 and text[-1].isspace() else ''}"


def _cut(before: str, hit: str, after: str, longest: int) -> tuple[str, str, str]:
    """At most `longest` words, the hit among them; what was left out is shown by …"""
    inner = plain(hit).split()
    if len(inner) > longest:
        return "", " ".join(inner[:longest]) + " …", ""
    room = longest - len(inner)
    left, right = before.split(), after.split()
    take_left = min(len(left), max(room // 2, room - len(right)))
    take_right = min(len(right), room - take_left)
    start = "" if take_left == len(left) else "… "
    stop = "" if take_right == len(right) else " …"
    joined_left = start + " ".join(left[len(left) - take_left :])
    gap_left = " " if joined_left and before[-1:].isspace() and not joined_left.endswith(" ") else ""
    gap_right = " " if right and after[:1].isspace() else ""
    return joined_left + gap_left, " ".join(inner), gap_right + plain(" ".join(right[:take_right])) + stop
