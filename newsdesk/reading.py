"""read(article) -> Reading: everything that we understand of one article."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from newsdesk import councils, kinds, official, people, relevance
from newsdesk.article import Article
from newsdesk.findings import Evidence, Person, Reading, Span
from newsdesk.ofsted import read_ofsted
from newsdesk.relevance import Vocabulary
from newsdesk.sentences import sentences

__all__ = ["Evidence", "Person", "Reading", "Span", "read"]


def read(article: Article, vocabulary: Vocabulary | None = None) -> Reading:
    """Everything that we understand of one article; raises on no text. vocabulary: None for the one that ships."""
    found = _councils(article)
    judged = relevance.judge(article, vocabulary)
    kind = kinds.kind_of(article, judged.relevant, found.about)
    facts = kind.facts or read_ofsted(article, kind.kind, found.about)
    heard = people.quoted(article)
    points = {f"councils.{name}": start for name, (start, _) in found.spans.items()}
    if kind.span:
        points["kind"] = kind.span.start
    points |= {f"people.{person.name}": start for person, start in heard}
    sources = {**_sentences_at(article.text, points), **facts.sources}
    return Reading(
        relevant=judged.relevant,
        score=judged.score,
        evidence=judged.evidence,
        topics=judged.topics,
        kind=kind.kind,
        councils=found.about,
        mentioned_councils=found.mentioned,
        judgements=facts.judgements,
        previous_overall=facts.previous_overall,
        inspection_dates=facts.inspection_dates,
        visit_number=facts.visit_number,
        people=tuple(person for person, _ in heard),
        send_outcome=facts.send_outcome,
        priority_action=facts.priority_action,
        lead_inspector=facts.lead_inspector,
        framework=facts.framework,
        report_published=facts.report_published,
        sources={fact: _with_page(article, span) for fact, span in sources.items()},
    )


def _councils(article: Article) -> councils.CouncilsFound:
    """The councils of a story; a report or letter of Ofsted's own is about those of its title."""
    if official.story_kind(article.text) is None:
        return councils.find(article)
    text = official.straight(article.text)
    published = article.published or official.day_of(text)
    document = replace(article, text=official.without_own_address(text), published=published)
    found = councils.find(document)
    called = (councils.council_called(name) for name in official.names_in_title(article.title))
    titled = tuple(council.name for council in called if council)[:1]
    about = titled or councils.find(replace(document, text="")).about or found.about
    named = (*found.about, *found.mentioned)
    return replace(found, about=about, mentioned=tuple(name for name in named if name not in about))


def _sentences_at(text: str, points: dict[str, int]) -> dict[str, Span]:
    """For each fact the sentence that holds its point."""
    spans = sentences(text) if points else []
    starts = [start for start, _ in spans]
    return {fact: Span(*spans[max(0, bisect_right(starts, point) - 1)]) for fact, point in points.items() if spans}


def _with_page(article: Article, span: Span) -> Span:
    if span.page is not None or not article.page_starts:
        return span
    return Span(span.start, span.end, max(1, bisect_right(article.page_starts, span.start)))
