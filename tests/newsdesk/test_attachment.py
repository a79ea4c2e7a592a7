"""Grades that no rule reads and the weights do."""

from __future__ import annotations

import math
from datetime import date
from time import process_time

import pytest

from newsdesk.article import Article
from newsdesk.attachment import BIAS, Candidate, candidates, weigh, weights
from newsdesk.mentions import Sentences, Story
from newsdesk.ofsted import OfstedFacts, read_ofsted, rivals_of
from newsdesk.sentences import sentences

OVERALL, HELP, CARE, LEAVERS = "overall effectiveness", "help and protection", "children in care", "care leavers"
LANDED = "Fostering and the teams that protect children both landed a good."
ALSO = "Safeguarding, on the other hand, earned a good from inspectors."


def read(text: str, kind: str = "inspection", councils: tuple[str, ...] = ("Wigan",)) -> OfstedFacts:
    return read_ofsted(article(text), kind, councils)


def article(text: str) -> Article:
    return Article("https://paper.test/1", "Paper", "", text, date(2024, 6, 3))


def test_areas_by_loose_names_are_given_the_grade_that_is_likely_theirs() -> None:
    found = read(LANDED).judgements
    assert (found[CARE], found[HELP]) == ("good", "good")


def test_a_weighed_grade_has_the_sentence_that_gives_it_for_its_source() -> None:
    text = f"Ofsted was in Wigan for two weeks.\n\n{LANDED}\n\nThe council said it was glad."
    start, end, _ = read(text).sources[f"judgements.{HELP}"]
    assert text[start:end] == LANDED


def test_a_grade_that_a_rule_reads_is_kept() -> None:
    told = "The service for children in care was judged inadequate."
    assert read("\n\n".join([told, *[LANDED] * 12])).judgements[CARE] == "inadequate"


@pytest.mark.parametrize(
    "text",
    [
        "Fostering and the teams that protect children are at the heart of what the council does.",
        "Fostering and the teams that protect children both landed a good in 2015.",
        "Previously, fostering and the teams that protect children had both landed a good.",
        "In Bolton, fostering and the teams that protect children both landed a good.",
        "Two primary schools landed a good. Many of their pupils are fostered.",
        "Fostering and the teams that protect children both hope to have landed a good by next year.",
        "Under Ofsted's rules fostering and the teams that protect children both landed a good.",
    ],
)
def test_what_is_ungraded_past_or_anothers_is_left_empty(text: str) -> None:
    assert read(text).judgements == {}


def test_two_grades_that_are_as_likely_fill_nothing() -> None:
    other = LANDED.replace("a good", "an outstanding")
    assert {HELP, CARE}.isdisjoint(read(f"{LANDED}\n\n{other}").judgements)


@pytest.mark.parametrize(
    ("kind", "councils"),
    [("monitoring-visit", ("Wigan",)), ("leadership", ("Wigan",)), ("inspection", ("Bury", "Wigan"))],
)
def test_only_an_inspection_of_one_council_is_weighed(kind: str, councils: tuple[str, ...]) -> None:
    assert not {HELP, CARE} & read(ALSO, kind, councils).judgements.keys()


def test_care_leavers_are_no_judgement_of_their_own_where_care_covered_them() -> None:
    told = Article("https://paper.test/1", "Paper", "", "Young adults starting out landed a good.", date(2019, 6, 3))
    assert set(rivals_of(told, ("Wigan",))) <= {OVERALL, CARE}


def test_no_overall_grade_is_weighed_where_there_is_none_any_more() -> None:
    told = Article("https://paper.test/1", "Paper", "", "Ofsted handed Wigan a good overall.", date(2026, 9, 1))
    assert OVERALL not in rivals_of(told, ("Wigan",))
    assert OVERALL in rivals_of(article(told.text), ("Wigan",))


def test_the_likelihoods_of_the_grades_and_of_none_sum_to_one() -> None:
    good, poor = (
        Candidate(CARE, grade, 0, 9, ((name,),)) for grade, name in (("good", "a: x"), ("inadequate", "a: y"))
    )
    by_name = {BIAS: 0.0, "a: x": math.log(6), "a: y": math.log(3)}
    assert weigh([good, poor], by_name).grade == "good"
    assert math.isclose(weigh([good, poor], by_name).likelihood, 0.6)
    assert math.isclose(weigh([poor], by_name).likelihood, 0.75)


def test_every_weight_belongs_to_a_group_of_features_that_stories_show() -> None:
    text = f"Leaders: good\n\n{LANDED} It was rated good overall. They looked at leavers. Both got a good. Bosses too."
    shown = {name.split(":")[0] for rivals in rivals_of(article(text), ()).values() for one in rivals
             for part in one.features for name in part}  # fmt: skip
    assert {name.split(":")[0] for name in weights()} == shown | {BIAS}


def test_a_list_joins_areas_into_a_group_and_a_grade_between_parts_them() -> None:
    text = "Fostering and the teams that protect children landed a good, and bosses an outstanding."
    story = Story("", text, sentences(text), [False], [], 2024, frozenset())
    (mentions,) = (each for each in Sentences(story).graded() if each.at == 0)
    assert [[area.value for area in group] for group in mentions.groups] == [[CARE, HELP], ["impact of leaders"]]


@pytest.mark.parametrize(
    "part", ["good care leavers and bosses ", "The same. ", "Fostering and safeguarding landed a good. ", "care, "]
)
def test_a_dense_text_is_weighed_in_bounded_time(part: str) -> None:
    text = part * (400_000 // len(part))
    spans = sentences(text)
    story = Story("", text, spans, [False] * len(spans), [], 2024, frozenset())
    began = process_time()
    assert sum(1 for _ in candidates(story, frozenset(("", CARE, LEAVERS, HELP, "impact of leaders")))) < 1_000
    assert process_time() - began < 0.5
