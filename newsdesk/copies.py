"""The same text: whether one article is another, cut or edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest

from newsdesk import marks
from newsdesk.article import Article
from newsdesk.words import tokens

_SHINGLE = 4
_SAMPLE = 200
_COPIED = 0.25
_FEWEST = 8
_SHORT = 30
_SHORT_COPIED = 0.6
_BRIEF = 60
_BRIEF_COPIED = 0.4
_LONG_AFTER = timedelta(days=60)
_DATES = frozenset(
    tokens(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
        " september october november december first second third fourth fifth sixth seventh eighth"
    )
)
_Slots = Mapping[tuple[str, ...], frozenset[str]]


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
    needed = _SHORT_COPIED if fewer < _SHORT else _BRIEF_COPIED if fewer < _BRIEF else _COPIED
    return len(left & right) / fewer >= needed


def _of_two_events(a: Article, b: Article) -> bool:
    """Whether one template was filled in twice: for other councils, with other numbers, or long after."""
    if a.published_on and b.published_on and abs(a.published_on - b.published_on) > _LONG_AFTER:
        return True
    left, right = marks.councils(a), marks.councils(b)
    if left and right and not (left & marks.all_councils(b) or right & marks.all_councils(a)):
        return True
    return _filled_in_twice(_filled_in(a.text), _filled_in(b.text))


def _filled_in_twice(left: _Slots, right: _Slots) -> bool:
    """Whether more of the slots that both texts have hold other numbers, days or months than hold the same."""
    same = sum(bool(left[slot] & right[slot]) for slot in left.keys() & right.keys())
    return len(left.keys() & right.keys()) > 2 * same


@lru_cache(maxsize=1024)
def _filled_in(text: str) -> _Slots:
    """The numbers, days and months of a text by the two words before them."""
    slots: dict[tuple[str, ...], frozenset[str]] = {}
    before: tuple[str, ...] = ()
    for word in tokens(text):
        if word[0].isdigit() or word in _DATES:
            slots[before] = slots.get(before, frozenset()) | {word}
        else:
            before = (*before, word)[-2:]
    return slots


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
