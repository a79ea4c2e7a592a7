"""The same text and the same story: copies of one article, and the reports of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from newsdesk import allusions
from newsdesk.article import Article
from newsdesk.copies import fingerprints, is_copy
from newsdesk.findings import Reading
from newsdesk.likeness import detail, likeness

__all__ = ["Item", "contradict", "fingerprints", "group", "is_copy", "joined", "same_story"]

Item = tuple[Article, Reading]

_TWO_DAYS = len("2024-02-262024-03-08")

_VISITS = frozenset({"monitoring-visit", "focused-visit"})
_BY_OFSTED = frozenset({"inspection", *_VISITS})
_INSPECTIONS = frozenset({"jtai", "send-inspection", "home-inspection", *_BY_OFSTED})
_JOINT = frozenset({"jtai", "send-inspection"})
_ONE_AT_A_TIME = frozenset({"inspection", "jtai", "send-inspection", "intervention", "safeguarding-review"})
_NEAR = timedelta(days=14)
_NEAR_VISIT = timedelta(days=7)
_ONE_STEP = timedelta(days=10)
_ONE_CYCLE = timedelta(days=120)
_ONE_INSPECTION = timedelta(days=400)
_APART = {
    "monitoring-visit": timedelta(days=21),
    "focused-visit": timedelta(days=21),
    "home-inspection": timedelta(days=3),
}
_FAR_APART = timedelta(days=60)

_ALIKE = 1.1
_ALIKE_IN = {"policy": 1.2, "service": 1.2, "other": 1.3}
_ALIKE_IN_A_CLEAR_KIND = 1.0
_LATER = timedelta(days=4)
_LATER_BY = 0.2
_SOON = timedelta(days=2)
_SOON_BY = -0.3
_VAGUE = frozenset({"other", "policy", "service"})
_VAGUE_BY, _OTHER_KIND_BY, _SERVICE_BY = 0.2, 0.7, 1.3
_DETAIL = 0.5
_OUTLETS_COUNCIL_BY, _OTHER_COUNCILS_BY = 0.2, 0.5
_OTHER_COUNCILS_INSPECTED_BY = 1.5
_BY_OFSTED_ALIKE = 0.6
_INTERVENED_ALIKE = 0.3
_INSPECTED_BY = 1.5
_AHEAD = timedelta(days=2)
_SPENT_ON, _SPENT_ON_ALIKE = frozenset({"workforce", "finance"}), 0.4
_OF_AFTERMATH = frozenset({"workforce", "intervention"})
_DEMANDED = frozenset({"leadership", "intervention"})
_LOOKED_BACK_AT = frozenset({"jtai", "send-inspection", "safeguarding-review", *_BY_OFSTED})


def same_story(a: Item, b: Item) -> bool:
    """Whether two relevant articles report one event; pure and symmetric. Articles that are not relevant share none."""
    if not (a[1].relevant and b[1].relevant) or contradict(a, b):
        return False
    return is_copy(a[0], b[0]) or _same_event(a, b) or _close_in_time(a, b)


def contradict(a: Item, b: Item) -> bool:
    """Whether two articles cannot tell of one event: other councils, another visit, another inspection."""
    left, right = a[1], b[1]
    if left.councils and right.councils and not set(left.councils) & set(right.councils):
        return True
    if not _both_inspected(left, right):
        return False
    if left.kind != right.kind:
        return not {left.kind, right.kind} <= _BY_OFSTED and _dates_apart(left, right)
    if left.kind == "inspection" and _gap(a, b) <= _NEAR:
        return False
    if left.visit_number and right.visit_number:
        return left.visit_number != right.visit_number or _gap(a, b) > _ONE_CYCLE
    return _dates_apart(left, right) or (_gap(a, b) > _ONE_INSPECTION)


def _same_event(a: Item, b: Item) -> bool:
    """Whether both name one event: the same visit, or the same days on site."""
    left, right = a[1], b[1]
    if not _both_inspected(left, right) or not _same_councils(left, right):
        return False
    if left.kind != right.kind:
        return left.inspection_dates == right.inspection_dates and len("".join(left.inspection_dates)) >= _TWO_DAYS
    if left.visit_number and left.visit_number == right.visit_number:
        return True
    return bool(left.inspection_dates and right.inspection_dates)


def _close_in_time(a: Item, b: Item) -> bool:
    """Whether two articles without a common identity are near enough, and alike enough, to report one event."""
    left, right = a[1], b[1]
    if _gap(a, b) > _NEAR or not _share_area(a, b) or allusions.rounds_up(a[0]) != allusions.rounds_up(b[0]):
        return False
    if _one_at_a_time(a, b) or _follows(a, b) or _follows(b, a):
        return True
    if not ({left.kind, right.kind} & _VAGUE or left.kind == right.kind or _both_inspected(left, right)):
        return detail(a[0], b[0]) >= _DETAIL and likeness(a[0], b[0]) >= _needed(a, b)
    return likeness(a[0], b[0], "leadership" in (left.kind, right.kind)) >= _needed(a, b)


def _one_at_a_time(a: Item, b: Item) -> bool:
    """Whether both tell of what a council has one of in such a time."""
    left, right = a[1], b[1]
    if not _same_councils(left, right):
        return False
    if left.kind == right.kind and left.kind in _ONE_AT_A_TIME:
        return left.kind != "intervention" or _gap(a, b) <= _ONE_STEP or likeness(a[0], b[0]) >= _INTERVENED_ALIKE
    if not _both_inspected(left, right) or _dates_apart(left, right):
        return False
    if {left.kind, right.kind} <= _BY_OFSTED:
        return True
    return _gap(a, b) <= _NEAR_VISIT and (_takes_for_another(a, b) or _takes_for_another(b, a))


def _takes_for_another(a: Item, b: Item) -> bool:
    """Whether a joint or special needs inspection is also what the other article, of another kind, speaks of."""
    return a[1].kind in _JOINT and b[1].kind in _BY_OFSTED and allusions.speaks_of(b[0], a[1].kind)


def _follows(first: Item, later: Item) -> bool:
    """Whether an article of no clear kind is about what inspectors or reviewers said, then or in the days before."""
    kind, gap = first[1].kind, _gap(first, later)
    if kind not in _LOOKED_BACK_AT or not _same_councils(first[1], later[1]) or not allusions.speaks_of(later[0], kind):
        return False
    if _before(later, first) and gap > _AHEAD:
        return False
    if gap <= _told_within(later) and allusions.by_inspectors(later[0], kind):
        return True
    if _before(later, first) or not allusions.looks_back(later[0]):
        return False
    if later[1].kind in _VAGUE or (later[1].kind in _DEMANDED and allusions.demands(later[0])):
        return True
    return later[1].kind in _SPENT_ON and likeness(first[0], later[0]) >= _SPENT_ON_ALIKE


def _told_within(item: Item) -> timedelta:
    """How long after a letter what names inspectors first, but sounds like another kind of story, is about it."""
    article, reading = item
    if reading.kind in _VAGUE:
        return _NEAR_VISIT
    return _AHEAD if reading.kind in _OF_AFTERMATH and not allusions.looks_back(article) else timedelta(-1)


def _needed(a: Item, b: Item) -> float:
    """How alike two articles have to be: more where days, kind or councils part them."""
    needed = _needed_by_kind(a[1], b[1], detail(a[0], b[0]) >= _DETAIL)
    if _gap(a, b) > _LATER:
        needed += _LATER_BY
    elif _gap(a, b) <= _SOON and a[1].kind == b[1].kind and a[1].kind not in _VAGUE:
        needed += _SOON_BY
    if set(a[1].councils) == set(b[1].councils):
        return needed
    if a[1].councils and b[1].councils:
        return needed + (_OTHER_COUNCILS_INSPECTED_BY if _both_inspected(a[1], b[1]) else _OTHER_COUNCILS_BY)
    return needed + _OUTLETS_COUNCIL_BY


def _share_area(a: Item, b: Item) -> bool:
    return not (a[1].councils or b[1].councils) or bool(_area(a) & _area(b))


def _area(item: Item) -> set[str]:
    """The councils of an article; of one that names none, those of its outlet."""
    return set(item[1].councils or item[0].outlet_councils)


def _needed_by_kind(left: Reading, right: Reading, in_detail: bool) -> float:
    kinds = {left.kind, right.kind}
    if len(kinds) == 1:
        return _ALIKE_IN.get(left.kind, _ALIKE_IN_A_CLEAR_KIND)
    if kinds <= _INSPECTIONS:
        return _BY_OFSTED_ALIKE if kinds <= _BY_OFSTED else _ALIKE
    if kinds & (_BY_OFSTED | _JOINT):
        return _ALIKE + _INSPECTED_BY
    if "service" in kinds and not in_detail:
        return _ALIKE + _SERVICE_BY
    return _ALIKE + (_VAGUE_BY if kinds & _VAGUE else _OTHER_KIND_BY)


def _both_inspected(left: Reading, right: Reading) -> bool:
    return left.kind in _INSPECTIONS and right.kind in _INSPECTIONS


def _same_councils(left: Reading, right: Reading) -> bool:
    return bool(left.councils) and set(left.councils) == set(right.councils)


def _day(item: Item) -> date | None:
    """The day of publication; a report without one has the day that it gives of itself."""
    article, reading = item
    if article.published_on is None and reading.report_published:
        return date.fromisoformat(reading.report_published)
    return article.published_on


def _before(a: Item, b: Item) -> bool:
    left, right = _day(a), _day(b)
    return left is not None and right is not None and left < right


def _gap(a: Item, b: Item) -> timedelta:
    """Time between two publications; without a date, longer than any nearness but no contradiction."""
    left, right = _day(a), _day(b)
    if left is None or right is None:
        return _ONE_CYCLE
    return abs(left - right)


def _dates_apart(left: Reading, right: Reading) -> bool:
    if not (left.inspection_dates and right.inspection_dates):
        return False
    first_left, last_left = _span(left.inspection_dates)
    first_right, last_right = _span(right.inspection_dates)
    between = max(first_left, first_right) - min(last_left, last_right)
    if left.kind != right.kind:
        return between > timedelta(0)
    return between > _APART.get(left.kind, _FAR_APART)


def _span(dates: tuple[str, ...]) -> tuple[date, date]:
    first, last = dates[0], dates[-1]
    start = date.fromisoformat(first if len(first) == 10 else f"{first}-01")
    if len(last) == 10:
        return start, date.fromisoformat(last)
    return start, date.fromisoformat(f"{last}-28") + timedelta(days=3)


def group(items: Sequence[Item]) -> list[list[int]]:
    """The stories: positions of items, each in exactly one; connected parts of same_story.

    Where a vague article would bring together articles that contradict one another, only firmer links count.
    The order of the items does not matter; what is not relevant stays alone.
    """
    links = [(a, b) for a, b in _candidates(items) if same_story(items[a], items[b])]
    return sorted(_settled(items, range(len(items)), links, (*_FIRMER, _never)))


def _settled(
    items: Sequence[Item],
    positions: Iterable[int],
    links: list[tuple[int, int]],
    firmer: tuple[Callable[[Item, Item], bool], ...],
) -> list[list[int]]:
    """The connected parts; one that contradicts itself is parted again by the links that are firmer."""
    stories = []
    for part in _parts(positions, links):
        if _agree(items, part):
            stories.append(part)
            continue
        within = set(part)
        kept = [(a, b) for a, b in links if a in within and firmer[0](items[a], items[b])]
        stories += _settled(items, part, kept, firmer[1:])
    return stories


def joined(item: Item, stories: Sequence[Sequence[Item]]) -> list[int]:
    """Which of these stories a new article joins, by position; it joins them together where it joins several.

    As in group(): where that would put articles under one roof that contradict one another, nearness does not count.
    """
    linked = [at for at, story in enumerate(stories) if any(same_story(item, other) for other in story)]
    for firmer in (*_FIRMER, _never):
        together = [item, *(other for at in linked for other in stories[at])]
        if _agree(together, range(len(together))):
            return linked
        linked = [at for at in linked if any(same_story(item, each) and firmer(item, each) for each in stories[at])]
    return []


def _is_of_one_kind(a: Item, b: Item) -> bool:
    return (a[1].kind == b[1].kind and set(a[1].councils) == set(b[1].councils)) or _is_firm(a, b)


def _is_firm(a: Item, b: Item) -> bool:
    return is_copy(a[0], b[0]) or _same_event(a, b)


_FIRMER = (_is_of_one_kind, _is_firm, _same_event)


def _never(a: Item, b: Item) -> bool:
    return False


def _agree(items: Sequence[Item], part: Sequence[int]) -> bool:
    return not any(contradict(items[a], items[b]) for a, b in combinations(part, 2))


def _candidates(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Pairs that share a shingle, their councils or what stands for these; no other pair can be one story."""
    by_key: dict[object, list[int]] = defaultdict(list)
    for at, (article, reading) in enumerate(items):
        if reading.relevant:
            for council in reading.councils or ("", *article.outlet_councils):
                by_key[council].append(at)
            for shingle in fingerprints(article):
                by_key[shingle].append(at)
    yield from {pair for sharing in by_key.values() for pair in combinations(sharing, 2)}


def _parts(positions: Iterable[int], links: list[tuple[int, int]]) -> list[list[int]]:
    """The connected parts, each sorted."""
    parent = {at: at for at in positions}

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for a, b in links:
        parent[root(a)] = root(b)
    parts: dict[int, list[int]] = defaultdict(list)
    for at in sorted(parent):
        parts[root(at)].append(at)
    return list(parts.values())
