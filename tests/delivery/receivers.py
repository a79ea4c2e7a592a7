"""What was received, and how it compares with what was published: lost, repeated with its old id, or told anew."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from db.engine import Database
from db.models import ArticleRow, AttemptRow, MessageRow, ToldRow
from newsdesk.addresses import canonical
from wardwatch.demo.post import Hook, Mail, MailBox, Post

LINKS = re.compile(r"https?://[^\s<>\"]+")


class SlowMailBox(MailBox):
    """A mail server that takes its time, before it accepts a mail and before it says so. longest: in seconds."""

    def __init__(self, longest: float = 0.2) -> None:
        super().__init__()
        self.longest = longest
        self._dice = random.Random(7)  # noqa: S311

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd for each mail."""
        await asyncio.sleep(self._dice.uniform(0, self.longest))
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self._dice.uniform(0, self.longest))
        return answer


@dataclass(frozen=True)
class Receipt:
    """One message as a receiver has it. facts: those told for the first time, where the message says which."""

    id: str
    type: str
    to: str
    links: frozenset[str]
    facts: frozenset[tuple[str, str, str]] = frozenset()


def of_mail(mail: Mail) -> Receipt:
    """What a mail says."""
    kind = str(mail.message["X-Wardwatch-Type"])
    number = str(mail.message["Message-ID"]).strip("<>").partition("@")[0]
    return Receipt(number, kind, mail.recipients[0], _links(LINKS.findall(mail.text)))


def of_post(post: Post) -> Receipt:
    """What a webhook says."""
    said = post.json
    stories: Sequence[dict[str, Any]] = said.get("stories") or [said]
    links = [outlet["url"] for story in stories for outlet in story.get("outlets", [])]
    facts = {
        (fact["fact"], fact["name"] or "", fact["value"] or "")
        for story in stories
        for fact in story.get("story", {}).get("facts", [])
        if fact["new"]
    }
    return Receipt(post.headers["webhook-id"], said["type"], "hook", _links(links), frozenset(facts))


def _links(found: Iterable[str]) -> frozenset[str]:
    return frozenset(canonical(link.rstrip(".,)")) for link in found)


@dataclass
class Account:
    """What became of the stories that were published. lost: (recipient, story); repeated: ids that came more than once,
    and how often more; answered: those of them whose answers had all arrived; anew: (recipient, story) first told
    under two ids, or a fact told twice."""

    stories: int
    received: int
    lost: list[tuple[str, str]] = field(default_factory=list)
    repeated: dict[str, int] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    anew: list[tuple[str, str]] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is lost, told anew, or repeated although it was answered."""
        return not (self.lost or self.anew or self.answered)

    def __str__(self) -> str:
        return (
            f"{self.stories} stories, {self.received} messages received, {len(self.lost)} lost, "
            f"{sum(self.repeated.values())} repeated with the old id ({len(self.answered)} of them although answered), "
            f"{len(self.anew)} told anew"
        )


def compared(stories: dict[str, frozenset[str]], receipts: Sequence[Receipt], recipients: Sequence[str]) -> Account:
    """Compare. stories: name -> the addresses of its articles; recipients: who should have been told of each."""
    counted = Counter(one.id for one in receipts)
    found = Account(
        len(stories), len(receipts), repeated={id_: count - 1 for id_, count in counted.items() if count > 1}
    )
    messages = {one.id: one for one in receipts}.values()
    for to in recipients:
        mine = [one for one in messages if one.to == to]
        for name, links in stories.items():
            about = [one for one in mine if one.links & links]
            if not about:
                found.lost.append((to, name))
            elif _told_anew(about):
                found.anew.append((to, name))
    return found


def account(
    stories: dict[str, frozenset[str]], mail: MailBox, hook: Hook | None, recipients: Sequence[str], database: str
) -> Account:
    """Compare, and look up in the database of every repeat whether an answer had not arrived, and of every digest which
    stories it stands for: a long one shows the first and counts the others."""
    receipts = [of_mail(one) for one in list(mail.mails)] + [of_post(one) for one in list(hook.posts if hook else [])]
    in_digests = links_in_digests(database)
    whole = [replace(one, links=one.links | in_digests.get(one.id, frozenset())) for one in receipts]
    found, outcomes = compared(stories, whole, recipients), outcomes_of(database)
    for number, more in found.repeated.items():
        asked = outcomes.get(number, Counter())
        if asked["accepted"] > 1 or asked["unknown"] < more:
            found.answered.append(number)
    return found


def links_in_digests(url: str) -> dict[str, frozenset[str]]:
    """The addresses of the articles of all stories in each digest, by its public id."""
    told = select(MessageRow.public_id, ArticleRow.url).join(ToldRow, ToldRow.message_id == MessageRow.id)
    query = told.join(ArticleRow, ArticleRow.story_id == ToldRow.story_id).where(MessageRow.type == "digest")
    found: dict[str, set[str]] = {}
    with Database.open(url) as database, database.reading() as session:
        for number, address in session.execute(query):
            found.setdefault(number, set()).add(address)
    return {number: _links(addresses) for number, addresses in found.items()}


def outcomes_of(url: str) -> dict[str, Counter[str]]:
    """How the attempts at each message ended, by its public id."""
    query = select(MessageRow.public_id, AttemptRow.outcome).join(AttemptRow, AttemptRow.message_id == MessageRow.id)
    found: dict[str, Counter[str]] = {}
    with Database.open(url) as database, database.reading() as session:
        for number, outcome in session.execute(query):
            found.setdefault(number, Counter())[outcome] += 1
    return found


def _told_anew(about: Sequence[Receipt]) -> bool:
    """Whether a story was begun twice under two ids, or a fact of it was told twice."""
    begun = sum(one.type in ("story.new", "digest") for one in about)
    told = [fact for one in about for fact in one.facts if one.type != "digest"]
    return begun > 1 or len(told) != len(set(told))
