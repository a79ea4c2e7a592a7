"""The same text: whether one article is another, cut or edited."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest

from newsdesk import marks
from newsdesk.article import Article
from newsdesk.words import tokens

_SHINGLE = 4
_SAMPLE = 200
_COPIED = 0.4
_FEWEST = 8
_SHORT = 30
_SHORT_COPIED = 0.6
_BRIEF = 60
_LONG_AFTER = timedelta(days=60)


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
