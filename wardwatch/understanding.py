"""An article and its reading, as people and programs are shown them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from newsdesk.article import Article
from newsdesk.reading import Reading, Span
from wardwatch.terminal import Terminal


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


def as_json_line(article: Article, reading: Reading) -> str:
    """as_values as one line of JSON."""
    return json.dumps(as_values(article, reading), ensure_ascii=False)


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
    phrases = ", ".join(f"{one.phrase} ({one.where})" for one in reading.evidence[:8])
    rows = [("relevant", f"{'yes' if reading.relevant else 'no'}, {reading.score:.2f}", phrases)]
    values = {
        "kind": reading.kind,
        "councils": ", ".join(reading.councils),
        "mentioned": ", ".join(reading.mentioned_councils),
        "visit_number": reading.visit_number,
        "inspection_dates": " to ".join(reading.inspection_dates),
        **reading.judgements,
        "previous_overall": reading.previous_overall,
        "send_outcome": reading.send_outcome,
        "priority_action": "yes" if reading.priority_action else None,
        "lead_inspector": reading.lead_inspector,
        "framework": reading.framework,
        "report_published": reading.report_published,
    }
    for name, value in values.items():
        if value not in (None, ""):
            rows.append((name.replace("_", " "), str(value), _words(article, reading.sources.get(name))))
    quoted = [f"{person.name}, {person.role}" if person.role else person.name for person in reading.people]
    return [*rows, *(("quoted", one, "") for one in quoted)]


def _words(article: Article, span: Span | None) -> str:
    if span is None:
        return ""
    page = f" (page {span.page})" if span.page else ""
    return f"{_said(article, span)}{page}"


def _said(article: Article, span: Span) -> str:
    words = " ".join(article.text[span.start : span.end].split())
    return words if len(words) <= 120 else f"{words[:117]}..."
