"""What Ofsted did and judged: the judgement grid, the dates, the number of the visit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from newsdesk import lexicon, official, outcomes
from newsdesk.article import Article
from newsdesk.attachment import SURE, SURE_OF_OVERALL, Candidate, candidates, weigh
from newsdesk.dates import When
from newsdesk.events import plain
from newsdesk.fieldwork import inspection_dates
from newsdesk.findings import Span, Told
from newsdesk.grades import HINT, Claim, Sentence
from newsdesk.grids import cell, listed
from newsdesk.mentions import Story
from newsdesk.report_table import judgements_in
from newsdesk.sentences import sentences
from newsdesk.speech import inside, speech
from newsdesk.visits import visit_number

VISITS = ("monitoring-visit", "focused-visit")
_DATED = ("inspection", "jtai", "send-inspection", "home-inspection", *VISITS)
_UNGRADED = ("home-inspection", "other")
_LONGEST_TITLE = 400
_HEAD = 6000
_MOST_GRADED = 1500
_LONGEST_CELL = 120
_NO_OVERALL_FROM = date(2026, 4, 1)
_APART_FROM = date(2023, 1, 1)
_TOGETHER_FROM = date(2018, 1, 1)
_TOGETHER_SURELY = (date(2018, 4, 1), date(2023, 2, 1))


@dataclass(frozen=True, slots=True)
class OfstedFacts:
    """What a story or report says that Ofsted did. What the text does not say is absent; nothing is derived.

    judgements: name -> grade, current ones only. inspection_dates: first and last day, or one month (2025-06).
    sources: name of a fact -> where it stands; a judgement's name is "judgements." and its own name.
    """

    judgements: Mapping[str, str] = field(default_factory=dict)
    previous_overall: str | None = None
    inspection_dates: tuple[str, ...] = ()
    visit_number: int | None = None
    send_outcome: str | None = None
    priority_action: bool = False
    lead_inspector: str | None = None
    framework: str | None = None
    report_published: str | None = None
    sources: Mapping[str, Span] = field(default_factory=dict)


def read_ofsted(article: Article, kind: str, councils: tuple[str, ...]) -> OfstedFacts:
    """The facts of one article; kind and councils as read from the same article."""
    return _Reader(article, kind, councils).facts()


def rivals_of(article: Article, councils: tuple[str, ...]) -> dict[str, list[Candidate]]:
    """For each judgement all that a story about an inspection may say of it; benchmarks.attachment learns from it."""
    reader = _Reader(article, "inspection", councils)
    return reader.rivals({}, reader.facts().inspection_dates)


class _Reader:
    """Reads one article; each method adds its facts and where they stand."""

    def __init__(self, article: Article, kind: str, councils: tuple[str, ...]) -> None:
        self.article = article
        self.kind = kind
        self.councils = frozenset(councils)
        self.text = official.straight(article.text)
        self.title = official.straight(article.title[:_LONGEST_TITLE])
        self.document = official.document_kind(self.text)
        self.own_date = official.published(self.text, self.document != "inspection") if self.document else None
        self.published = article.published_on or (date.fromisoformat(self.own_date.value) if self.own_date else None)
        self.spans = sentences(self.text[:_HEAD] if self.document else self.text)
        self.sources: dict[str, Span] = {}

    @cached_property
    def speech(self) -> list[tuple[int, int]]:
        """Where somebody speaks."""
        return speech(self.text)

    @cached_property
    def lists(self) -> list[Claim]:
        """What lists and tables of grades give."""
        return listed(self.text[:_HEAD] if self.document else self.text)

    def facts(self) -> OfstedFacts:
        """All facts of the article."""
        visit = self._visit()
        dates = self._dates(visit)
        judgements, previous = self._judgements(dates)
        return OfstedFacts(
            judgements=judgements,
            previous_overall=previous,
            inspection_dates=dates,
            visit_number=visit,
            send_outcome=self._send_outcome(),
            priority_action=self._priority_action(),
            lead_inspector=self._told("lead_inspector", official.lead_inspector(self.text) if self.document else None),
            framework=self._framework(dates, judgements),
            report_published=self._told("report_published", self.own_date),
            sources=self.sources,
        )

    def _note(self, fact: str, start: int, end: int) -> None:
        starts = self.article.page_starts
        self.sources[fact] = Span(start, end, max(1, bisect_right(starts, start)) if starts else None)

    def _told(self, fact: str, told: Told | None) -> str | None:
        if told is None:
            return None
        self._note(fact, told.start, told.end)
        return told.value

    def _lines(self) -> list[tuple[int, str]]:
        return [(start, self.text[start:end]) for start, end in self.spans]

    def _visit(self) -> int | None:
        if self.kind != "monitoring-visit":
            return None
        found = visit_number(self.title, [" ".join(line.split()) for _, line in self._lines()])
        if found is None:
            return None
        number, at = found
        if at >= 0:
            self._note("visit_number", *self.spans[at])
        return number

    def _dates(self, visit: int | None) -> tuple[str, ...]:
        found: tuple[When, ...] = ()
        if self.document:
            read = official.letter_dates if self.document == "letter" else official.header_dates
            stated = read(self.text, self.published)
            if stated is None and self.document in ("send", "jtai"):
                stated = official.letter_dates(self.text, self.published)
            found = (stated,) if stated else ()
        if not found and (self.kind in _DATED or self.document):
            found = inspection_dates(self.title, self._lines(), self.published, visit)
        if not found:
            return ()
        if len(self.councils) > 1 and not self.document and not self._tells_of_both(found[0]):
            return ()
        self._note("inspection_dates", found[0].start, found[-1].end)
        first, last = found[0].first, found[-1].last
        return (first,) if first == last else (first, last)

    def _tells_of_both(self, when: When) -> bool:
        """Whether a date belongs to all of several councils: "both were visited in June"."""
        sentence = next((span for span in self.spans if span[0] <= when.start < span[1]), None)
        return sentence is not None and lexicon.BOTH_WERE.search(self.text, *sentence) is not None

    def _judgements(self, dates: tuple[str, ...]) -> tuple[dict[str, str], str | None]:
        if self.document == "inspection":
            grid = judgements_in(self.text)
            for area, told in grid.items():
                self._note(f"judgements.{area}", told.start, told.end)
            judgements = {area: told.value for area, told in grid.items()}
            first_of_its_kind = lexicon.ADOPTION in judgements and not official.is_again(self.text)
            return judgements, None if first_of_its_kind else self._previous(self._claims(), judgements)
        if self.kind in _UNGRADED or self.document in ("send", "jtai"):
            return {}, None
        claims = self._claims()
        current = [claim for claim in claims if not claim.past] if self.kind == "inspection" else []
        grid_of = self._grid(current, dates)
        for area, claim in grid_of.items():
            self._note(f"judgements.{area}", claim.start, claim.end)
        judgements = {area: claim.grade for area, claim in grid_of.items()}
        if self.kind == "inspection" and not self.document and len(self.councils) < 2:
            judgements |= self._weighed(judgements, dates)
        return judgements, self._previous(claims, judgements)

    def _weighed(self, told: Mapping[str, str], dates: tuple[str, ...]) -> dict[str, str]:
        """The grades of areas that no rule read, where all that the story says leaves little doubt."""
        found: dict[str, str] = {}
        for area, rivals in self.rivals(told, dates).items():
            weighed = weigh(rivals)
            if weighed.likelihood > (SURE_OF_OVERALL if area == lexicon.OVERALL else SURE):
                found[area] = weighed.grade
                self._note(f"judgements.{area}", weighed.start, weighed.end)
        return found

    def rivals(self, told: Mapping[str, str], dates: tuple[str, ...]) -> dict[str, list[Candidate]]:
        """For each judgement that is not told yet, what the story may say of it."""
        names = ("", lexicon.CARE_AND_LEAVERS, *lexicon.AREAS)
        cells = {name: [each for each in self._cells(name, dates) if each not in told] for name in names}
        found: dict[str, list[Candidate]] = {}
        areas = frozenset(name for name in names if cells[name])
        if not areas:
            return found
        spoken = [inside(self.speech, *span) for span in self.spans]
        year = self._year_of_news()
        story = Story(self.title, self.text, self.spans, spoken, self.lists, year, self.councils)
        for candidate in candidates(story, areas):
            for judgement in cells[candidate.area]:
                found.setdefault(judgement, []).append(candidate)
        return found

    def _cells(self, name: str, dates: tuple[str, ...]) -> tuple[str, ...]:
        """The judgements of the story's framework that a grade by this name may fill."""
        if name in ("", lexicon.OVERALL) and self._since(dates, _NO_OVERALL_FROM):
            return ()
        if name == lexicon.ADOPTION and self._since(dates, _TOGETHER_FROM):
            return ()
        if name == lexicon.LEAVERS and self._together(dates):
            return (lexicon.CARE,)
        return self._areas(name, dates)

    def _claims(self) -> list[Claim]:
        """Every grade that the article gives to this council's services; the title's come last, without a place."""
        year = self._year_of_news()
        claims = [*self.lists]
        within = {claim.start for claim in claims}
        everywhere: str | None = None
        held: str | None = None
        counted: str | None = None
        graded = 0
        for at, (start, end) in enumerate(self.spans):
            if start in within:
                continue
            if not HINT.search(self.text, start, end):
                claims += self._named_apart(everywhere or counted, start, end)
                continue
            graded += 1
            if graded > _MOST_GRADED:
                break
            before = tuple(self.text[slice(*span)] for span in self.spans[max(0, at - 2) : at])
            found = (
                self._cell(start, end)
                or Sentence(self.text, start, end, inside(self.speech, start, end), year, before, held=held).claims()
            )
            held = next((claim.grade for claim in reversed(found) if not claim.past), held)
            everywhere = self._everywhere(found, start, end) or everywhere
            counted = self._counted(start, end)
            found = [claim for claim in found if claim.area or claim.grade != counted]
            again = at + 1 < len(self.spans) and lexicon.SAME_AGAIN.search(self.text[slice(*self.spans[at + 1])])
            claims += [replace(claim, kept=claim.kept or bool(again)) for claim in found if self._is_ours(claim)]
        titled = Sentence(self.title, 0, len(self.title), False, year, headline=True).claims()
        return claims + [replace(claim, start=-1, end=-1, weight=0) for claim in titled if self._is_ours(claim)]

    def _cell(self, start: int, end: int) -> list[Claim]:
        """What a short sentence such as "Leadership - outstanding." gives."""
        if end - start > _LONGEST_CELL:
            return []
        return [replace(claim, start=start, end=end) for claim in cell(self.text[start:end])]

    def _everywhere(self, found: list[Claim], start: int, end: int) -> str | None:
        """The grade that a sentence gives in every area without naming the areas."""
        now = {claim.grade for claim in found if not claim.past and self._is_ours(claim)}
        if len(now) != 1 or any(claim.area not in ("", lexicon.OVERALL) for claim in found):
            return None
        return now.pop() if lexicon.IN_EVERY.search(self.text, start, end) else None

    def _counted(self, start: int, end: int) -> str | None:
        """The grade that a sentence gives in so many areas."""
        in_some = lexicon.IN_SOME.search(self.text, start, end)
        return lexicon.GRADE_OF[(in_some.lastgroup or "").rpartition("_")[2]] if in_some else None

    def _named_apart(self, grade: str | None, start: int, end: int) -> list[Claim]:
        """The areas of "The four are: ...", after a sentence that gave one grade in all or so many of them."""
        if not grade or not lexicon.NAMES_THEM.match(self.text[start:end]):
            return []
        areas = [event.value for event in plain(self.text[start:end]) if event.kind == "area"]
        return [Claim(area, grade, False, start, end) for area in areas] if len(areas) > 1 else []

    def _is_ours(self, claim: Claim) -> bool:
        return not claim.councils or not self.councils or bool(claim.councils & self.councils)

    def _year_of_news(self) -> int | None:
        """Grades dated before this year are grades of the past."""
        if self.published is None:
            return None
        return self.published.year - (self.published.month <= 5)

    def _grid(self, claims: list[Claim], dates: tuple[str, ...]) -> dict[str, Claim]:
        if len(self.councils) > 1:
            return self._shared_grid(claims, dates)
        return self._one_grid(claims, dates)

    def _one_grid(self, claims: Iterable[Claim], dates: tuple[str, ...]) -> dict[str, Claim]:
        grid: dict[str, Claim] = {}
        claims = list(claims)
        if self._together(dates) and not any(claim.area == lexicon.ADOPTION for claim in claims):
            claims = [replace(each, area=lexicon.CARE) if each.area == lexicon.LEAVERS else each for each in claims]
        for claim in sorted(claims, key=lambda claim: -claim.weight):
            for area in self._areas(claim.area, dates):
                grid.setdefault(area, claim)
        return grid

    def _shared_grid(self, claims: list[Claim], dates: tuple[str, ...]) -> dict[str, Claim]:
        """In a story about several councils, what all of them were given."""
        grids = [
            self._one_grid((claim for claim in claims if not claim.councils or council in claim.councils), dates)
            for council in sorted(self.councils)
        ]
        return {
            area: claim
            for area, claim in grids[0].items()
            if all(area in grid and grid[area].grade == claim.grade for grid in grids)
        }

    def _areas(self, name: str, dates: tuple[str, ...]) -> tuple[str, ...]:
        if name == lexicon.CARE_AND_LEAVERS:
            return (lexicon.CARE, lexicon.LEAVERS) if self._apart(dates) else (lexicon.CARE,)
        if name:
            return (name,)
        return () if self._since(dates, _NO_OVERALL_FROM) else (lexicon.OVERALL,)

    def _apart(self, dates: tuple[str, ...]) -> bool:
        """Whether the framework judged care leavers apart from children in care: before 2018 and from 2023."""
        return self._since(dates, _APART_FROM) or not self._since(dates, _TOGETHER_FROM)

    def _together(self, dates: tuple[str, ...]) -> bool:
        """Whether one grade surely covered children in care and care leavers: inspections of 2018 to 2022."""
        if dates:
            return not self._apart(dates)
        return self.published is not None and _TOGETHER_SURELY[0] <= self.published < _TOGETHER_SURELY[1]

    def _since(self, dates: tuple[str, ...], day: date) -> bool:
        """Whether the inspection was held on this day or later; without its dates, by the day of publication."""
        if dates:
            return dates[0] >= day.isoformat()[: len(dates[0])]
        return self.published is not None and (self.published - day).days >= 75

    def _previous(self, claims: list[Claim], judgements: Mapping[str, object]) -> str | None:
        overall = [claim for claim in claims if claim.area in ("", lexicon.OVERALL)]
        if self.kind == "inspection" or self.document == "inspection":
            past = [claim for claim in overall if claim.past] or [c for c in overall if c.kept and not self.document]
        else:
            past = [claim for claim in overall if self._names_ofsted(claim)]
        if not past and self.kind == "inspection" and _is_same_as_before(self.text):
            past = [claim for claim in overall if not claim.past]
        if not past:
            return None
        dated = [claim for claim in past if claim.year]
        chosen = max(dated, key=lambda claim: claim.year or 0) if dated else past[0]
        if chosen.start >= 0:
            self._note("previous_overall", chosen.start, chosen.end)
        return chosen.grade

    def _names_ofsted(self, claim: Claim) -> bool:
        """Whether the words round a grade are of an inspection, in a story that is not about one."""
        if self.kind in ("jtai", "send-inspection"):
            return claim.start >= 0 and bool(lexicon.OF_THE_SERVICE.search(self.text, claim.start, claim.end))
        if claim.start < 0 or self.kind in (*VISITS, "intervention") or self.document:
            return True
        return bool(lexicon.INSPECTED.search(self.text, max(0, claim.start - 250), claim.end))

    def _send_outcome(self) -> str | None:
        if self.document != "send" and self.kind != "send-inspection":
            return None
        read = outcomes.outcome_of_report if self.document == "send" else outcomes.send_outcome
        return self._told("send_outcome", read(self.text))

    def _priority_action(self) -> bool:
        if self.kind not in ("jtai", "send-inspection", *VISITS) and self.document not in ("jtai", "send", "letter"):
            return False
        if self.document == "send" and outcomes.follows_up(self.text):
            return False
        return self._told("priority_action", outcomes.priority_action(self.text)) is not None

    def _framework(self, dates: tuple[str, ...], judgements: Mapping[str, str]) -> str | None:
        if self.document == "send":
            return "Area SEND"
        if self.document == "jtai":
            return "JTAI"
        if self.document != "inspection" or not dates:
            return None
        if lexicon.ADOPTION in judgements:
            return "SIF"
        for framework, day in (("ILACS 2026", "2026-04"), ("ILACS 2023", "2023-01"), ("ILACS 2018", "2018-01")):
            if dates[0] >= day:
                return framework
        return "SIF"


def _is_same_as_before(text: str) -> bool:
    return bool(lexicon.SAME_OVERALL.search(text) or lexicon.SAME_HELD.search(text))
