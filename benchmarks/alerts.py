"""How fast stories are held against rules, and how that grows with the rules.

    python -m benchmarks.alerts [STORIES] [RULES]

Makes STORIES stories (10,000 where nothing is said) of one to three articles of 350 words, and RULES rules (1,000) as
people write them: for a council or a region, for kinds, outlets, official documents, words and phrases, and all of
these together. Prints the CPU time a story for a tenth of the rules, for all, and for ten times as many; beside it the
time that every rule on its own takes, on a sample. Both must find the same.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from alerts.rulebook import Rulebook
from alerts.rules import Reasons, Rule, Story, StoryArticle, matches
from newsdesk.article import Article
from newsdesk.reading import Reading

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
COUNCILS = [f"Council {number}" for number in range(153)]
KINDS = ("inspection", "monitoring-visit", "court", "finance", "leadership", "service", "policy", "other")
OUTLETS = [f"The Paper of Town {number}" for number in range(300)]
WORDS = [f"{sound}{number}" for number in range(2_000) for sound in ("ash", "brook", "cleeve", "dale", "elm")]
COMMON = ("council", "children", "services", "inspectors", "ofsted", "said", "care", "social", "workers", "report")
PHRASES = (
    "care leavers",
    "family court",
    "budget gap",
    "foster carers",
    "director resigns",
    "front door",
    "care order",
)
SAMPLE = 100


def main(stories: int, rules: int) -> None:
    """Measure, and print one line for each number of rules."""
    chance = random.Random(1)  # noqa: S311
    told = [_story(number, chance) for number in range(stories)]
    written = [_rule(number, chance) for number in range(rules * 10)]
    for number in (rules // 10, rules, rules * 10):
        _measure(told, written[:number])


def _measure(stories: Sequence[Story], rules: Sequence[Rule]) -> None:
    began = time.process_time()
    book = Rulebook(rules)
    opened = time.process_time() - began
    together, met = _timed(book.met_by, stories)
    sample = random.Random(2).sample(stories, min(SAMPLE, len(stories)))  # noqa: S311
    alone, expected = _timed(lambda story: _one_by_one(rules, story), sample)
    assert [book.met_by(story) for story in sample] == expected
    slowest = f"{sum(map(len, met)) / len(stories):.1f} rules met a story; opened in {opened * 1000:.0f} ms"
    print(f"{len(rules):6,} rules: {together:7.3f} ms a story; one by one {alone:8.3f} ms; {slowest}")


def _one_by_one(rules: Sequence[Rule], story: Story) -> list[tuple[Rule, Reasons]]:
    return [(rule, reasons) for rule in rules if (reasons := matches(rule, story)) is not None]


def _timed(work: Callable[[Story], Any], stories: Sequence[Story]) -> tuple[float, list[Any]]:
    """Milliseconds of CPU time a story, and what came of each."""
    began = time.process_time()
    found = [work(story) for story in stories]
    return (time.process_time() - began) * 1000 / len(stories), found


def _story(number: int, chance: random.Random) -> Story:
    councils = tuple(chance.sample(COUNCILS, chance.choice((1, 1, 1, 2))))
    reading = Reading(relevant=True, score=0.9, kind=chance.choice(KINDS), councils=councils)
    return Story(number, tuple(_article(number, reading, chance) for _ in range(chance.choice((1, 1, 2, 3)))))


def _article(number: int, reading: Reading, chance: random.Random) -> StoryArticle:
    words = [chance.choice(COMMON) if chance.random() < 0.2 else chance.choice(WORDS) for _ in range(350)]
    for phrase in PHRASES:
        if chance.random() < 0.05:
            words.insert(chance.randrange(350), phrase)
    url = f"https://weaverpost.example/{number}"
    article = Article(url, chance.choice(OUTLETS), f"Headline {number}", " ".join(words), BEGIN)
    return StoryArticle(article, reading, BEGIN, official=chance.random() < 0.1, copy=False)


def _rule(number: int, chance: random.Random) -> Rule:
    when: dict[str, Any] = {}
    if chance.random() < 0.7:
        when["councils"] = {"any": chance.sample(COUNCILS, 20 if chance.random() < 0.1 else 1)}
    if chance.random() < 0.3:
        when["kinds"] = {chance.choice(("any", "none")): chance.sample(KINDS, 2)}
    if chance.random() < 0.1:
        when["outlets"] = {chance.choice(("any", "none")): chance.sample(OUTLETS, 3)}
    if chance.random() < 0.1:
        when["official"] = True
    if chance.random() < 0.4 or "councils" not in when:
        when["words"] = _query(chance)
    return Rule.model_validate({"name": f"Rule {number}", "when": when, "to": ["log"]})


def _query(chance: random.Random) -> str:
    either = f'"{chance.choice(PHRASES)}" OR {chance.choice(WORDS)}'
    return chance.choice(
        (either, f"({either}) {chance.choice(WORDS)}", f"{chance.choice(WORDS)} -{chance.choice(WORDS)}")
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)
