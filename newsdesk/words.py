"""The one tokeniser and stemmer: search, rules and fingerprints see the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 64

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_NOT_WORD = re.compile("[^\\w'’‘ʼ`´]")
_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[{_MARKS}])*(?:['’‘ʼ`´](?:[^\\W_]|[{_MARKS}])+)*|&")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_IZE = re.compile(r"(.{3,})iz(e|es|ed|er|ers|ing|ation|ations)$")
_VOWELLED = re.compile(r"[aeiou]|.y")
_SHORT = re.compile(r"(?:^|.*[^aeiou])(?:[aeiou]|(?<=.)y)[^aeiouwxy]$")
_MEASURE = re.compile(r"[aeiouy]+[^aeiouy]+")
_IRREGULAR = {
    "children": "child",
    "women": "woman",
    "men": "man",
    "babies": "babi",
    "judgement": "judgment",
    "judgements": "judgment",
    "this": "this",
    "has": "has",
    "his": "his",
    "was": "was",
    "does": "does",
    "during": "during",
    "england": "england",
    "evening": "evening",
    "gas": "gas",
    "bus": "bus",
    "buses": "bus",
    "dies": "die",
    "died": "die",
    "dying": "die",
}


def tokens(text: str) -> list[str]:
    """The words of a text, folded and stemmed, in order. Hyphens part words; '&' reads as "and"."""
    return list(map(stem, _WORD.findall(text)))


def token_spans(text: str) -> list[tuple[str, int, int]]:
    """As tokens, each with its start and end offset in the text."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _WORD.finditer(text):
        yield stem(match.group()), match.start(), match.end()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """One word without case, accents, possessive and the commonest English endings; at most LONGEST characters."""
    if word == "&":
        return "and"
    folded = _fold(word[:LONGEST])
    if len(folded) < 3 or not folded.isascii() or not folded.isalpha():
        return folded
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    return _without_e(_y_to_i(_without_verb_ending(_without_plural(_IZE.sub(r"\1is\2", folded)))))


def _fold(word: str) -> str:
    if word.isascii():
        plain = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        plain = _NOT_WORD.sub("", decomposed)[:LONGEST] or word.casefold()
    bare = _APOSTROPHES.sub("'", plain)
    if bare.endswith("'s"):
        bare = bare[:-2]
    return bare.replace("'", "") or plain


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _MEASURE.search(word[:-3]) else word
    for ending in ("ed", "ing"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 1 and _VOWELLED.search(base):
            return _mended(base)
    return word


def _mended(base: str) -> str:
    """The verb from which -ed or -ing was taken: plac -> place, plann -> plan."""
    if base.endswith(("at", "bl", "is")):
        return base + "e"
    if len(base) > 2 and base[-1] == base[-2] and base[-1] not in "aeioulsz":
        return base[:-1]
    if _is_short(base):
        return base + "e"
    return base


def _y_to_i(word: str) -> str:
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word


def _without_e(word: str) -> str:
    if not word.endswith("e") or len(word) < 4:
        return word
    base = word[:-1]
    if len(_MEASURE.findall(base)) > 1 or (_MEASURE.search(base) and not _is_short(base)):
        return base
    return word


def _is_short(base: str) -> bool:
    """One syllable that ends consonant, vowel, consonant, so that an e belongs after it."""
    return len(_MEASURE.findall(base)) == 1 and _SHORT.match(base) is not None
