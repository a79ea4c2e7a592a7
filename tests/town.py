"""A town of 145 local outlets on loopback, whose stories are known: what a whole pass over it should tell.

with Town() as town, MailBox() as mail, WebServer() as web:
    config = town.config(mail.port, web.open(Hook()) + "/hook", "sqlite:///town.db")
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any

from ruamel.yaml import YAML

from newsdesk.councils import Council, all_councils
from wardwatch.demo.dates import Dates
from wardwatch.demo.press import LONDON, Item, Paper, Platform
from wardwatch.demo.settings import written_yaml
from wardwatch.demo.web import Asked, WebServer

TEXTS = Path(__file__).parent / "town_texts.yaml"
DESK = "desk@town.example"
RETOLD_KINDS = ("inspection", "monitoring-visit", "focused-visit", "send-inspection")
WATCHED: tuple[tuple[Platform, str, str], ...] = (
    ("nub_news", "listing", "/news"),
    ("newsquest", "feed", "/news/rss/"),
    ("reach", "feed", "/?service=rss"),
    ("national_world", "sitemap", "/news-sitemap.xml"),
    ("wordpress", "feed", "/feed/"),
    ("newsquest", "sitemap", "/sitemap-news.xml"),
)
NOT_COUNCILS_OF_TOWNS = ("City of London", "Isles of Scilly")
GRADES = ("outstanding", "good", "requires improvement to be good", "inadequate")
OUTCOMES = (
    "typically lead to positive experiences and outcomes",
    "lead to inconsistent experiences and outcomes",
    "have widespread and systemic failings, which lead to significant concerns about the experiences and outcomes",
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass
class Outlet:
    """One outlet of the town and how it is watched."""

    name: str
    paper: Paper
    kind: str
    path: str
    base: str = ""
    councils: list[str] = field(default_factory=list)

    @property
    def source(self) -> dict[str, Any]:
        """Its entry under `sources:`."""
        entry = {"name": self.name, "url": self.base + self.path, "kind": self.kind, "every": "5s"}
        return entry | ({"councils": sorted(set(self.councils))} if self.councils else {})


@dataclass
class ExpectedStory:
    """One event, and every article that carries it: (outlet, item), the first one first."""

    council: str
    kind: str
    facts: dict[str, str]
    carried: list[tuple[Outlet, Item]] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """The addresses of its articles."""
        return [outlet.paper.address(item, outlet.base) for outlet, item in self.carried]


class Town:
    """The outlets and what they print; a context manager that serves them. Nothing printed is two days old."""

    def __init__(self, outlets: int = 145, seed: int = 1, now: datetime | None = None) -> None:
        self.now = now or datetime.now(UTC)
        self.web = WebServer()
        self.expected_stories: list[ExpectedStory] = []
        self.irrelevant: list[tuple[Outlet, Item]] = []
        self._dice = random.Random(seed)  # noqa: S311
        self._texts = YAML(typ="safe").load(TEXTS.read_text(encoding="utf-8"))
        self.outlets = [self._outlet(number) for number in range(outlets)]
        self._print_everything()

    def __enter__(self) -> Town:
        self.web.__enter__()
        for number, outlet in enumerate(self.outlets):
            outlet.base = self.web.open(outlet.paper, f"127.0.{20 + number // 100}.{1 + number % 100}")
        return self

    def __exit__(self, *_exc: object) -> None:
        self.web.__exit__()

    @property
    def asked(self) -> list[Asked]:
        """Every request so far."""
        return self.web.asked

    def answers(self, since: int = 0) -> Counter[int]:
        """How many requests got which status, from the `since`th request on."""
        return Counter(asked.status for asked in self.web.asked[since:])

    def config(self, mail_port: int, hook_url: str, database: str) -> str:
        """A config.yaml that watches the town and tells one mailbox and one webhook of every relevant story."""
        hosts = {base.removeprefix("http://") for base in (outlet.base for outlet in self.outlets)}
        return written_yaml(
            {
                "contact": "town@town.example",
                "database": database,
                "councils": [],
                "sources": [outlet.source for outlet in self.outlets],
                "alerts": [
                    {
                        "name": "Everything",
                        "when": {},
                        "send": "at once",
                        "to": [{"email": DESK}, {"webhook": hook_url}],
                    }
                ],
                "delay": "0",
                "allow_private": sorted({*hosts, hook_url.split("/")[2]}),
                "email": {
                    "host": "127.0.0.1",
                    "port": mail_port,
                    "security": "none",
                    "auth": "none",
                    "from": "wardwatch@town.example",
                },
            }
        )

    def _outlet(self, number: int) -> Outlet:
        platform, kind, path = WATCHED[number % len(WATCHED)]
        name = f"Outlet {number + 1:03}"
        return Outlet(name, Paper(name, platform, first_id=10 * number), kind, path)

    def _print_everything(self) -> None:
        """One to five articles an outlet, two thirds relevant; three in ten of these carry another's story."""
        slots = [outlet for outlet in self.outlets for _ in range(self._dice.randint(1, 5))]
        self._dice.shuffle(slots)
        relevant = slots[: round(len(slots) * 2 / 3)]
        first_told = round(len(relevant) * 0.7)
        councils = [one for one in all_councils() if one.name not in NOT_COUNCILS_OF_TOWNS]
        self._dice.shuffle(councils)
        kinds = list(self._texts["relevant"])
        for number, outlet in enumerate(relevant[:first_told]):
            round_of_councils, index = divmod(number, len(councils))
            kind = kinds[(index + 5 * round_of_councils) % len(kinds)]
            self._tell_first(outlet, councils[index], kind)
        for outlet in relevant[first_told:]:
            self._carry_over(outlet)
        for outlet in slots[len(relevant) :]:
            self._fill(outlet)

    def _tell_first(self, outlet: Outlet, council: Council, kind: str) -> None:
        story = ExpectedStory(council.name, kind, self._facts(council))
        outlet.councils.append(council.name)
        story.carried.append((outlet, self._print(outlet, self._texts["relevant"][kind], story.facts, relevant=True)))
        self.expected_stories.append(story)

    def _carry_over(self, outlet: Outlet) -> None:
        """The same text under another headline, or the same event in other words."""
        others = [
            story for story in self.expected_stories if all(outlet is not carrier for carrier, _ in story.carried)
        ]
        story = self._dice.choice(others)
        original = story.carried[0][1]
        if story.kind in RETOLD_KINDS and self._dice.random() < 0.6:
            item = self._print(outlet, self._texts["relevant"][story.kind], story.facts, relevant=True)
        else:
            title = self._said(self._dice.choice(self._texts["relevant"][story.kind]["titles"]), story.facts)
            item = outlet.paper.publishes(title, *original.paragraphs, at=self._moment(), byline="News desk")
        story.carried.append((outlet, item))

    def _fill(self, outlet: Outlet) -> None:
        facts = self._facts(self._dice.choice(all_councils()))
        form = self._dice.choice(self._texts["irrelevant"])
        self.irrelevant.append((outlet, self._print(outlet, form, facts, relevant=False)))

    def _print(self, outlet: Outlet, form: dict[str, Any], facts: dict[str, str], *, relevant: bool) -> Item:
        slots = [*form["slots"], self._texts["quotes"], self._texts["closers"]] if relevant else form["slots"]
        paragraphs = (self._said(self._dice.choice(slot), facts) for slot in slots)
        title = self._said(self._dice.choice(form["titles"]), facts)
        said = tuple(paragraph for paragraph in paragraphs if paragraph)
        return outlet.paper.publishes(title, *said, at=self._moment(), byline=self._name())

    def _said(self, text: str, facts: dict[str, str]) -> str:
        """A text with its choices made, its names filled in, and numbers that are new each time."""
        while choices := re.search(r"\{([^{}]*)\}", text):
            text = text[: choices.start()] + self._dice.choice(choices[1].split("|")) + text[choices.end() :]
        big = self._dice.randint(41, 980)
        numbers = {
            "small": str(self._dice.randint(3, 29)),
            "other": str(self._dice.randint(2, 40)),
            "big": str(big),
            "hundreds": f"{big * 10:,}",
            "thousands": f"{big * 100:,}",
            "few": str(self._dice.randint(2, 9)),
        }
        said = Template(text).substitute(facts | numbers)
        return said[0].upper() + said[1:] if said else ""

    def _facts(self, council: Council) -> dict[str, str]:
        """What every telling of a story has in common."""
        day = self.now.astimezone(LONDON).date()
        dates = Dates(day)
        leaders, helping, care, leavers = (self._dice.choice(GRADES) for _ in range(4))
        return {
            "council": council.council_name,
            "place": council.name.removesuffix(" Borough"),
            "director": self._name(),
            "member": self._name(),
            "expert": self._name(),
            "inspector": self._name(),
            "judge": self._name().split()[-1],
            "nth": self._dice.choice(ORDINALS),
            "fieldwork": dates.fieldwork(self._dice.randint(6, 9)),
            "visit": dates.visit(self._dice.randint(5, 9)),
            "judged": dates.month(self._dice.randint(300, 900)),
            "leaders": leaders,
            "help": helping,
            "care": care,
            "leavers": leavers,
            "outcome": self._dice.choice(OUTCOMES),
        }

    def _name(self) -> str:
        names = self._texts["names"]
        return f"{self._dice.choice(names['first'])} {self._dice.choice(names['last'])}"

    def _moment(self) -> datetime:
        return (self.now - timedelta(minutes=self._dice.randint(10, 2_800))).replace(microsecond=0)
