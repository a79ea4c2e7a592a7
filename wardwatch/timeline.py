"""A council's inspections and visits as one run of events: Ofsted's own history and the archive, each shown once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from alerts.rules import Story
from alerts.summary import summarise
from newsdesk.history import Inspected, pre_election

KINDS = ("inspection", "focused-visit", "monitoring-visit", "jtai", "send-inspection")
OFFICIAL_KINDS = ("intervention",)
VISITS = ("focused-visit", "monitoring-visit")

SAME_VISIT, SAME_INSPECTION = timedelta(days=7), timedelta(days=30)
SAME_DOCUMENT = timedelta(days=10)
NEWS_OF_A_REPORT = timedelta(days=60)
LETTER_IS_LATE = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class Event:
    """One inspection, visit or official document. on_site: first and last day, ISO 8601; published: of Ofsted's or the
    government's own document; reported: the first day of news about it; stories: their numbers in the archive."""

    kind: str
    on_site: tuple[str, ...] = ()
    published: date | None = None
    reported: date | None = None
    judgements: Mapping[str, str] = field(default_factory=dict)
    visit_number: int | None = None
    theme: str = ""
    length: str = ""
    send_outcome: str | None = None
    priority_action: bool = False
    official: bool = False
    in_history: bool = False
    stories: tuple[int, ...] = ()
    outlets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        """Where it stands in time: on site, else published, else reported."""
        return _first(self.on_site) or self.published or self.reported


@dataclass(frozen=True, slots=True)
class Expected:
    """What usually follows an event, in words that can be kept."""

    event: Event
    words: str


def timeline(history: Iterable[Inspected], stories: Iterable[Story]) -> list[Event]:
    """All events, newest first; a story about an event of the history is shown with it."""
    events = [_from_history(one) for one in history]
    for told in filter(None, map(_from_story, stories)):
        place = _place_of(told, events)
        if place is None:
            events.append(told)
        else:
            events[place] = _united(events[place], told)
    return sorted(events, key=lambda one: (one.day or date.min, one.stories), reverse=True)


def expected(events: Sequence[Event], today: date) -> list[Expected]:
    """The letters that usually follow visits which are known from news; none for a first monitoring visit, whose
    letter Ofsted does not publish, and none in the period before an election."""
    if pre_election(today):
        return []
    found = []
    for event in events:
        day = _last(event.on_site) or event.reported
        late = day is None or not day <= today <= day + LETTER_IS_LATE
        if event.kind in VISITS and not (
            event.official or late or _may_be_first(event, events) or _passed(event, events)
        ):
            name = event.kind.replace("-", " ")
            found.append(Expected(event, f"letters of {name}s usually follow within 4 to 10 weeks; not published yet"))
    return found


def _from_history(one: Inspected) -> Event:
    return Event(
        kind=one.kind,
        on_site=(one.started.isoformat(),),
        published=one.published,
        judgements=one.judgements,
        theme=one.theme,
        length=one.length,
        official=True,
        in_history=True,
    )


def _from_story(story: Story) -> Event | None:
    """None for a story in which nothing relevant is left."""
    articles = tuple(one for one in story.articles if one.reading.relevant)
    if not articles:
        return None
    said = summarise(Story(story.id, articles))
    own = [one for one in articles if one.official]
    published = [day for one in own if (day := one.article.published_on)]
    return Event(
        kind=said.kind,
        on_site=said.inspection_dates,
        published=_first((said.report_published,) if own and said.report_published else ())
        or min(published, default=None),
        reported=min((day for one in articles if not one.official and (day := one.article.published_on)), default=None),
        judgements=said.judgements,
        visit_number=said.visit_number,
        send_outcome=said.send_outcome,
        priority_action=said.priority_action,
        official=bool(own),
        stories=(story.id,),
        outlets=tuple(dict.fromkeys(one.article.outlet for one in articles)),
        documents=tuple(dict.fromkeys(one.article.url for one in own)),
    )


def _place_of(told: Event, events: Sequence[Event]) -> int | None:
    """The event of the history that a story tells of, the nearest where it could be several."""
    near = [(gap, place) for place, one in enumerate(events) if one.in_history and (gap := _gap(told, one)) is not None]
    return min(near)[1] if near else None


def _gap(told: Event, known: Event) -> timedelta | None:
    """How far a story is from an event of the history; None where it tells of another."""
    started, published = _first(known.on_site), known.published
    if told.kind != known.kind or started is None or published is None or _clash(told, known):
        return None
    first, last = _first(told.on_site), _last(told.on_site)
    if first and last:
        leeway = SAME_VISIT if told.kind in VISITS else SAME_INSPECTION
        return abs(first - started) if first - leeway <= started <= last + leeway else None
    if told.published:
        gap = abs(told.published - published)
        return gap if gap <= SAME_DOCUMENT else None
    if told.reported and started <= told.reported <= published + NEWS_OF_A_REPORT:
        return abs(told.reported - published)
    return None


def _clash(told: Event, known: Event) -> bool:
    """Whether a story gives other grades for everything that both judge."""
    both = told.judgements.keys() & known.judgements.keys()
    return bool(both) and all(told.judgements[name] != known.judgements[name] for name in both)


def _united(known: Event, told: Event) -> Event:
    """The event as the history has it, with what only the story knows."""
    return replace(
        known,
        on_site=told.on_site
        if len(told.on_site) > len(known.on_site) and len(told.on_site[0]) == 10
        else known.on_site,
        reported=min(filter(None, (known.reported, told.reported)), default=None),
        judgements={**told.judgements, **known.judgements},
        visit_number=known.visit_number or told.visit_number,
        priority_action=known.priority_action or told.priority_action,
        stories=(*known.stories, *told.stories),
        outlets=tuple(dict.fromkeys((*known.outlets, *told.outlets))),
        documents=tuple(dict.fromkeys((*known.documents, *told.documents))),
    )


def _may_be_first(event: Event, events: Sequence[Event]) -> bool:
    """Whether a monitoring visit is, or may be, the first since the last inspection."""
    if event.kind != "monitoring-visit":
        return False
    if event.visit_number is not None:
        return event.visit_number == 1
    earlier = [one for one in _before(event, events) if one.kind in {"monitoring-visit", "inspection"}]
    newest = max(earlier, key=lambda one: one.day or date.min, default=None)
    return newest is None or newest.kind == "inspection"


def _passed(event: Event, events: Sequence[Event]) -> bool:
    """Whether a later visit of its kind has its letter already."""
    return any(one.kind == event.kind and one.official and event in _before(one, events) for one in events)


def _before(event: Event, events: Sequence[Event]) -> Iterator[Event]:
    return (one for one in events if one is not event and one.day and event.day and one.day < event.day)


def _first(dates: Sequence[str]) -> date | None:
    """The first day that dates can mean; a month is 2025-06."""
    return _as_day(dates[0], "01") if dates else None


def _last(dates: Sequence[str]) -> date | None:
    return _as_day(dates[-1], "28") if dates else None


def _as_day(written: str, rest: str) -> date | None:
    try:
        return date.fromisoformat(written if len(written) == 10 else f"{written}-{rest}")
    except ValueError:
        return None
