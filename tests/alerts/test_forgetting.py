"""Addresses of who is told nothing any more are forgotten in their time; what was told stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts import mutes
from alerts.channels import DeliveryError
from alerts.forgetting import forget_gone
from alerts.ledger import Wanted, entries
from alerts.mutes import Scope
from alerts.recipients import Recipient
from db.models import Base
from tests.alerts.conftest import Newsroom, rule

OLD, NEW = "old@example.org", "new@example.org"
MONTH = timedelta(days=30)


def forgets(newsroom: Newsroom) -> int:
    recipients = [*(to for one in newsroom.rules for to in one.to), *newsroom.operator]
    return newsroom.database.write(lambda session: forget_gone(session, recipients, newsroom.now, MONTH))


def stored(newsroom: Newsroom, words: str) -> list[str]:
    """The tables that hold these words anywhere."""

    def holds(session: Session, table: str) -> bool:
        return any(words in str(row) for row in session.execute(text(f"SELECT * FROM {table}")))  # noqa: S608

    with newsroom.database.reading() as session:
        return [table for table in sorted(Base.metadata.tables) if holds(session, table)]


def leaves(newsroom: Newsroom) -> None:
    """Two were told, one of them with trouble, and then no more."""
    newsroom.operator = [Recipient.model_validate({"email": "me@example.org"})]
    newsroom.has_rules(
        rule(to=[{"email": OLD}, {"email": NEW}]), rule("round-up", {"email": OLD}, send="daily at 08:30")
    )
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError(f"550 <{OLD}> unknown", fault="message")]
    newsroom.delivers()
    newsroom.prints()
    newsroom.delivers()
    newsroom.has_rules(rule(to={"email": NEW}))


def test_an_address_is_forgotten_a_month_after_its_owner_has_gone(newsroom: Newsroom) -> None:
    leaves(newsroom)
    assert forgets(newsroom) == 0
    newsroom.passes(days=29)
    assert forgets(newsroom) == 0
    assert "messages" in stored(newsroom, OLD)
    newsroom.passes(days=1)
    assert forgets(newsroom) == 1
    assert stored(newsroom, OLD) == []
    assert "messages" in stored(newsroom, NEW)
    with newsroom.database.reading() as session:
        told = [one for one in entries(session, Wanted()) if one.type == "story.new"]
    names = {one.recipient for one in told} - {NEW}
    assert (len(told), len(names)) == (4, 1)
    assert names.pop().startswith("forgotten-")
    assert forgets(newsroom) == 0


def test_who_comes_back_is_not_forgotten(newsroom: Newsroom) -> None:
    leaves(newsroom)
    forgets(newsroom)
    newsroom.passes(days=20)
    newsroom.has_rules(rule(to=[{"email": OLD}, {"email": NEW}]))
    assert forgets(newsroom) == 0
    newsroom.has_rules(rule(to={"email": NEW}))
    assert forgets(newsroom) == 0
    newsroom.passes(days=20)
    assert forgets(newsroom) == 0
    assert "messages" in stored(newsroom, OLD)


def test_who_comes_back_after_that_is_new_and_is_told_only_what_is_seen_then(newsroom: Newsroom) -> None:
    leaves(newsroom)
    forgets(newsroom)
    newsroom.passes(days=31)
    assert forgets(newsroom) == 1
    newsroom.has_rules(rule(to=[{"email": OLD}]))
    sent = len(newsroom.post.sent)
    newsroom.prints(story=1)
    newsroom.prints()
    newsroom.delivers()
    assert [message.recipient for message in newsroom.post.sent[sent:]] == [OLD]


def test_what_is_still_on_its_way_keeps_its_address(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to={"email": OLD}))
    newsroom.prints()
    newsroom.has_rules(rule(to={"email": NEW}))
    forgets(newsroom)
    newsroom.passes(days=31)
    assert forgets(newsroom) == 0
    newsroom.delivers()
    assert forgets(newsroom) == 1
    assert newsroom.post.sent[0].recipient == OLD


def test_the_wish_to_be_sent_nothing_more_outlives_it(newsroom: Newsroom) -> None:
    leaves(newsroom)
    scope = Scope(recipient=OLD, channel="email")
    newsroom.database.write(lambda session: mutes.stop(session, scope, newsroom.now))
    forgets(newsroom)
    newsroom.passes(days=31)
    assert forgets(newsroom) == 1
    assert stored(newsroom, OLD) == ["stops"]
