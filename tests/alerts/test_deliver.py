"""Sending: once, later where it cannot be now, and never at the cost of somebody else."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from alerts import deliver, prepared
from alerts.channels import DeliveryError, Outgoing
from alerts.claiming import hasten, release_claims
from alerts.recipients import Recipient
from db.claims import own_name
from db.engine import StoreError
from db.models import MessageRow
from tests.alerts.conftest import Newsroom, RecordingChannel, rule

DESK, OTHER = {"email": "desk@example.org"}, {"email": "other@example.org"}
DEAD = f"{own_name().rsplit(':', 2)[0]}:999999:1"


def test_a_server_that_is_down_for_a_week_costs_no_message(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("451 try later")] * 1000
    waits = []
    for _ in range(6):
        newsroom.delivers()
        due = newsroom.messages()[0].next_try_at
        waits.append(int((due - newsroom.now).total_seconds() / 60))
        newsroom.now = due
    assert waits == [1, 5, 30, 60, 60, 60]
    newsroom.passes(days=7)
    newsroom.delivers()
    newsroom.post.refusals.clear()
    newsroom.passes(hours=1)
    assert newsroom.delivers().count("sent") == 1
    assert newsroom.delivers().outcomes == []


def test_after_ten_days_it_is_given_up_and_the_operator_told_once(small_newsroom: Newsroom) -> None:
    small_newsroom.operator = [Recipient.model_validate("log")]
    small_newsroom.has_rules(rule(to=DESK))
    small_newsroom.prints()
    small_newsroom.post.refusals = [DeliveryError("451 try later")] * 2
    small_newsroom.delivers()
    small_newsroom.passes(days=10, seconds=1)
    report = small_newsroom.delivers()
    assert [outcome.state for outcome in report.outcomes] == ["dead", "sent"]
    assert small_newsroom.messages()[0].answer == "451 try later"
    (message,) = small_newsroom.post.sent
    assert message.type == "operator"
    assert "desk@example.org" in message.text
    assert small_newsroom.delivers().outcomes == []


def test_a_poison_message_dies_alone(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    for _ in range(3):
        newsroom.prints()
    newsroom.post.refusals = [DeliveryError("552 too large", fault="message")]
    report = newsroom.delivers()
    assert [report.count("dead"), report.count("sent")] == [1, 2]
    assert newsroom.delivers().outcomes == []


def test_mail_is_not_repeated_because_a_webhook_fails(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=[DESK, {"webhook": "https://example.org/hook"}]))
    small_newsroom.prints()
    broken, mail = RecordingChannel(), RecordingChannel()
    broken.refusals = [DeliveryError("answered 503")]
    channels = {"email": mail, "webhook": broken}
    small_newsroom.delivers(channels)
    small_newsroom.passes(minutes=1)
    small_newsroom.delivers(channels)
    assert (len(mail.sent), len(broken.sent), broken.asked) == (1, 1, 2)


def test_a_send_cut_off_by_a_kill_is_repeated_with_its_old_id(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    story = newsroom.prints()
    newsroom.delivers()
    first = newsroom.post.sent[0]
    newsroom.database.write(
        lambda session: session.execute(update(MessageRow).values(state="sending", claimed_by=DEAD, sent_at=None))
    )
    newsroom.prints(story=story, outlet="Ofsted", official=True)
    newsroom.delivers()
    assert newsroom.messages()[0].tries == 1
    newsroom.passes(hours=1)
    newsroom.delivers()
    again, update_ = newsroom.post.sent[1:]
    assert again == first
    assert update_.type == "story.update"


def test_a_claim_cut_off_before_sending_is_taken_up(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.database.write(
        lambda session: session.execute(update(MessageRow).values(claimed_by=DEAD, claimed_at=newsroom.now))
    )
    assert newsroom.delivers().count("sent") == 1


def test_what_another_host_left_in_hand_goes_out_without_a_restart(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.database.write(
        lambda session: session.execute(update(MessageRow).values(claimed_by="elsewhere:1:1", claimed_at=newsroom.now))
    )
    assert newsroom.delivers().outcomes == []
    newsroom.passes(minutes=11)
    assert newsroom.delivers().count("sent") == 1


def test_claims_of_the_living_and_fresh_ones_from_elsewhere_stay(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, OTHER]))
    newsroom.prints()
    owners = {"desk@example.org": own_name(), "other@example.org": "elsewhere:1:1"}

    def claim(session: object) -> None:
        for recipient, owner in owners.items():
            values = {"claimed_by": owner, "claimed_at": newsroom.now}
            session.execute(update(MessageRow).where(MessageRow.recipient == recipient).values(values))  # type: ignore[attr-defined]

    newsroom.database.write(claim)
    assert release_claims(newsroom.database, newsroom.now) == 0
    assert release_claims(newsroom.database, newsroom.now + timedelta(minutes=11)) == 1


def test_a_slow_recipient_stops_nobody_else(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=[DESK, OTHER]))
    for _ in range(3):
        small_newsroom.prints()
    released = threading.Event()

    class Slow(RecordingChannel):
        def send(self, message: Outgoing) -> str:
            if message.recipient == "desk@example.org":
                released.wait(10)
            answer = super().send(message)
            if [one.recipient for one in self.sent].count("other@example.org") == 3:
                released.set()
            return answer

    channel = Slow()
    small_newsroom.delivers({"email": channel})
    assert [one.recipient for one in channel.sent] == ["other@example.org"] * 3 + ["desk@example.org"] * 3


def test_what_is_written_while_a_slow_send_runs_goes_out_meanwhile(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=DESK), rule("visits", OTHER, when={"kinds": {"any": ["court"]}}))
    small_newsroom.prints()

    class Slow(RecordingChannel):
        def send(self, message: Outgoing) -> str:
            if message.recipient == "desk@example.org" and not self.sent:
                small_newsroom.prints(kind="court")
                for _ in range(100):
                    if self.sent:
                        break
                    time.sleep(0.05)
            return super().send(message)

    channel = Slow()
    small_newsroom.delivers({"email": channel})
    assert channel.sent[0].recipient == "other@example.org"


def test_after_stop_no_new_send_is_begun(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=DESK))
    for _ in range(3):
        small_newsroom.prints()
    stop = threading.Event()

    class Stopping(RecordingChannel):
        def send(self, message: Outgoing) -> str:
            stop.set()
            return super().send(message)

    channel = Stopping()
    report = small_newsroom.delivers({"email": channel}, stop=stop)
    assert (report.count("sent"), len(channel.sent)) == (1, 1)
    assert [row.state for row in small_newsroom.messages()] == ["sent", "pending", "pending"]


def test_two_services_on_one_database_send_once(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, OTHER]))
    for _ in range(5):
        newsroom.prints()
    others = [threading.Thread(target=newsroom.delivers, kwargs={"owner": f"here:{number}:1"}) for number in range(3)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    assert len(newsroom.post.sent) == 10
    assert len({message.public_id for message in newsroom.post.sent}) == 10


def test_a_message_that_cannot_be_rendered_waits_and_the_others_go(
    small_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_newsroom.has_rules(rule(to=DESK))
    poison = small_newsroom.prints()
    small_newsroom.prints()
    honest = prepared.render

    def render(content: object, *rest: object) -> object:
        if content.tellings[0].story.id == poison:  # type: ignore[attr-defined]
            raise ValueError("a page from hell")
        return honest(content, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(prepared, "render", render)
    report = small_newsroom.delivers()
    assert sorted(outcome.state for outcome in report.outcomes) == ["sent", "waiting"]
    row = small_newsroom.messages()[0]
    assert (row.tries, row.answer) == (1, "could not be rendered: ValueError: a page from hell")
    monkeypatch.undo()
    small_newsroom.passes(minutes=1)
    assert small_newsroom.delivers().count("sent") == 1


def test_a_channel_that_breaks_in_an_unforeseen_way_is_a_failure_like_others(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=DESK))
    small_newsroom.prints()

    class Broken:
        def send(self, message: Outgoing) -> str:
            raise KeyError("what")

    report = small_newsroom.delivers({"email": Broken()})
    assert [outcome.state for outcome in report.outcomes] == ["waiting"]
    assert small_newsroom.delivers({"log": small_newsroom.post}).outcomes == []


def test_without_its_channel_a_message_waits(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=DESK))
    small_newsroom.prints()
    (outcome,) = small_newsroom.delivers({"log": small_newsroom.post}).outcomes
    assert (outcome.state, outcome.answer) == ("waiting", "there is no channel email set up; see config.yaml")


def test_an_answer_full_of_rubbish_can_be_recorded(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.post.refusals = [DeliveryError("451 \x00\ud800 later\r\n")]
    newsroom.delivers()
    assert newsroom.messages()[0].answer == "451 later"


def test_what_waits_can_be_hastened(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=DESK))
    small_newsroom.prints()
    small_newsroom.post.refusals = [DeliveryError("451 later")]
    small_newsroom.delivers()
    assert hasten(small_newsroom.database, small_newsroom.now) == 1
    assert small_newsroom.delivers().count("sent") == 1


def test_an_update_never_overtakes_the_first_message(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    story = newsroom.prints()
    newsroom.post.refusals = [DeliveryError("451 later")]
    newsroom.delivers()
    newsroom.prints(story=story, outlet="Ofsted", official=True)
    assert newsroom.delivers().outcomes == []
    newsroom.passes(minutes=1)
    newsroom.delivers()
    assert [message.type for message in newsroom.post.sent] == ["story.new"]
    newsroom.passes(hours=1)
    newsroom.delivers()
    assert [message.type for message in newsroom.post.sent] == ["story.new", "story.update"]


def test_a_send_whose_end_could_not_be_recorded_at_first_is_not_repeated(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    monkeypatch.setattr(deliver.time, "sleep", lambda seconds: None)
    honest, troubles = newsroom.database.write, iter([False, False, True, True, False])

    def write(work: object, *, durable: bool = False) -> object:
        if durable and newsroom.post.sent and next(troubles):
            raise StoreError("The disk is full")
        return honest(work, durable=durable)  # type: ignore[arg-type]

    monkeypatch.setattr(newsroom.database, "write", write)
    newsroom.delivers()
    monkeypatch.undo()
    newsroom.delivers()
    assert len(newsroom.post.sent) == 1
    assert newsroom.messages()[0].state == "sent"


def test_what_one_run_left_in_hand_the_next_takes_up(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.database.write(
        lambda session: session.execute(update(MessageRow).values(claimed_by="here:1:1", claimed_at=newsroom.now))
    )
    assert newsroom.delivers().count("sent") == 1


def test_the_answer_is_kept(small_newsroom: Newsroom) -> None:
    small_newsroom.has_rules(rule(to=DESK))
    small_newsroom.prints()
    small_newsroom.delivers()
    with small_newsroom.database.reading() as session:
        row = session.scalars(select(MessageRow)).one()
    assert (row.state, row.answer, row.sent_at, row.claimed_by) == ("sent", "250 taken", small_newsroom.now, None)
