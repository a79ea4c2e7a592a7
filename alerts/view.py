"""A story as the templates show it: plain strings, harmless, cut to size, official things first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from urllib.parse import urlsplit

from alerts import subjects
from alerts.content import Telling
from alerts.facts import CONTRADICTION, JUDGEMENT, OFFICIAL, STORY, Fact, facts_of
from alerts.rules import Story, StoryArticle
from alerts.summary import Quote, Summary, by_weight, quote, summarise
from alerts.wording import GRADES, JUDGEMENTS, KINDS, OFSTED_KINDS, WITHHELD_KINDS, listed, moment, plain

MOST_PHRASES = 8
MOST_PEOPLE = 8
LONGEST_URL = 1500


@dataclass(frozen=True, slots=True)
class GridRow:
    """A judgement: now, and before where that is known. grade: the grade in lower case, for its colour."""

    label: str
    now: str
    before: str
    grade: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact in our words, its sentence in three parts, and where that stands."""

    text: str
    new: bool
    before: str = ""
    hit: str = ""
    after: str = ""
    where: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place that carries the story. title: "" where it is withheld; url: "" where it is none to follow."""

    outlet: str
    title: str
    url: str
    when: str
    published: str | None
    official: bool
    note: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """Everything that a message can say of a story."""

    id: int
    kind: str
    kind_name: str
    councils: tuple[str, ...]
    area: str
    subject: str
    heading: str
    lead: str
    standing: str
    grid: tuple[GridRow, ...]
    facts: tuple[FactView, ...]
    keys: tuple[tuple[Fact, bool], ...]
    places: tuple[PlaceView, ...]
    more_places: int
    people: tuple[str, ...]
    more_people: int
    phrases: tuple[str, ...]
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    withheld: bool

    @property
    def has_before(self) -> bool:
        """Whether the grid has anything to say of the time before."""
        return any(row.before for row in self.grid)


def story_view(telling: Telling, zone: tzinfo, *, update: bool, most_places: int = 40) -> StoryView:
    """The view of one story in a message. update: the recipient knows the story already."""
    story, said = telling.story, summarise(telling.story)
    published = _first_published(story)
    facts = facts_of(story)
    withheld = said.kind in WITHHELD_KINDS
    places = _places(story, zone, withheld=withheld)
    people = [_person(one.name, one.role) for one in said.people]
    return StoryView(
        id=story.id,
        kind=said.kind,
        kind_name=KINDS.get(said.kind, KINDS["other"]),
        councils=said.councils,
        area=subjects.area(said.councils),
        subject=subjects.update_subject(said, published, telling.told) if update else subjects.subject(said, published),
        heading=subjects.heading(said, published),
        lead=subjects.lead(said, published),
        standing=_standing(said, story),
        grid=_grid(said),
        facts=tuple(
            view
            for fact in facts
            if (view := _fact(fact, story, new=update and fact.key in telling.told, withheld=withheld))
        ),
        keys=tuple((fact, fact.key in telling.told) for fact in facts),
        places=places[:most_places],
        more_places=max(0, len(places) - most_places),
        people=() if withheld else tuple(people[:MOST_PEOPLE]),
        more_people=0 if withheld else max(0, len(people) - MOST_PEOPLE),
        phrases=() if withheld else _phrases(story),
        reasons=tuple((plain(rule, 120), tuple(plain(why, 200) for why in whys)) for rule, whys in telling.reasons),
        withheld=withheld,
    )


def safe_url(url: str) -> str:
    """The address, if a click on it can do no more than open a web page; else ""."""
    if len(url) > LONGEST_URL or url != plain(url, LONGEST_URL) or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def _first_published(story: Story) -> date | None:
    """The earliest day of publication that any article gives."""
    return min((day for one in story.articles if (day := one.article.published_on)), default=None)


def _standing(said: Summary, story: Story) -> str:
    """Where the story stands: who reported it, and whether the report itself was seen."""
    outlets = list(dict.fromkeys(plain(one.article.outlet, 60) for one in story.articles if not one.official))
    if said.kind not in OFSTED_KINDS or said.kind == "home-inspection":
        return ""
    if said.official:
        return ""
    return f"As reported by {listed(outlets)}; Ofsted's report not seen yet."


def _grid(said: Summary) -> tuple[GridRow, ...]:
    before = {"overall effectiveness": said.previous_overall or ""}
    return tuple(
        GridRow(
            JUDGEMENTS.get(name, plain(name, 60).capitalize()),
            plain(grade, 60).capitalize(),
            before.get(name, "").capitalize(),
            grade.replace(" ", "-") if grade in GRADES else "",
        )
        for name, grade in said.judgements.items()
    )


def _fact(fact: Fact, story: Story, *, new: bool, withheld: bool) -> FactView | None:
    """A fact with its sentence. The story as such has none: its places speak for it."""
    if fact.kind in {STORY, OFFICIAL}:
        return None
    carriers = [story.articles[place] for place in fact.carriers]
    text = _fact_text(fact, carriers)
    found = None if withheld else quote(by_weight(Story(story.id, tuple(carriers))), _source_of(fact))
    if found is None:
        names = dict.fromkeys(plain(one.article.outlet, 60) for one in carriers)
        return FactView(text, new, where=listed(list(names)))
    return FactView(text, new, found.before, found.hit, found.after, _where(found), safe_url(found.source.article.url))


def _source_of(fact: Fact) -> str:
    """The name under which a reading says where the fact stands."""
    return f"judgements.{fact.name}" if fact.kind in {JUDGEMENT, CONTRADICTION} else fact.kind


def _fact_text(fact: Fact, carriers: Sequence[StoryArticle]) -> str:
    name = JUDGEMENTS.get(fact.name, plain(fact.name, 60).capitalize())
    match fact.kind:
        case "judgement":
            return f"{name}: {plain(fact.value, 60)}"
        case "contradiction":
            said = {
                plain(one.article.outlet, 60): grade
                for one in carriers
                if (grade := one.reading.judgements.get(fact.name))
            }
            return f"{name}: news and report differ ({'; '.join(f'{who}: {grade}' for who, grade in said.items())})"
        case "send_outcome":
            return f"Area SEND inspection: {plain(fact.value, 200)}"
        case _:
            return "Areas for priority action"


def _where(found: Quote) -> str:
    if found.source.official and found.source.article.media == "pdf":
        return f"Ofsted's report, page {found.page}" if found.page else "Ofsted's report"
    name = plain(found.source.article.outlet, 60)
    return f"{name}, page {found.page}" if found.page else name


def _person(name: str, role: str) -> str:
    return f"{plain(name, 80)}, {plain(role, 120)}" if role else plain(name, 80)


def _places(story: Story, zone: tzinfo, *, withheld: bool) -> tuple[PlaceView, ...]:
    return tuple(_place(one, zone, withheld=withheld) for one in by_weight(story))


def _place(one: StoryArticle, zone: tzinfo, *, withheld: bool) -> PlaceView:
    article = one.article
    published = article.published
    if isinstance(published, datetime) and published.tzinfo is None:
        published = published.replace(tzinfo=zone)
    return PlaceView(
        outlet=plain(article.outlet, 60),
        title="" if withheld else plain(article.title, 160),
        url=safe_url(article.url),
        when=moment(published, zone) if published else f"no date; first seen {moment(one.first_seen, zone)}",
        published=published.isoformat() if published else None,
        official=one.official,
        note="same text as another here" if one.copy else "",
    )


def _phrases(story: Story) -> tuple[str, ...]:
    """The phrases that made us think it relevant, the weightiest first."""
    weights: dict[str, float] = {}
    for one in story.articles:
        for phrase, _, weight in one.reading.evidence:
            if weight > 0:
                weights[plain(phrase, 60)] = max(weight, weights.get(plain(phrase, 60), 0.0))
    return tuple(sorted(weights, key=lambda phrase: -weights[phrase])[:MOST_PHRASES])
