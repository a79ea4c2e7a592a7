"""Messages in the forms of chat services, posted to a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.chat import in_form
from alerts.channels.web import Web
from alerts.channels.webhook import Hook, WebhookChannel
from alerts.recipients import ChatFormat

FORMS: tuple[ChatFormat, ...] = ("slack", "discord", "teams")
LONG_URL = "https://paper.example/" + "x" * 1400


def told(**values: Any) -> dict[str, Any]:
    """A story as in a payload."""
    story = {
        "id": 12,
        "council": "Cheshire East",
        "kind": "inspection",
        "facts": [
            {"fact": "story", "name": None, "value": None, "new": False},
            {"fact": "judgement", "name": "care leavers", "value": "good", "new": True},
            {"fact": "official_document", "name": None, "value": None, "new": True},
            {"fact": "contradiction", "name": "overall effectiveness", "value": None, "new": True},
        ],
    } | values
    outlets = [
        {"outlet": "Echo", "url": "https://paper.example/1", "title": "Council under the lens", "published": None}
    ]
    return {"story": story, "outlets": outlets, "reasons": [{"rule": "At once", "why": ["council: Cheshire East"]}]}


def news(message: Outgoing, kind: str = "story.update", **changes: Any) -> Outgoing:
    return replace(message, type=kind, payload={"type": kind, "version": 1, **told(), **changes})


def digest(message: Outgoing, count: int, outlets: int = 1, url: str = "https://paper.example/1") -> Outgoing:
    one = told()
    one["outlets"] = [{**one["outlets"][0], "url": url}] * outlets
    payload = {"type": "digest", "version": 1, "window": None, "count": count, "stories": [one] * min(count, 60)}
    return replace(message, type="digest", subject="Cheshire East; 9 other stories", payload=payload)


def strings(content: Any) -> Iterator[str]:
    """Every text in a form."""
    if isinstance(content, dict):
        for value in content.values():
            yield from strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings(value)
    elif isinstance(content, str):
        yield content


def said(form: ChatFormat, message: Outgoing) -> str:
    return "\n".join(strings(in_form(form, message))).replace("\\", "")


@pytest.mark.parametrize("form", FORMS)
def test_a_story_has_its_facts_places_and_reasons(message: Outgoing, form: ChatFormat) -> None:
    text = said(form, news(message))
    for words in (
        "Cheshire East: Ofsted - inadequate overall",
        "New: Care leavers: good",
        "New: The official document is there",
        "New: News and report differ: overall effectiveness",
        "Echo: Council under the lens",
        "https://paper.example/1",
        "Why: At once: council: Cheshire East",
    ):
        assert words in text


@pytest.mark.parametrize("form", FORMS)
def test_where_headlines_are_withheld_the_outlet_stands_alone(message: Outgoing, form: ChatFormat) -> None:
    outlets = [{"outlet": "Echo", "url": None, "title": None, "published": None}]
    text = said(form, news(message, outlets=outlets))
    assert "Echo" in text
    assert "None" not in text


@pytest.mark.parametrize("form", FORMS)
def test_an_operators_message_has_its_words(message: Outgoing, form: ChatFormat) -> None:
    payload = {"type": "operator", "story": None, "subject": "Trouble", "text": "Echo: quiet.\n\nChronicle: gone."}
    text = said(form, replace(message, type="operator", payload=payload))
    assert "Echo: quiet." in text
    assert "Chronicle: gone." in text


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_without_a_story_says_so_in_its_title(message: Outgoing, form: ChatFormat) -> None:
    quiet = replace(digest(message, 0), subject="Nothing new")
    assert "Nothing new" in said(form, quiet)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("count", "outlets", "url"), [(300, 1, "https://a.example/1"), (60, 60, LONG_URL), (1, 60, LONG_URL)]
)
def test_what_is_too_long_is_cut_and_says_so(
    message: Outgoing, form: ChatFormat, count: int, outlets: int, url: str
) -> None:
    content = in_form(form, digest(message, count, outlets, url))
    size = len(json.dumps(content, ensure_ascii=False).encode())
    assert size < {"slack": 30_000, "discord": 6_000, "teams": 28_000}[form]
    assert "more " in "\n".join(strings(content))
    if form == "discord":
        assert len(content["embeds"][0]["description"]) <= 4096
    if form == "slack":
        assert len(content["blocks"]) <= 50
        assert all(len(block["text"]["text"]) <= 3000 for block in content["blocks"])


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_of_moderate_length_is_whole(message: Outgoing, form: ChatFormat) -> None:
    assert said(form, digest(message, 8)).count("Care leavers: good") == 8


HOSTILE = "<!channel> <@U1> @everyone *bold* [free](https://evil.example) `x` <https://evil.example|click> & more"


def test_a_headline_mentions_nobody_and_links_nowhere_in_slack(message: Outgoing) -> None:
    outlets = [{"outlet": "Echo", "url": "https://paper.example/1?a=<b>|c", "title": HOSTILE, "published": None}]
    text = in_form("slack", news(message, outlets=outlets))["blocks"][1]["text"]["text"]
    assert "<!" not in text
    assert "<@" not in text
    assert text.count("<") == 1
    assert "<https://paper.example/1?a=%3Cb%3E%7Cc|Echo: &lt;!channel&gt;" in text


def test_a_headline_mentions_nobody_and_links_nowhere_in_discord(message: Outgoing) -> None:
    outlets = [{"outlet": "Echo", "url": "https://paper.example/(1)", "title": HOSTILE, "published": None}]
    content = in_form("discord", news(message, outlets=outlets))
    text = content["embeds"][0]["description"]
    assert content["allowed_mentions"] == {"parse": []}
    assert "](<https://paper.example/%281%29>)" in text
    assert r"\[free\]\(https\://evil.example\)" in text
    assert r"\*bold\*" in text


def test_a_headline_is_plain_text_in_teams(message: Outgoing) -> None:
    outlets = [{"outlet": "Echo", "url": "https://paper.example/1", "title": HOSTILE, "published": None}]
    content = in_form("teams", news(message, outlets=outlets))
    (attachment,) = content["attachments"]
    assert (content["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    blocks = attachment["content"]["body"]
    assert {block["type"] for block in blocks} == {"RichTextBlock"}
    (link,) = [block["inlines"][0] for block in blocks if "selectAction" in block["inlines"][0]]
    assert link["text"] == f"Echo: {HOSTILE}"
    assert link["selectAction"] == {"type": "Action.OpenUrl", "url": "https://paper.example/1"}


def channel(httpserver: HTTPServer, form: ChatFormat) -> WebhookChannel:
    web = Web(allowed=lambda host: False, allow_private=["localhost"])
    return WebhookChannel(web, {httpserver.url_for("/hook"): Hook(form=form)})


@pytest.mark.parametrize("form", FORMS)
def test_it_is_posted_in_its_form(message: Outgoing, httpserver: HTTPServer, form: ChatFormat) -> None:
    message = news(replace(message, recipient=httpserver.url_for("/hook")))
    httpserver.expect_request("/hook", json=in_form(form, message)).respond_with_data("ok")
    assert channel(httpserver, form).send(message) == "200 ok"


def test_a_flow_that_accepts_has_not_posted_yet(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("", 202)
    message = news(replace(message, recipient=httpserver.url_for("/hook")))
    assert channel(httpserver, "teams").send(message) == "202 accepted by the flow"
    assert channel(httpserver, "slack").send(message) == "202"


def test_a_channel_that_was_archived_is_switched_off(message: Outgoing, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("channel_is_archived", 410)
    with pytest.raises(DeliveryError, match="410 channel_is_archived") as refused:
        channel(httpserver, "slack").send(news(replace(message, recipient=httpserver.url_for("/hook"))))
    assert refused.value.fault == "address"
