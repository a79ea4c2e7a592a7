"""Rules as people write them, and the stories that meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from alerts.recipients import EmailSettings, Recipient
from alerts.rules import Rule, Story, StoryArticle, matches
from newsdesk.article import Article
from tests.alerts.conftest import MONDAY, reading, rule


def article(
    text: str = "", outlet: str = "Echo", *, title: str = "", official: bool = False, copy: bool = False, **said: Any
) -> StoryArticle:
    page = Article("https://paper.example/1", outlet, title, text, MONDAY)
    return StoryArticle(page, reading(text, **said), MONDAY, official, copy)


def met(when: Any, *articles: StoryArticle) -> tuple[str, ...] | None:
    return matches(rule(when=when), Story(1, articles))


def test_a_rule_without_when_is_for_every_relevant_story() -> None:
    assert met(None, article()) == met({}, article()) == ("every relevant story",)


def test_irrelevant_articles_form_no_story() -> None:
    irrelevant = StoryArticle(
        article().article, type(article().reading)(relevant=False, score=0.1), MONDAY, official=False, copy=False
    )
    assert met({}, irrelevant) is None


def test_councils_that_a_story_is_about_count_and_those_it_mentions_do_not() -> None:
    when = {"councils": {"any": ["Leeds", "Bradford"]}}
    assert met(when, article(councils=("Leeds", "Kirklees"))) == ("council: Leeds",)
    assert met(when, article(), article(councils=("Bradford",))) == ("council: Bradford",)
    assert met(when, article(councils=(), mentioned_councils=("Leeds",))) is None
    assert met({"councils": {"none": ["Leeds"]}}, article(councils=("Leeds",))) is None


def test_one_odd_reading_of_a_kind_drops_nothing() -> None:
    articles = [article(kind="inspection"), article(kind="service"), article(kind="inspection")]
    assert met({"kinds": {"none": ["service"]}}, *articles) == ("every relevant story",)
    assert met({"kinds": {"any": ["service"]}}, *articles) == ("kind: service",)
    assert met({"kinds": {"none": ["inspection"]}}, *articles) is None


def test_outlets() -> None:
    both = [article(outlet="Echo"), article(outlet="Chronicle")]
    assert met({"outlets": {"any": ["echo"]}}, *both) == ("outlet: Echo",)
    assert met({"outlets": {"none": ["Echo"]}}, *both) == ("every relevant story",)
    assert met({"outlets": {"none": ["Echo"]}}, both[0]) is None


def test_words_are_found_whatever_their_form() -> None:
    when = {"words": '"care leavers" OR ofsted'}
    assert met(when, article("The care-leaver's flat")) == ('words: "care leavers"',)
    assert met(when, article("nothing", title="Ofsted’s verdict")) == ("words: ofsted",)
    assert met(when, article("leavers of care")) is None


def test_official() -> None:
    assert met({"official": True}, article(), article(official=True)) == ("an official document is there",)
    assert met({"official": True}, article()) is None
    assert met({"official": False}, article(official=True)) is None


def test_all_that_is_asked_must_be_met() -> None:
    when = {"councils": {"any": ["Cheshire East"]}, "words": "fostering", "kinds": {"any": ["inspection"]}}
    assert met(when, article("Fostering")) == ("council: Cheshire East", "kind: inspection", "words: fostering")
    assert met(when, article("Adoption")) is None


@pytest.mark.parametrize(
    ("values", "where", "said"),
    [
        ({"name": "x", "to": []}, "to", "nobody is told; write"),
        ({"name": " ", "to": ["log"]}, "name", "one line"),
        ({"name": "x", "to": ["mail"]}, "to.0", "'mail' is no recipient; write it as email:"),
        ({"name": "x", "to": [{"email": "desk"}]}, "to.0.email", "'desk' is no mail address"),
        ({"name": "x", "to": [{"email": "a@b.org", "log": True}]}, "to.0", "one address on one channel"),
        ({"name": "x", "to": [{"email": "a@b.org", "sms": "1"}]}, "to.0.sms", "not permitted"),
        ({"name": "x", "to": [{"email": "a@b.org", "secret": "c2VjcmV0"}]}, "to.0", "secret belongs beside webhook"),
        ({"name": "x", "to": [{"webhook": "file:///etc/passwd"}]}, "to.0.webhook", "is no web address"),
        ({"name": "x", "to": [{"webhook": "https://a.b", "secret": "not!"}]}, "to.0.secret", "base64"),
        ({"name": "x", "to": ["log"], "send": "hourly"}, "send", "write it as: at once, daily at 08:30"),
        ({"name": "x", "to": ["log"], "send": "daily at 24:00"}, "send", "no time to send"),
        ({"name": "x", "to": ["log"], "quiet": "9pm"}, "quiet", "write them as 21:00-07:00"),
        ({"name": "x", "to": ["log"], "quiet": "07:00-07:00"}, "quiet", "end when they begin"),
        ({"name": "x", "to": ["log"], "when": {"kinds": {"any": ["inspektion"]}}}, "when.kinds", "no kind of story"),
        ({"name": "x", "to": ["log"], "when": {"councils": ["Leeds"]}}, "when.councils", "{any: [one, two]}"),
        ({"name": "x", "to": ["log"], "when": {"council": {}}}, "when.council", "not permitted"),
        ({"name": "x", "to": ["log"], "when": {"words": "(care"}}, "when.words", "cannot be read as a query; "),
    ],
)
def test_a_mistake_is_named_where_it_stands(values: dict[str, Any], where: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Rule.model_validate(values)
    (mistake,) = refused.value.errors()
    assert ".".join(str(step) for step in mistake["loc"]) == where
    assert said in mistake["msg"]


def test_recipients_are_known_by_channel_and_address() -> None:
    shapes: list[Any] = [
        {"email": "desk@example.org"},
        {"webhook": "https://example.org/hook", "secret": "whsec_c2VjcmV0"},
        {"file": "outbox"},
        {"apprise": "slack://token"},
        "log",
    ]
    known = [Recipient.model_validate(shape) for shape in shapes]
    assert [(to.channel, to.recipient) for to in known] == [
        ("email", "desk@example.org"),
        ("webhook", "https://example.org/hook"),
        ("file", "outbox"),
        ("apprise", "slack://token"),
        ("log", "log"),
    ]
    assert "c2VjcmV0" not in repr(known)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"auth": "password"}, "needs username and password"),
        ({"auth": "password", "username": "me", "password": "x", "security": "none"}, "over an open line"),
        ({"auth": "oauth2"}, "needs tenant, client_id and client_secret"),
        ({"auth": "oauth2", "tenant": "t", "client_id": "c", "client_secret": "s", "security": "none"}, "a token over"),
        ({"pace": "fast"}, "write it as 30 a minute"),
        ({"reply_to": "the desk"}, "no mail address"),
        ({"from": "me\nBcc: you@example.org"}, "no sender"),
        ({"port": 0}, "greater than or equal to 1"),
        ({"security": "ssl"}, "'starttls', 'tls' or 'none'"),
    ],
)
def test_mistakes_in_the_mail_settings(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EmailSettings.model_validate({"host": "smtp.example.org", "from": "w@example.org"} | values)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": "desk@example.org", "format": "slack"}, "format belongs beside webhook"),
        ({"email": "desk@example.org", "pace": "1 a second"}, "pace belongs beside webhook or apprise"),
        ({"webhook": "https://example.org/hook", "format": "irc"}, "'slack', 'discord' or 'teams'"),
        ({"webhook": "https://example.org/hook", "pace": "0 a second"}, "no pace"),
    ],
)
def test_mistakes_in_how_a_recipient_wants_its_messages(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Recipient.model_validate(values)


def test_a_pace_is_the_pause_between_two() -> None:
    hook = Recipient.model_validate({"webhook": "https://example.org/hook", "pace": "30 a minute"})
    assert hook.pace == timedelta(seconds=2)


def test_a_relay_needs_no_login_and_a_login_needs_no_auth() -> None:
    relay = EmailSettings.model_validate({"host": "relay", "from": "w@example.org", "port": 25})
    assert (relay.auth, relay.security) == ("none", "starttls")
    login = EmailSettings.model_validate({"host": "h", "from": "w@example.org", "username": "me", "password": "x"})
    assert login.auth == "password"
    assert "x'" not in repr(login)
