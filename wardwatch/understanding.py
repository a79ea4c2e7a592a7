"""An article and its reading, as people and programs are shown them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from newsdesk.article import Article
from newsdesk.reading import Reading, Span
from newsdesk.relevance import Vocabulary, default_vocabulary
from wardwatch.evidence import Explanation
from wardwatch.terminal import Terminal, shown


def as_values(article: Article, reading: Reading) -> dict[str, Any]:
    """The article's fields and the reading's in one mapping; each fact's source with the words that stand there."""
    understood = reading.as_dict()
    understood["evidence"] = [one._asdict() for one in reading.evidence]
    understood["people"] = [one._asdict() for one in reading.people]
    understood["sources"] = {
        fact: {**span._asdict(), "said": _said(article, span)} for fact, span in reading.sources.items()
    }
    return {
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "published": article.published.isoformat() if article.published else None,
        **understood,
        "text": article.text,
    }


def as_json_line(article: Article, reading: Reading, why: Explanation | None = None) -> str:
    """as_values as one line of JSON, with the explanation under `explained`."""
    values = as_values(article, reading)
    return json.dumps(values | {"explained": why.as_dict()} if why else values, ensure_ascii=False)


def vocabulary(own: Mapping[str, float]) -> Vocabulary:
    """The vocabulary that ships, with a user's own phrases."""
    return default_vocabulary().with_phrases(own)


def show(article: Article, reading: Reading, terminal: Terminal) -> None:
    """What was understood, and from which words."""
    terminal.answer(article.title or "(no title)")
    terminal.answer("  ".join(part for part in (article.outlet, _when(article), article.byline, article.url) if part))
    facts = _facts(article, reading)
    terminal.table(("What", "Read as", "From the words"), facts)


def _when(article: Article) -> str:
    if isinstance(article.published, datetime):
        return article.published.isoformat(" ", "minutes")
    return str(article.published or "no date")


def _facts(article: Article, reading: Reading) -> list[tuple[str, str, str]]:
    """Rows of a table: a fact, its value, and the words that say so."""
    phrases = ", ".join(f"{shown(one.phrase)} ({one.where})" for one in reading.evidence[:8])
    rows = [("relevant", f"{'yes' if reading.relevant else 'no'}, {reading.score:.2f}", phrases)]
    for fact, value in _values(reading):
        name = fact.partition(".")[2] if fact.startswith("judgements.") else fact.partition(".")[0].replace("_", " ")
        rows.append((name, value, _words(article, reading.sources.get(fact.removeprefix("mentioned_")))))
    return rows


def _values(reading: Reading) -> Iterator[tuple[str, str]]:
    """Every fact that is there, under the name by which Reading.sources has it."""
    yield "kind", reading.kind
    for council in reading.councils:
        yield f"councils.{council}", council
    for council in reading.mentioned_councils:
        yield f"mentioned_councils.{council}", council
    for judgement, grade in reading.judgements.items():
        yield f"judgements.{judgement}", grade
    for person in reading.people:
        yield f"people.{person.name}", ", ".join(part for part in person if part)
    if reading.visit_number is not None:
        yield "visit_number", str(reading.visit_number)
    if reading.inspection_dates:
        yield "inspection_dates", " to ".join(reading.inspection_dates)
    if reading.priority_action:
        yield "priority_action", "yes"
    for fact in ("previous_overall", "send_outcome", "lead_inspector", "framework", "report_published"):
        if getattr(reading, fact):
            yield fact, getattr(reading, fact)


def _words(article: Article, span: Span | None) -> str:
    if span is None:
        return ""
    page = f" (page {span.page})" if span.page else ""
    return f"{_said(article, span)}{page}"


def _said(article: Article, span: Span) -> str:
    words = " ".join(article.text[span.start : span.end].split())
    return words if len(words) <= 120 else f"{words[:117]}..."
