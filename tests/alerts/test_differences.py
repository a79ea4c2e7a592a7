"""What is said where news and report give different grades."""

from __future__ import annotations

from alerts.differences import differences
from alerts.rules import Story, StoryArticle
from newsdesk.article import Article, Media
from tests.alerts.conftest import MONDAY, reading


def article(outlet: str, grade: str, *, official: bool = False, media: Media = "html") -> StoryArticle:
    page = Article("https://paper.example/1", outlet, "", "", MONDAY, media=media)
    return StoryArticle(page, reading(judgements={"overall effectiveness": grade}), MONDAY, official, copy=False)


def said(*articles: StoryArticle) -> tuple[str, ...]:
    return differences(Story(1, articles))


REPORT = article("Ofsted", "requires improvement", official=True, media="pdf")


def test_who_says_what_is_said() -> None:
    assert said(article("Weaver Post", "inadequate"), REPORT) == (
        "Overall effectiveness: Weaver Post says inadequate; the report gives requires improvement",
    )


def test_outlets_that_agree_are_named_together_and_each_once() -> None:
    papers = [article("Echo", "inadequate"), article("Post", "inadequate"), article("Echo", "inadequate")]
    assert said(*papers, article("Mail", "good"), REPORT) == (
        "Overall effectiveness: Echo and Post say inadequate, Mail says good; the report gives requires improvement",
    )


def test_an_outlet_that_agrees_with_the_report_is_not_named() -> None:
    (sentence,) = said(article("Echo", "inadequate"), article("Post", "requires improvement"), REPORT)
    assert "Post" not in sentence


def test_nothing_is_said_where_they_agree_or_the_report_is_not_there() -> None:
    assert said(article("Echo", "requires improvement"), REPORT) == ()
    assert said(article("Echo", "inadequate"), article("Post", "good")) == ()


def test_what_a_page_says_cannot_break_the_sentence() -> None:
    assert "\n" not in said(article("Weaver\nPost\u202e", "inadequate"), REPORT)[0]
