"""What plain words lean to."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import newsdesk
from newsdesk.article import Article
from newsdesk.kinds import KINDS
from newsdesk.leanings import table, to_kinds, to_relevance

FAMILY = (
    "She had three small boys to bring up and nobody to turn to. A worker from the council came each week to sit with "
    "the family, and the boys were never taken into care. Her mother, who looked after the eldest for a year, says "
    "that the help which they were given made all the difference. Another 40 parents will be offered it in the spring, "
    "when staff move to a new base near the market and the first of the groups for mums begins."
)
GARDEN = (
    "The roses were the best that anybody could remember, and the judges had a hard time of it. Rain held off until "
    "the marrows were weighed. Members gave the cup to a man who has grown leeks behind the railway for 50 years, "
    "and tea was served in the hall to more than two hundred visitors from all the villages along the river."
)


def told(text: str, title: str = "") -> Article:
    return Article("https://paper.test/1", "Paper", title, text, None)


def test_a_family_that_got_help_leans_further_to_relevance_than_a_flower_show() -> None:
    assert to_relevance(told(FAMILY)) - 2 > to_relevance(told(GARDEN))
    assert to_relevance(told(GARDEN)) < 0


def test_a_family_that_got_help_leans_to_service() -> None:
    kinds = to_kinds(told(FAMILY, "Help for mums"))
    assert max(kinds, key=kinds.__getitem__) == "service"


def test_a_few_words_lean_nowhere() -> None:
    short = told("It rained.", "A walk")
    assert to_relevance(short) == 0
    assert set(to_kinds(short).values()) == {-math.log(len(KINDS))}


def test_the_likelihoods_of_the_kinds_sum_to_one() -> None:
    assert math.isclose(sum(map(math.exp, to_kinds(told(FAMILY)).values())), 1)


def test_only_the_head_of_a_long_text_is_leant_on() -> None:
    assert to_kinds(told(FAMILY * 10)) == to_kinds(told(FAMILY * 10 + GARDEN * 50))


def test_the_table_weighs_every_kind_for_plain_words_only() -> None:
    path = Path(newsdesk.__file__).parent / "data" / "leaning_words.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        head, first, *rows = csv.reader(lines)
    assert head == ["word", "relevant", *KINDS]
    assert first[0] == ""
    words = [row[0] for row in rows]
    assert len(set(words)) == len(words)
    assert all(word.isalpha() and word.islower() for word in words)


def test_places_lean_nowhere_but_where_their_name_means_something_else() -> None:
    councils = Path(newsdesk.__file__).parent / "data" / "councils.csv"
    with councils.open(encoding="utf-8", newline="") as lines:
        places = {row[0].lower() for row in csv.reader(lines)} - {"name"}
    assert places & table().words.keys() == {"reading", "westminster"}
