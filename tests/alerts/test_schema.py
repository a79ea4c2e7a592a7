"""What webhooks get is what docs/webhook.schema.json promises, in every type, from the archive to the wire."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError

from alerts.facts import CONTRADICTION, JUDGEMENT, OFFICIAL, PRIORITY, SEND, STORY
from alerts.outbox import notice
from alerts.recipients import Recipient
from alerts.wording import KINDS
from tests.alerts.conftest import Newsroom, rule
from tests.alerts.schema import assert_valid, validator

HOOK = {"webhook": "https://example.org/hook"}


def test_every_type_of_message_is_as_promised(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(
        rule(to=HOOK), rule("daily", to={"webhook": "https://example.org/b"}, send="daily at 08:30")
    )
    first = small_newsroom.prints(judgements={"overall effectiveness": "good"}, priority_action=True)
    small_newsroom.prints(kind="court", judgements={}, councils=())
    small_newsroom.prints(kind="send-inspection", send_outcome="widespread failings", published=None)
    small_newsroom.delivers()
    small_newsroom.passes(hours=2)
    small_newsroom.prints(story=first, official=True, judgements={"overall effectiveness": "inadequate"})
    hook = Recipient.model_validate(HOOK)
    small_newsroom.database.write(
        lambda session: notice(session, [hook], "Sources in trouble", "Quiet.", small_newsroom.now)
    )
    small_newsroom.passes(days=1)
    small_newsroom.builds_digests()
    small_newsroom.delivers()
    assert {message.type for message in small_newsroom.post.sent} == {"story.new", "story.update", "digest", "operator"}
    for message in small_newsroom.post.sent:
        assert_valid(message.payload)
    stories = [message.payload["story"] for message in small_newsroom.post.sent if message.payload.get("story")]
    facts = {fact["fact"] for story in stories for fact in story["facts"]}
    assert facts == {STORY, JUDGEMENT, SEND, PRIORITY, OFFICIAL, CONTRADICTION}


def test_the_schema_knows_every_kind() -> None:
    known: Any = validator().schema
    assert known["$defs"]["story"]["properties"]["kind"]["enum"] == list(KINDS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "story.new", "version": 1},
        {"type": "story.new", "version": 1, "story": None, "outlets": [], "reasons": []},
        {"type": "digest", "version": 2, "window": None, "count": 0, "stories": []},
        {"type": "operator", "version": 1, "story": None, "outlets": [], "reasons": [], "subject": "", "text": ""},
    ],
)
def test_the_schema_refuses_what_is_not_promised(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        assert_valid(wrong)
