"""The whole path over a town of 145 outlets: one crawl, one deliver, each relevant story told once by each channel."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsdesk.addresses import canonical
from tests.town import Town
from wardwatch.demo.post import Hook, MailBox
from wardwatch.demo.web import WebServer

PASS_SECONDS = 60


@dataclass
class Watched:
    """The town, its receivers and the config that watches it."""

    town: Town
    mail: MailBox
    hook: Hook
    config: Path

    def wardwatch(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command, as a user gives it."""
        command = [sys.executable, "-m", "wardwatch", *words, "--config", str(self.config), "--plain"]
        return subprocess.run(command, capture_output=True, text=True, timeout=2 * PASS_SECONDS, check=False)

    def told_by_mail(self) -> Counter[str]:
        """How often each story was mailed."""
        return Counter(str(mail.message["X-Wardwatch-Story"]) for mail in self.mail.mails)

    def told_by_webhook(self) -> Counter[str]:
        """How often each story was posted."""
        return Counter(str(post.json["story"]["id"]) for post in self.hook.posts)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("town")
    hook = Hook()
    with Town() as town, MailBox() as mail, WebServer() as web:
        config = folder / "config.yaml"
        config.write_text(
            town.config(mail.port, web.open(hook) + "/hook", f"sqlite:///{folder / 'town.db'}"), encoding="utf-8"
        )
        yield Watched(town, mail, hook, config)


def test_one_crawl_and_one_deliver_tell_each_relevant_story_once_by_each_channel(watched: Watched) -> None:
    began = time.monotonic()
    crawled = watched.wardwatch("crawl")
    delivered = watched.wardwatch("deliver")

    assert crawled.returncode == 0, crawled.stderr
    assert delivered.returncode == 0, delivered.stderr
    assert time.monotonic() - began < PASS_SECONDS
    expected = len(watched.town.expected_stories)
    assert len(watched.told_by_mail()) == expected
    assert set(watched.told_by_mail().values()) == {1}
    assert watched.told_by_webhook() == watched.told_by_mail()


def test_every_story_is_told_with_all_its_outlets(watched: Watched) -> None:
    told = sorted(sorted(canonical(outlet["url"]) for outlet in post.json["outlets"]) for post in watched.hook.posts)
    expected = sorted(sorted(map(canonical, story.addresses)) for story in watched.town.expected_stories)
    assert told == expected


def test_the_second_pass_asks_for_listings_only_and_tells_nothing(watched: Watched) -> None:
    asked, mails, posts = len(watched.town.asked), len(watched.mail.mails), len(watched.hook.posts)

    assert watched.wardwatch("crawl").returncode == 0
    assert watched.wardwatch("deliver").returncode == 0

    again = [one for one in watched.town.asked[asked:] if not one.target.endswith("robots.txt")]
    assert {one.status for one in again} == {304}
    assert len(again) == len(watched.town.outlets)
    assert (len(watched.mail.mails), len(watched.hook.posts)) == (mails, posts)
