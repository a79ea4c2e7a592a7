"""A story as the templates show it: plain strings, harmless, cut to size, official things first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from urllib.parse import urlsplit

from alerts import subjects
from alerts.content import Telling
from alerts.differences import difference
from alerts.facts import CONTRADICTION, JUDGEMENT, OFFICIAL, PRIORITY, SEND, STORY, Fact, facts_of
from alerts.rules import Story, StoryArticle
from alerts.summary import Place, Summary, by_weight, locate, locate_gist, quoted, summarise
from alerts.wording import GRADES, JUDGEMENTS, KINDS, OFSTED_KINDS, WITHHELD_KINDS, listed, moment, plain, sentence_case

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
    """Facts in our words, the sentence in which they stand, in parts of which some are marked, and where that is."""

    texts: tuple[str, ...]
    new: bool
    sentence: tuple[tuple[str, bool], ...] = ()
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
    before: str
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
    withheld = any(one.reading.kind in WITHHELD_KINDS for one in story.articles)
    places = _places(story, zone, withheld=withheld)
    people = [_person(one.name, one.role) for one in said.people]
    return StoryView(
        id=story.id,
        kind=said.kind,
        kind_name=sentence_case(KINDS.get(said.kind, KINDS["other"])),
        councils=said.councils,
        area=subjects.area(said.councils),
        subject=subjects.update_subject(said, published, telling.told) if update else subjects.subject(said, published),
        heading=subjects.update_heading(said, published, telling.told) if update else subjects.heading(said, published),
        lead=subjects.lead(said, published),
        standing=_standing(said, story),
        grid=_grid(said),
        before=f"In {said.previous_year}" if said.previous_year else "Before",
        facts=_facts(facts, story, telling.told if update else (), withheld=withheld),
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
    return f"As reported by {listed(outlets)}; Ofsted's report not seen yet. We will write again when it is."


def _grid(said: Summary) -> tuple[GridRow, ...]:
    before = {"overall effectiveness": said.previous_overall or ""}
    return tuple(
        GridRow(
            sentence_case(_judgement(name)),
            plain(grade, 60).capitalize(),
            before.get(name, "").capitalize(),
            grade.replace(" ", "-") if grade in GRADES else "",
        )
        for name, grade in said.judgements.items()
    )


def _facts(facts: Sequence[Fact], story: Story, new: Sequence[str], *, withheld: bool) -> tuple[FactView, ...]:
    """The facts, those of one sentence together. The story as such and the document have none: their places speak.
    A story without other facts shows the sentence that made us think it relevant."""
    groups: dict[object, list[tuple[Fact, Place | None]]] = {}
    for fact in facts:
        if fact.kind not in {STORY, OFFICIAL}:
            carriers = by_weight(Story(story.id, tuple(story.articles[place] for place in fact.carriers)))
            place = None if withheld else locate(carriers, _source_of(fact))
            groups.setdefault((place.source.id, place.source.article.url, place.start) if place else fact, []).append(
                (fact, place)
            )
    views = [_fact(group, story, new) for group in groups.values()]
    if not views and not withheld and (place := locate_gist(by_weight(story))):
        return (FactView((), False, quoted([place]), _where(place), safe_url(place.source.article.url)),)
    return tuple(views)


def _fact(group: Sequence[tuple[Fact, Place | None]], story: Story, new: Sequence[str]) -> FactView:
    """Facts that stand in the same sentence; or one whose sentence is not known."""
    graded: dict[str, list[str]] = {}
    for fact, _ in group:
        if fact.kind == JUDGEMENT:
            graded.setdefault(fact.value, []).append(_judgement(fact.name))
    texts = tuple(f"{sentence_case(listed(names, 9))}: {plain(grade, 60)}" for grade, names in graded.items())
    texts += tuple(_fact_text(fact, story) for fact, _ in group if fact.kind != JUDGEMENT)
    is_new = any(fact.key in new for fact, _ in group)
    places = [place for _, place in group if place is not None]
    if not places:
        names = dict.fromkeys(plain(story.articles[place].article.outlet, 60) for place in group[0][0].carriers)
        return FactView(texts, is_new, where=listed(list(names)))
    return FactView(texts, is_new, quoted(places), _where(places[0]), safe_url(places[0].source.article.url))


def _source_of(fact: Fact) -> str:
    """The name under which a reading says where the fact stands."""
    return f"judgements.{fact.name}" if fact.kind in {JUDGEMENT, CONTRADICTION} else fact.kind


def _judgement(name: str) -> str:
    return JUDGEMENTS[name].lower() if name in JUDGEMENTS else plain(name, 60)


def _fact_text(fact: Fact, story: Story) -> str:
    if fact.kind == SEND:
        return f"Area SEND inspection: {plain(fact.value, 200)}"
    if fact.kind == PRIORITY:
        return "Areas for priority action"
    return f"News and report differ. {difference(fact, story)}"


def _where(place: Place) -> str:
    one, page = place.source, place.span.page
    name = "Ofsted's report" if one.official and one.article.media == "pdf" else plain(one.article.outlet, 60)
    return f"{name}, page {page}" if page else name


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
        for phrase, where, weight in one.reading.evidence:
            if weight > 0 and where != "words":
                shown = plain(phrase.rstrip("*"), 60)
                weights[shown] = max(weight, weights.get(shown, 0.0))
    return tuple(sorted(weights, key=lambda phrase: -weights[phrase])[:MOST_PHRASES])
