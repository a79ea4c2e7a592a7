"""The closed list of what can be told."""

from __future__ import annotations

from typing import Any

from alerts.facts import facts_of
from alerts.rules import Story, StoryArticle
from alerts.summary import summarise
from newsdesk.article import Article
from newsdesk.reading import Person
from tests.alerts.conftest import MONDAY, reading


def article(outlet: str = "Echo", *, official: bool = False, copy: bool = False, **said: Any) -> StoryArticle:
    page = Article("https://paper.example/1", outlet, "", "", MONDAY)
    return StoryArticle(page, reading(**said), MONDAY, official, copy)


def keys(*articles: StoryArticle) -> list[str]:
    return [fact.key for fact in facts_of(Story(1, articles))]


def test_a_story_is_a_fact_and_so_is_each_grade() -> None:
    grades = {"overall effectiveness": "good", "adoption": "outstanding"}
    assert keys(article(judgements=grades)) == [
        "story",
        "judgement: overall effectiveness: good",
        "judgement: adoption: outstanding",
    ]


def test_the_outcome_priority_action_and_the_document() -> None:
    facts = keys(article(send_outcome="inconsistent experiences", priority_action=True), article(official=True))
    assert facts == ["story", "send_outcome: inconsistent experiences", "priority_action", "official_document"]


def test_other_outlets_people_and_dates_are_no_facts() -> None:
    first, second = article(), article("Chronicle", people=(Person("A", "b"),), inspection_dates=("2026-05",))
    assert keys(first) == keys(first, second)


def test_where_news_and_report_differ_the_report_counts() -> None:
    press, report = (
        article(judgements={"adoption": "good"}),
        article(judgements={"adoption": "inadequate"}, official=True),
    )
    assert keys(press, report) == [
        "story",
        "judgement: adoption: inadequate",
        "contradiction: adoption",
        "official_document",
    ]
    assert summarise(Story(1, (press, report))).judgements == {"adoption": "inadequate"}


def test_without_a_report_every_grade_is_told_and_most_outlets_are_believed() -> None:
    papers = [article(judgements={"adoption": grade}) for grade in ("good", "inadequate", "inadequate")]
    assert keys(*papers) == ["story", "judgement: adoption: good", "judgement: adoption: inadequate"]
    assert summarise(Story(1, tuple(papers))).judgements == {"adoption": "inadequate"}


def test_the_kind_is_that_of_the_document_else_of_most_but_not_of_copies() -> None:
    papers = [article(kind="leadership"), article(kind="leadership", copy=True), article(kind="inspection")]
    assert summarise(Story(1, tuple(papers))).kind == "leadership"
    assert summarise(Story(1, (*papers, article(kind="inspection", official=True)))).kind == "inspection"
    assert summarise(Story(1, (article(kind="other"), article(kind="court")))).kind == "court"
