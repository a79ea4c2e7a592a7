"""Lines at fault: one probe a quarter of an hour, nothing lost, and the operator told once and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts.channels import DeliveryError, NotYetError
from alerts.recipients import Recipient
from db.models import AttemptRow, LineRow, MessageRow
from tests.alerts.conftest import Newsroom, RecordingChannel, rule

DESK, OTHER = {"email": "desk@example.org"}, {"email": "other@example.org"}
HOOK = {"webhook": "https://example.org/services/a-long-secret-word"}
LOGIN_REFUSED = DeliveryError("535 5.7.8 login refused", fault="channel")


@pytest.fixture
def office(newsroom: Newsroom) -> Newsroom:
    """A newsroom that mails two desks, with an operator who reads the log."""
    newsroom.operator = [Recipient.model_validate("log")]
    newsroom.has_rules(rule(to=[DESK, OTHER]))
    return newsroom


class Post:
    """Mail that can be at fault, and a log beside it."""

    def __init__(self) -> None:
        self.mail, self.log = RecordingChannel(), RecordingChannel()

    def breaks(self, error: DeliveryError = LOGIN_REFUSED) -> None:
        self.mail.refusals = [error] * 10_000

    def mends(self) -> None:
        self.mail.refusals.clear()

    def goes(self, newsroom: Newsroom) -> int:
        """One delivery; how often the mail server was asked in it."""
        before = self.mail.asked
        newsroom.delivers({"email": self.mail, "log": self.log})
        return self.mail.asked - before


def line(newsroom: Newsroom, name: str = "email") -> LineRow:
    with newsroom.database.reading() as session:
        return session.get_one(LineRow, name)


def test_a_line_at_fault_pauses_and_one_message_tries_it_each_quarter_of_an_hour(office: Newsroom) -> None:
    post = Post()
    post.breaks()
    for _ in range(20):
        office.prints()
    assert 1 <= post.goes(office) <= 16, "what was in hand when it broke"
    assert post.goes(office) == 0
    probes = []
    for _ in range(8):
        office.passes(minutes=15)
        probes.append(post.goes(office))
    assert probes == [1] * 8
    assert [message.subject for message in post.log.sent] == ["email is at fault"]
    assert "535 5.7.8 login refused" in post.log.sent[0].text
    post.mends()
    office.passes(minutes=15)
    post.goes(office)
    assert len(post.mail.sent) == 40
    assert [message.subject for message in post.log.sent] == ["email is at fault", "email works again"]
    assert line(office).paused_since is None


def test_nothing_dies_and_no_try_is_counted_however_long_a_line_is_at_fault(office: Newsroom) -> None:
    post = Post()
    post.breaks()
    office.prints()
    for _ in range(60):
        post.goes(office)
        office.passes(hours=12)
    mails = [row for row in office.messages() if row.channel == "email"]
    assert {(row.state, row.tries) for row in mails} <= {("waiting", 0), ("pending", 0)}
    post.breaks(DeliveryError("451 later"))
    post.goes(office)
    post.mends()
    office.passes(minutes=15)
    post.goes(office)
    office.passes(minutes=15)
    post.goes(office)
    assert {message.recipient for message in post.mail.sent} == {"desk@example.org", "other@example.org"}


def test_a_greylisted_probe_does_not_keep_the_line_shut(office: Newsroom) -> None:
    post = Post()
    post.breaks()
    office.prints()
    post.goes(office)
    post.mail.refusals = [DeliveryError("451 greylisted")]
    office.passes(minutes=15)
    assert post.goes(office) == 1
    office.passes(minutes=15)
    post.goes(office)
    assert sorted(message.recipient for message in post.mail.sent) == ["desk@example.org", "other@example.org"]


def test_a_probe_whose_mailbox_is_bad_shows_that_the_line_works(office: Newsroom) -> None:
    post = Post()
    post.breaks()
    office.prints()
    post.goes(office)
    post.mail.refusals = [DeliveryError("550 5.1.1 no such mailbox", fault="message")]
    office.passes(minutes=15)
    post.goes(office)
    states = sorted(row.state for row in office.messages() if row.channel == "email")
    assert states == ["dead", "sent"]
    assert post.log.sent[-1].subject == "email works again" or post.log.sent[-2].subject == "email works again"


def test_other_lines_go_on_while_one_is_at_fault(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=[DESK, HOOK]))
    broken, hook = RecordingChannel(), RecordingChannel()
    broken.refusals = [LOGIN_REFUSED]
    newsroom.prints()
    newsroom.delivers({"email": broken, "webhook": hook})
    newsroom.prints()
    newsroom.delivers({"email": broken, "webhook": hook})
    assert (len(hook.sent), len(broken.sent), broken.asked) == (2, 0, 1)


def test_two_services_send_one_probe(office: Newsroom) -> None:
    post = Post()
    post.breaks()
    office.prints()
    post.goes(office)
    office.passes(minutes=15)
    before = post.mail.asked
    for owner in ("here:1:1", "here:2:2"):
        office.delivers({"email": post.mail, "log": post.log}, owner=owner)
    assert post.mail.asked == before + 1


def test_what_was_held_for_more_than_a_day_is_one_digest_a_person(office: Newsroom) -> None:
    post = Post()
    post.breaks()
    began = office.now
    for _ in range(4):
        office.prints()
        post.goes(office)
        office.passes(hours=7)
    post.mends()
    post.goes(office)
    office.passes(minutes=15)
    post.goes(office)
    sent = {message.recipient: message for message in post.mail.sent}
    assert len(post.mail.sent) == 2
    assert {message.type for message in post.mail.sent} == {"digest"}
    assert f"Held since 1 June 2026, {began + timedelta(hours=1):%H:%M}" in sent["desk@example.org"].text
    assert sent["other@example.org"].payload["count"] == 4
    assert office.delivers({"email": post.mail, "log": post.log}).outcomes == []
    assert {row.message_id for row in office.told()} == {row.id for row in office.messages() if row.channel == "email"}


def test_what_was_held_for_less_than_a_day_goes_as_it_is(office: Newsroom) -> None:
    post = Post()
    post.breaks()
    office.prints()
    post.goes(office)
    office.passes(hours=20)
    post.mends()
    post.goes(office)
    assert {message.type for message in post.mail.sent} == {"story.new"}


def test_what_may_have_arrived_is_not_joined_but_repeated_under_its_old_id(office: Newsroom) -> None:
    post = Post()
    post.breaks(DeliveryError("the answer never came", unanswered=True))
    office.prints()
    post.goes(office)
    ids = {row.public_id for row in office.messages()}
    post.breaks()
    for _ in range(3):
        office.prints()
        office.passes(hours=13)
        post.goes(office)
    post.mends()
    office.passes(hours=1)
    post.goes(office)
    office.passes(hours=1)
    post.goes(office)
    assert ids <= {message.public_id for message in post.mail.sent}
    assert sorted(message.type for message in post.mail.sent) == ["digest", "digest", "story.new", "story.new"]


def test_an_address_that_is_gone_takes_no_more_until_it_is_tried_again(newsroom: Newsroom) -> None:
    newsroom.operator = [Recipient.model_validate("log")]
    newsroom.has_rules(rule(to=HOOK))
    hook, log = RecordingChannel(), RecordingChannel()
    hook.refusals = [DeliveryError("answered 410 Gone", fault="address")]
    for _ in range(3):
        newsroom.prints()
        newsroom.delivers({"webhook": hook, "log": log})
    assert hook.asked == 1
    dead = [row for row in newsroom.messages() if row.channel == "webhook"]
    assert {(row.state, row.answer) for row in dead} == {("dead", "answered 410 Gone")}
    assert len(log.sent) == 1
    assert "a-long-secret-word" not in log.sent[0].text + log.sent[0].subject


def test_each_attempt_is_kept_with_what_came_of_it(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    answers = [
        DeliveryError("451 later"),
        DeliveryError("no answer", unanswered=True),
        LOGIN_REFUSED,
    ]
    for answer in answers:
        newsroom.post.refusals = [answer]
        newsroom.delivers()
        newsroom.passes(hours=1)
    newsroom.delivers()
    with newsroom.database.reading() as session:
        rows = session.scalars(select(AttemptRow).order_by(AttemptRow.id)).all()
        number = session.scalars(select(MessageRow.id)).one()
    assert [(row.outcome, row.answer) for row in rows] == [
        ("failed", "451 later"),
        ("unknown", "no answer"),
        ("refused", "535 5.7.8 login refused"),
        ("accepted", "250 taken"),
    ]
    assert {(row.message_id, row.owner, row.ended_at is None) for row in rows} == {(number, "here:1:1", False)}


def test_an_operator_on_the_line_at_fault_hears_of_it_once_when_it_works_again(newsroom: Newsroom) -> None:
    newsroom.operator = [Recipient.model_validate({"email": "me@example.org"})]
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    newsroom.post.refusals = [LOGIN_REFUSED]
    newsroom.delivers()
    newsroom.passes(minutes=15)
    newsroom.delivers()
    newsroom.delivers()
    assert newsroom.subjects()[1:] == ["email works again"]
    assert "since 1 June 2026, 10:00" in newsroom.post.sent[-1].text


def test_a_spare_way_to_the_operator_is_used_only_while_the_first_is_at_fault(newsroom: Newsroom) -> None:
    newsroom.operator = [
        Recipient.model_validate({"email": "me@example.org"}),
        Recipient.model_validate(HOOK | {"spare": True}),
    ]
    newsroom.has_rules(rule(to=DESK))
    mail, hook = RecordingChannel(), RecordingChannel()
    newsroom.prints()
    mail.refusals = [DeliveryError("550 no such mailbox", fault="message")]
    newsroom.delivers({"email": mail, "webhook": hook})
    assert (len(mail.sent), len(hook.sent)) == (1, 0)
    newsroom.prints()
    mail.refusals = [LOGIN_REFUSED]
    newsroom.delivers({"email": mail, "webhook": hook})
    assert [message.subject for message in hook.sent] == ["email is at fault"]
    newsroom.passes(minutes=15)
    newsroom.delivers({"email": mail, "webhook": hook})
    newsroom.delivers({"email": mail, "webhook": hook})
    assert [message.subject for message in hook.sent] == ["email is at fault", "email works again"]


def test_a_note_that_does_not_reach_the_operator_goes_by_the_spare_way(newsroom: Newsroom) -> None:
    newsroom.operator = [
        Recipient.model_validate({"email": "me@example.org"}),
        Recipient.model_validate(HOOK | {"spare": True}),
    ]
    newsroom.has_rules(rule(to="log"))
    mail, hook, log = RecordingChannel(), RecordingChannel(), RecordingChannel()
    log.refusals = [DeliveryError("no", fault="message")]
    mail.refusals = [DeliveryError("nobody listens")] * 100
    newsroom.prints()
    for _ in range(6):
        newsroom.delivers({"email": mail, "webhook": hook, "log": log})
        newsroom.passes(hours=1)
    assert [message.subject for message in hook.sent] == ["Alerts that could not be delivered"]


def test_a_message_held_back_by_the_pace_loses_no_try(newsroom: Newsroom) -> None:
    newsroom.has_rules(rule(to=DESK))
    newsroom.prints()
    for _ in range(15):
        newsroom.post.refusals = [NotYetError("held back by the pace", retry_after=timedelta(days=1))]
        newsroom.delivers()
        (row,) = newsroom.messages()
        assert (row.state, row.tries, row.next_try_at) == ("waiting", 0, newsroom.now + timedelta(days=1))
        newsroom.passes(days=1)
    assert newsroom.delivers().count("sent") == 1
