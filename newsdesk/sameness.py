"""The same text and the same story: copies of one article, and the reports of one event."""

from __future__ import annotations

from hashlib import blake2b
from heapq import nsmallest

from newsdesk.article import Article
from newsdesk.words import tokens

_SHINGLE = 4
_SAMPLE = 200


def fingerprints(article: Article) -> frozenset[int]:
    """At most 200 signed 64-bit shingle hashes: the smallest, so copies of a text share some of them."""
    hashes = {_hash(shingle) for shingle in _shingles(article)}
    return frozenset(nsmallest(_SAMPLE, hashes))


def _shingles(article: Article) -> frozenset[tuple[str, ...]]:
    words = tokens(article.text)
    if not words:
        return frozenset()
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def _hash(shingle: tuple[str, ...]) -> int:
    digest = blake2b("\x1f".join(shingle).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
