"""Where news and an official document give different grades, in words."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.facts import CONTRADICTION, Fact, facts_of
from alerts.rules import Story, StoryArticle
from alerts.wording import JUDGEMENTS, listed, plain


def differences(story: Story) -> tuple[str, ...]:
    """One sentence for each judgement on which they differ; () where they agree."""
    return tuple(difference(fact, story) for fact in facts_of(story) if fact.kind == CONTRADICTION)


def difference(fact: Fact, story: Story) -> str:
    """What who says: "Care leavers: Weaver Post says good; the report gives inadequate"."""
    carriers = [story.articles[place] for place in fact.carriers]
    report = [one for one in carriers if one.official]
    given = _outlets(fact.name, report)
    said = [
        f"{listed(outlets)} {'say' if len(outlets) > 1 else 'says'} {grade}"
        for grade, outlets in _outlets(fact.name, carriers).items()
        if grade not in given
    ]
    name = "the report" if any(one.article.media == "pdf" for one in report) else "the official document"
    return f"{JUDGEMENTS.get(fact.name, plain(fact.name, 60))}: {', '.join(said)}; {name} gives {' and '.join(given)}"


def _outlets(judgement: str, articles: Sequence[StoryArticle]) -> dict[str, list[str]]:
    """Grade -> the outlets that give it, each once."""
    found: dict[str, list[str]] = {}
    for one in articles:
        outlets = found.setdefault(plain(one.reading.judgements[judgement], 60), [])
        if (outlet := plain(one.article.outlet, 60)) not in outlets:
            outlets.append(outlet)
    return found
