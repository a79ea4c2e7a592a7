"""Whose a message is, and what becomes of it when its owner is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts.channels import DeliveryError, Outgoing
from alerts.claiming import dead_messages, release_claims, retry_dead
from alerts.deliver import lease_of
from alerts.lines import try_again
from db.claims import own_name
from db.models import AttemptRow, MessageRow
from tests.alerts.conftest import Newsroom, RecordingChannel, rule

DESK, HOOK = {"email": "desk@example.org"}, {"webhook": "https://example.org/hook"}
DEAD = f"{own_name().rsplit(':', 2)[0]}:999999:1"


class Killing(RecordingChannel):
    """A channel in whose hands the process dies, as far as the database can tell."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__()
        self._newsroom = newsroom

    def send(self, message: Outgoing) -> str:
        answer = super().send(message)
        self._newsroom.database.write(lambda session: session.execute(update(MessageRow).values(claimed_by=DEAD)))
        raise SystemExit(answer)


def attempts(newsroom: Newsroom) -> list[AttemptRow]:
    with newsroom.database.reading() as session:
        return list(session.scalars(select(AttemptRow).order_by(AttemptRow.id)))


def test_an_attempt_that_was_cut_off_stays_unknown_and_counts_as_no_failure(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    killer = Killing(newsroom)
    with pytest.raises(SystemExit):
        newsroom.delivers({"email": killer})
    (cut_off,) = attempts(newsroom)
    assert (cut_off.outcome, cut_off.ended_at) == ("unknown", None)
    newsroom.post.refusals = [DeliveryError("451 later")]
    newsroom.delivers()
    assert [(one.outcome, one.ended_at is None) for one in attempts(newsroom)] == [
        ("unknown", False),
        ("failed", False),
    ]
    (row,) = newsroom.messages()
    assert (row.tries, row.next_try_at) == (1, newsroom.now + timedelta(minutes=1))
    newsroom.passes(minutes=1)
    newsroom.delivers()
    assert newsroom.post.sent == killer.sent


def test_a_message_that_another_host_took_over_is_not_sent_by_its_first_owner(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.prints()

    class Slow(RecordingChannel):
        def send(self, message: Outgoing) -> str:
            taken = update(MessageRow).where(MessageRow.state == "pending").values(claimed_by="elsewhere:1:1")
            newsroom.database.write(lambda session: session.execute(taken))
            return super().send(message)

    slow = Slow()
    newsroom.delivers({"email": slow})
    assert len(slow.sent) == 1
    assert [row.state for row in newsroom.messages()] == ["sent", "pending"]


def test_a_claim_from_elsewhere_stands_for_twice_the_channels_time_out(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    held = update(MessageRow).values(claimed_by="elsewhere:1:1", claimed_at=newsroom.now)
    newsroom.database.write(lambda session: session.execute(held))
    newsroom.post.timeout = 30.0  # type: ignore[attr-defined]
    lease = lease_of([newsroom.post])
    assert lease == timedelta(minutes=1)
    assert release_claims(newsroom.database, newsroom.now + lease, lease=lease) == 0
    assert release_claims(newsroom.database, newsroom.now + lease * 1.1, lease=lease) == 1


def test_an_alert_goes_although_the_clock_was_set_back_an_hour(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.now -= timedelta(hours=1)
    assert newsroom.delivers().count("sent") == 1


def test_a_dead_message_can_be_tried_again_from_its_first_try_on(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("451 later")] * 2
    newsroom.delivers()
    newsroom.passes(days=11)
    assert newsroom.delivers().count("dead") == 1
    newsroom.passes(days=30)
    (number,) = [row.id for row in newsroom.messages()]
    newsroom.database.write(lambda session: len(retry_dead(session, number, newsroom.now)))
    newsroom.post.refusals = [DeliveryError("451 later")]
    assert newsroom.delivers().count("waiting") == 1
    newsroom.passes(minutes=1)
    assert newsroom.delivers().count("sent") == 1
    with pytest.raises(LookupError, match="no dead message"):
        newsroom.database.write(lambda session: len(retry_dead(session, number, newsroom.now)))


def gone(newsroom: Newsroom) -> None:
    """A webhook says that it is gone, and one more message is for it."""
    newsroom.has_rules(rule(to=HOOK))
    newsroom.database.write(lambda session: try_again(session, "first", newsroom.now))
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("answered 410", fault="address")]
    newsroom.delivers()


def test_trying_again_what_died_switches_its_address_on(newsroom: Newsroom) -> None:
    gone(newsroom)
    newsroom.database.write(lambda session: len(retry_dead(session, None, newsroom.now)))
    newsroom.prints()
    assert newsroom.delivers().count("sent") == 2


@pytest.mark.parametrize(("config", "sent"), [("first", 0), ("second", 1)])
def test_a_change_of_the_config_switches_addresses_on(newsroom: Newsroom, config: str, sent: int) -> None:
    gone(newsroom)
    newsroom.database.write(lambda session: try_again(session, config, newsroom.now))
    newsroom.prints()
    assert newsroom.delivers().count("sent") == sent
    with newsroom.database.reading() as session:
        assert len(dead_messages(session)) == 2 - sent


def test_a_paused_line_is_tried_at_the_next_start(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("535 refused", fault="channel")]
    newsroom.delivers()

    def start(session: Session) -> None:
        try_again(session, "first", newsroom.now)

    newsroom.database.write(start)
    assert newsroom.delivers().count("sent") == 1
