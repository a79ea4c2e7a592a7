"""Why a text counts as a story: where its evidence stands, what each phrase adds, and the sentence of each fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from newsdesk.article import Article
from newsdesk.phrases import Hit, Phrases, fold, written_so
from newsdesk.reading import Evidence, Reading, Span
from newsdesk.relevance import THRESHOLD
from newsdesk.sentences import sentences
from wardwatch.terminal import Terminal, shown

PARTS = ("title", "text")
WORD_END = re.compile(r"\w*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase of the evidence where it stands. part: title or text; start, end: offsets in it."""

    part: str
    start: int
    end: int
    phrase: str
    weight: float


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with the whole sentence that says so. page: of a PDF, from 1."""

    fact: str
    sentence: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """total: the sum of the evidence's weights; relevant from THRESHOLD. marks: in the order of the text."""

    evidence: tuple[Evidence, ...]
    total: float
    marks: tuple[Mark, ...]
    facts: tuple[Told, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "total": self.total,
            "threshold": THRESHOLD,
            "phrases": [one._asdict() for one in self.evidence],
            "marks": [
                {"part": one.part, "start": one.start, "end": one.end, "phrase": one.phrase} for one in self.marks
            ],
            "facts": [{"fact": one.fact, "sentence": one.sentence, "page": one.page} for one in self.facts],
        }


def explain(article: Article, reading: Reading) -> Explanation:
    """Why the article was read so."""
    return Explanation(
        evidence=reading.evidence,
        total=round(sum(one.weight for one in reading.evidence), 3),
        marks=tuple(_marks(article, reading)),
        facts=tuple(_told(article, reading)),
    )


def show(article: Article, explanation: Explanation, terminal: Terminal) -> None:
    """The marked text, the sum, and a sentence for each fact."""
    for part in PARTS:
        marks = [(one.start, one.end, one.weight > 0) for one in explanation.marks if one.part == part]
        if body := getattr(article, part):
            terminal.marked(body, marks)
            terminal.answer("")
    rows = [(shown(one.phrase), one.where, f"{one.weight:+.2f}") for one in explanation.evidence]
    needed = f"{THRESHOLD:.2f} make a story; {'enough' if explanation.total >= THRESHOLD else 'not enough'}"
    terminal.table(("Phrase", "Where", "Weight"), [*rows, ("Sum", needed, f"{explanation.total:+.2f}")])
    told = [(_named(one.fact), one.sentence, one.page or "") for one in explanation.facts]
    if told:
        terminal.answer("")
        terminal.table(("Fact", "The sentence that says so", "Page"), told)


def _marks(article: Article, reading: Reading) -> Iterator[Mark]:
    phrases = Phrases((one.phrase, one) for one in reading.evidence)
    for part in PARTS:
        body = getattr(article, part)
        for hit in phrases.longest(fold(body), partial(_stands, body)):
            phrase, _, weight = hit.value
            end = _word_end(body, hit.end) if phrase.endswith("*") else hit.end
            yield Mark(part, hit.start, end, phrase, weight)


def _word_end(body: str, at: int) -> int:
    found = WORD_END.match(body, at)
    return found.end() if found else at


def _stands(body: str, hit: Hit[Evidence]) -> bool:
    return written_so(hit.value.phrase, body, hit)


def _told(article: Article, reading: Reading) -> Iterator[Told]:
    spans = sentences(article.text) if reading.sources else []
    mentioned = {f"councils.{name}": f"mentioned_councils.{name}" for name in reading.mentioned_councils}
    for fact, span in reading.sources.items():
        yield Told(mentioned.get(fact, fact), " ".join(_whole(article.text, span, spans).split()), span.page)


def _whole(text: str, span: Span, spans: list[tuple[int, int]]) -> str:
    """The sentences that a span lies in; a span over many rows of a table stays as it is."""
    first = max((start for start, _ in spans if start <= span.start), default=span.start)
    last = min((end for _, end in spans if end >= span.end), default=span.end)
    return text[first : max(last, span.end)]


def _named(fact: str) -> str:
    head, _, name = fact.partition(".")
    return f"{head.replace('_', ' ')}: {name}" if name else head.replace("_", " ")
