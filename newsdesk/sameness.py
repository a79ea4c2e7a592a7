"""The same text and the same story: copies of one article, and the reports of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import combinations

from newsdesk import marks
from newsdesk.article import Article
from newsdesk.findings import Reading
from newsdesk.words import tokens

Item = tuple[Article, Reading]

_SHINGLE = 4
_SAMPLE = 200
_COPIED = 0.4
_FEWEST = 8
_SHORT = 30
_SHORT_COPIED = 0.6
_BRIEF = 60
_TWO_DAYS = len("2024-02-262024-03-08")

_VISITS = frozenset({"monitoring-visit", "focused-visit"})
_INSPECTIONS = frozenset({"inspection", "jtai", "send-inspection", "home-inspection", *_VISITS})
_ONE_AT_A_TIME = frozenset(
    {"inspection", "jtai", "send-inspection", "home-inspection", "intervention", "safeguarding-review"}
)
_NAMED = frozenset({"leadership", "court", "ombudsman"})
_NEAR = timedelta(days=14)
_NEAR_VISIT = timedelta(days=7)
_ONE_CYCLE = timedelta(days=120)
_ONE_INSPECTION = timedelta(days=400)
_APART = {
    "monitoring-visit": timedelta(days=21),
    "focused-visit": timedelta(days=21),
    "home-inspection": timedelta(days=3),
}
_FAR_APART = timedelta(days=60)

_DAYS_ON = timedelta(days=4)
_LONG_AFTER = timedelta(days=60)
_NAMED_POINTS = 1
_POINTS = 2
_SURE_POINTS = 3


def fingerprints(article: Article) -> frozenset[int]:
    """At most 200 signed 64-bit shingle hashes: the smallest, so that copies of a text share some of them."""
    return _prints(article.text)


def is_copy(a: Article, b: Article) -> bool:
    """Whether one text is the other, cut or edited; symmetric. Headlines may differ."""
    if not _prints(a.text) & _prints(b.text) or _of_two_events(a, b):
        return False
    left, right = _shingles(a.text), _shingles(b.text)
    fewer = min(len(left), len(right))
    if fewer < _FEWEST:
        return left == right and a.content_hash == b.content_hash
    return len(left & right) / fewer >= (_SHORT_COPIED if fewer < _SHORT else _COPIED)


def _of_two_events(a: Article, b: Article) -> bool:
    """Whether one template was filled in twice: for other councils, other days, or long after."""
    if a.published_on and b.published_on and abs(a.published_on - b.published_on) > _LONG_AFTER:
        return True
    left, right = marks.councils(a), marks.councils(b)
    if left and right and not left & right:
        return True
    if min(len(_shingles(a.text)), len(_shingles(b.text))) >= _BRIEF:
        return False
    numbers = marks.numbers(a), marks.numbers(b)
    return bool(numbers[0] - numbers[1] and numbers[1] - numbers[0])


@lru_cache(maxsize=1024)
def _prints(text: str) -> frozenset[int]:
    return frozenset(nsmallest(_SAMPLE, (_hash(shingle) for shingle in _shingles(text))))


@lru_cache(maxsize=1024)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = tokens(text)
    if not words:
        return frozenset()
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def _hash(shingle: tuple[str, ...]) -> int:
    digest = blake2b("\x1f".join(shingle).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


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
    if left.kind != right.kind or left.kind not in _INSPECTIONS:
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
    if not _share_area(left, right):
        return False
    gap = _gap(a, b)
    if left.kind != right.kind:
        return gap <= _DAYS_ON and not _both_inspected(left, right) and _points(a, b) >= _SURE_POINTS
    if set(left.councils) != set(right.councils):
        enough = _POINTS if left.kind in _NAMED else _SURE_POINTS
        return left.kind not in _INSPECTIONS and gap <= _NEAR and _points(a, b) >= enough
    if left.kind in _VISITS:
        return gap <= _NEAR_VISIT and _same_councils(left, right)
    if gap > _NEAR:
        return False
    if left.councils and left.kind in _ONE_AT_A_TIME:
        return True
    if not left.councils:
        return _points(a, b) >= _SURE_POINTS
    return _points(a, b) >= (_NAMED_POINTS if left.kind in _NAMED else _POINTS)


def _share_area(left: Reading, right: Reading) -> bool:
    """Whether both are about one of the same councils, or neither about any."""
    return bool(set(left.councils) & set(right.councils)) or not (left.councils or right.councils)


def _both_inspected(left: Reading, right: Reading) -> bool:
    return left.kind in _INSPECTIONS and right.kind in _INSPECTIONS


def _points(a: Item, b: Item) -> int:
    return marks.points(a[0], b[0])


def _same_councils(left: Reading, right: Reading) -> bool:
    return bool(left.councils) and set(left.councils) == set(right.councils)


def _day(item: Item) -> date | None:
    """The day of publication; a report without one has the day that it gives of itself."""
    article, reading = item
    if article.published_on is None and reading.report_published:
        return date.fromisoformat(reading.report_published)
    return article.published_on


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
    return sorted(_settled(items, range(len(items)), links, (_is_firm, _same_event, _never)))


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
    together = [item, *(other for at in linked for other in stories[at])]
    if _agree(together, range(len(together))):
        return linked
    return [at for at in linked if any(same_story(item, other) and _is_firm(item, other) for other in stories[at])]


def _is_firm(a: Item, b: Item) -> bool:
    return is_copy(a[0], b[0]) or _same_event(a, b)


def _never(a: Item, b: Item) -> bool:
    return False


def _agree(items: Sequence[Item], part: Sequence[int]) -> bool:
    return not any(contradict(items[a], items[b]) for a, b in combinations(part, 2))


def _candidates(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Pairs that share a shingle or their councils; no other pair can be one story."""
    by_key: dict[object, list[int]] = defaultdict(list)
    for at, (article, reading) in enumerate(items):
        if reading.relevant:
            for council in reading.councils or ("",):
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
