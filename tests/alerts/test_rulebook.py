"""All rules together find what each rule on its own does."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts import rulebook
from alerts.rulebook import Rulebook
from alerts.rules import Rule, Story, StoryArticle, matches
from newsdesk.article import Article
from tests.alerts.conftest import MONDAY, reading, rule

COUNCILS = ("Leeds", "Bury", "Hull")
KINDS = ("inspection", "court", "finance")
OUTLETS = ("Echo", "Chronicle", "Post")
WORDS = ("care", "leavers", "ofsted", "family", "court")

names = st.sampled_from
choices = {"councils": COUNCILS, "kinds": KINDS, "outlets": OUTLETS}


def any_none(among: tuple[str, ...]) -> st.SearchStrategy[dict[str, list[str]]]:
    several = st.lists(names([*among, among[0].lower()] if among is not KINDS else list(among)), min_size=1, max_size=2)
    return st.one_of(several.map(lambda some: {"any": some}), several.map(lambda some: {"none": some}))


def queries() -> st.SearchStrategy[str]:
    word = st.one_of(names(WORDS), names(WORDS).map(lambda one: f'"{one} leavers"'))
    return st.recursive(
        word,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
            st.tuples(inner, inner).map(lambda two: f"({two[0]} {two[1]})"),
            inner.map(lambda one: f"-{one}"),
        ),
        max_leaves=4,
    )


whens = st.fixed_dictionaries(
    {},
    optional={
        **{name: any_none(among) for name, among in choices.items()},
        "words": queries(),
        "official": st.booleans(),
    },
)


@st.composite
def articles(draw: st.DrawFn) -> StoryArticle:
    text = " ".join(draw(st.lists(names(WORDS), max_size=4)))
    page = Article("https://paper.example/1", draw(names(OUTLETS)), draw(names(WORDS)), text, MONDAY)
    said: dict[str, Any] = {"kind": draw(names(KINDS)), "councils": tuple(draw(st.sets(names(COUNCILS), max_size=2)))}
    return StoryArticle(page, reading(text, **said), MONDAY, official=draw(st.booleans()), copy=False)


@settings(deadline=None)
@given(st.lists(whens, max_size=8), st.lists(articles(), max_size=3))
def test_the_rulebook_finds_what_every_rule_on_its_own_finds(written: list[Any], told: list[StoryArticle]) -> None:
    rules = [rule(f"rule {number}", when=when) for number, when in enumerate(written)]
    story = Story(1, tuple(told))
    alone = [(one, reasons) for one in rules if (reasons := matches(one, story)) is not None]
    assert Rulebook(rules).met_by(story) == alone


def looked_at(rules: list[Rule], story: Story) -> list[str]:
    """The rules that were held against the story one by one."""
    seen: list[str] = []
    with patch.object(rulebook, "matches", lambda one, _: seen.append(one.name)):
        Rulebook(rules).met_by(story)
    return seen


def test_only_rules_that_ask_for_what_a_story_has_are_looked_at() -> None:
    rules = [
        rule("everything"),
        rule("here", when={"councils": {"any": ["cheshire east"]}}),
        rule("elsewhere", when={"councils": {"any": ["Leeds"]}}),
        rule("courts", when={"kinds": {"any": ["court"]}}),
        rule("document", when={"official": True}),
        rule("paper", when={"outlets": {"any": ["Post"]}}),
        rule("either", when={"words": "lighthouse OR (the harbour)"}),
        rule("both", when={"words": "the lighthouse"}),
        rule("absence", when={"words": "-lighthouse"}),
        rule("either or without", when={"words": "lighthouse OR -beach"}),
        rule("all", when={"councils": {"any": ["Cheshire East"]}, "words": "lighthouse"}),
    ]
    text = "The harbour wall."
    page = Article("https://paper.example/1", "Echo", "A headline", text, MONDAY)
    story = Story(1, (StoryArticle(page, reading(text), MONDAY, official=False, copy=False),))
    assert looked_at(rules, story) == ["everything", "here", "either", "absence", "either or without"]
