"""What sets one story apart from others of its kind: its names, its figures and its own words."""

from __future__ import annotations

import re
from functools import lru_cache

from newsdesk.article import Article
from newsdesk.naming import councils_in
from newsdesk.words import tokens

_NAMES = re.compile(r"\b[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?(?: (?:Mc|Mac|O'|O’)?[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?)+")
_NO_NAME = re.compile(
    r"(?:Council(?:lor)?s?|Services?|Department|Education|Ofsted|Child|Children|Local|Government|County|City|Borough"
    r"|Hall|Social|Care|Majesty|Families|Family|Secretary|State|Health|Board|Committee|Partnership|North|South|East"
    r"|West|The|In|On|At|A|It|Its|But|And|For|When|Since|After|Mr|Mrs|Ms|Dr|Sir|Cllr|Coun|Director|Manager|Leader"
    r"|Deputy|Cabinet|Member|Minister|Union|Unison|Conservatives?|Labour|Liberal|Democrats?|Lib|Dems?|Green|Tory"
    r"|Justice|Judge|Lady|Lord|Court|High|Appeal|Trust|Safeguarding|Ombudsman|Head|Chief|Executive|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday"
    r"|Saturday|Sunday)\Z"
)
_MONEY = re.compile(r"£\d[\d,.]*\d?(?:m|bn|k| million| billion)?\b")
_FIGURE = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+\.\d+\b|\b\d{3}\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COMMON = frozenset(
    tokens(
        "the a an and or but of to in on at by for from with without into over after before about against as is are was"
        " were be been being has have had do does did will would could should can may might must not no it its they"
        " their them he she his her him we our us you your who which that this these those there here what when where"
        " how why than then so such all any each every both more most less some other another same own new old last"
        " next first second third year years month months week weeks day days today yesterday said says say told tell"
        " added council councils councillor cllr authority authorities local county city borough town children child"
        " young people person family families service services social care team teams work workers worker staff"
        " department government education ofsted inspector inspectors inspection report reports director cabinet member"
        " leader leaders support help need needs make made take taken get give given find found one two three four five"
        " also now still just out up down under between during while because if only very many much well good better"
        " part set place placed around across through per cent number amount plan plans public published january"
        " february march april may june july august september october november december monday tuesday wednesday"
        " thursday friday saturday sunday mr mrs ms dr"
    )
)
_OPENING = 900
_ALIKE = 0.35
_MUCH_ALIKE = 0.5
_FEWEST_WORDS = 6


def points(a: Article, b: Article) -> int:
    """How much the two share that few other stories hold: a sum of money 2, a name or figure 1, wording up to 2."""
    left, right = _marks(a), _marks(b)
    shared = left & right
    return sum(2 if mark.startswith("£") else 1 for mark in shared) + _wording(a, b)


def _wording(a: Article, b: Article) -> int:
    left, right = _words(a), _words(b)
    fewer = min(len(left), len(right))
    if fewer < _FEWEST_WORDS:
        return 0
    share = len(left & right) / fewer
    return (share >= _ALIKE) + (share >= _MUCH_ALIKE)


@lru_cache(maxsize=2048)
def _words(article: Article) -> frozenset[str]:
    """The opening's own words: neither common ones nor the names of councils."""
    said = f"{article.title}\n{article.text[:_OPENING]}"
    own = {word for council, start, end in councils_in(said) for word in tokens(said[start:end])}
    return frozenset(word for word in tokens(said) if len(word) > 2 and word not in _COMMON and word not in own)


@lru_cache(maxsize=2048)
def _marks(article: Article) -> frozenset[str]:
    said = f"{article.title}\n{article.text}"
    names = {name for found in _NAMES.finditer(said) if (name := _name(found[0]))}
    return frozenset(names | set(_MONEY.findall(said)) | set(_FIGURE.findall(said)))


def _name(said: str) -> str:
    """First name and surname, without titles and roles; "" where that leaves no two words."""
    words = [word for word in said.split() if not _NO_NAME.match(word)]
    return " ".join(words[-2:]) if len(words) > 1 and not councils_in(said) else ""


@lru_cache(maxsize=2048)
def councils(article: Article) -> frozenset[str]:
    """The councils that title and opening name."""
    said = f"{article.title}\n{article.text[:_OPENING]}"
    return frozenset(council for council, _, _ in councils_in(said))


@lru_cache(maxsize=2048)
def numbers(article: Article) -> frozenset[str]:
    """The numbers in the text."""
    return frozenset(_NUMBER.findall(article.text))
