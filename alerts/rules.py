"""Rule: one entry under `alerts:` in config.yaml; matches(story) gives the reasons, or None."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator, model_validator

from alerts.recipients import EmailSettings, Recipient
from alerts.times import AT_ONCE, Quiet, SendTime
from alerts.wording import KINDS
from db import query
from newsdesk.article import Article
from newsdesk.reading import Reading

__all__ = ["AnyNone", "EmailSettings", "Reasons", "Recipient", "Rule", "Story", "StoryArticle", "When", "matches"]

Reasons = tuple[str, ...]
A_DAY = re.compile(r"([1-9]\d*)(?: a day)?")


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story, as rules and messages see it. backfill: found in its source's first pass, or the first
    after it was mended. id: its number in the archive."""

    article: Article
    reading: Reading
    first_seen: datetime
    official: bool
    copy: bool
    backfill: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A story as rules and messages see it; articles in the order in which they were first seen."""

    id: int
    articles: tuple[StoryArticle, ...]


class AnyNone(BaseModel):
    """A choice under `when:`: at least one of `any`, not one of `none`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _is_any_none(cls, value: object) -> object:
        if isinstance(value, AnyNone):
            return value
        if not isinstance(value, dict) or not (value.get("any") or value.get("none")):
            raise ValueError("this chooses nothing; write it as {any: [one, two]} or {none: [one]}")
        return value

    def allows(self, found: Iterable[str]) -> bool:
        """Whether these names meet the choice."""
        names = {name.casefold() for name in found}
        wanted = not self.any or any(name.casefold() in names for name in self.any)
        return wanted and not any(name.casefold() in names for name in self.none)


class When(BaseModel):
    """Which stories a rule is for. Left out or {}: every relevant story."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    councils: AnyNone | None = None
    kinds: AnyNone | None = None
    outlets: AnyNone | None = None
    words: str | None = None
    official: bool | None = None

    @field_validator("words")
    @classmethod
    def _can_be_read(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                _parsed(value)
            except query.QuerySyntaxError as error:
                raise ValueError(f"{value!r} cannot be read as a query; {error.hint}") from None
        return value

    @field_validator("kinds")
    @classmethod
    def _known_kinds(cls, value: AnyNone | None) -> AnyNone | None:
        unknown = [kind for kind in (*value.any, *value.none) if kind not in KINDS] if value else []
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no kind of story; the kinds are {', '.join(KINDS)}")
        return value


def _a_day(value: object) -> object:
    found = A_DAY.fullmatch(" ".join(str(value).split()).lower())
    if not found:
        raise ValueError(f"{value!r} is no limit; write it as 10 a day")
    return int(found[1])


Limit = Annotated[int, BeforeValidator(_a_day)]


class Rule(BaseModel):
    """One entry under `alerts:`. A rule is its name: what was first seen before the name was is not told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    when: When = When()
    send: SendTime = AT_ONCE
    quiet: Quiet | None = None
    limit: Limit | None = None
    heartbeat: bool = False
    to: tuple[Recipient, ...]

    @field_validator("name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.strip() or len(value.splitlines()) > 1:
            raise ValueError("a rule's name is one line; write it as: name: Cheshire East, at once")
        return value.strip()

    @field_validator("to", mode="before")
    @classmethod
    def _somebody_is_told(cls, value: object) -> object:
        if not value:
            raise ValueError("nobody is told; write at least one recipient, such as - email: desk@example.org")
        return value

    @model_validator(mode="after")
    def _fits_its_schedule(self) -> Self:
        if self.limit is not None and not self.send.at_once:
            raise ValueError("limit is for a rule that sends at once; a digest is one message however much it holds")
        if self.heartbeat and self.send.at_once:
            raise ValueError("heartbeat is for a digest, which then also comes when there is nothing new")
        return self

    @field_validator("when", mode="before")
    @classmethod
    def _nothing_is_everything(cls, value: object) -> object:
        return {} if value is None else value


def matches(rule: Rule, story: Story) -> Reasons | None:
    """Why a story is for a rule, in plain words; None where it is not. Only relevant articles count, and of a rule
    with outlets only those of its outlets."""
    when = rule.when
    articles = [one for one in story.articles if one.reading.relevant]
    if when.outlets:
        articles = [one for one in articles if when.outlets.allows([one.article.outlet])]
    if not articles:
        return None
    reasons: list[str] = []
    for meets in (_councils, _kinds, _official, _words):
        found = meets(when, articles)
        if found is None:
            return None
        reasons += found
    if when.outlets and when.outlets.any:
        reasons.append(f"outlet: {', '.join(dict.fromkeys(one.article.outlet for one in articles))}")
    return tuple(reasons) or ("every relevant story",)


def _councils(when: When, articles: list[StoryArticle]) -> list[str] | None:
    if when.councils is None:
        return []
    found = list(dict.fromkeys(name for one in articles for name in one.reading.councils))
    if not when.councils.allows(found):
        return None
    wanted = [name for name in found if name in when.councils.any]
    return [f"council: {', '.join(wanted)}"] if wanted else []


def _kinds(when: When, articles: list[StoryArticle]) -> list[str] | None:
    """`any` is met by any article, so that one odd reading drops nothing; `none` only by the kind of the whole."""
    if when.kinds is None:
        return []
    kind = kind_of(articles)
    if kind in when.kinds.none:
        return None
    found = [one.reading.kind for one in articles if one.reading.kind in when.kinds.any]
    if when.kinds.any and not found:
        return None
    return [f"kind: {', '.join(dict.fromkeys(found))}"] if found else []


def _official(when: When, articles: list[StoryArticle]) -> list[str] | None:
    if when.official is None:
        return []
    if any(one.official for one in articles) != when.official:
        return None
    return ["an official document is there" if when.official else "no official document is there"]


def _words(when: When, articles: list[StoryArticle]) -> list[str] | None:
    if when.words is None:
        return []
    tree = _parsed(when.words)
    for one in articles:
        found = query.hits(tree, tokens_of(one))
        if found is not None:
            said = ", ".join(f'"{phrase}"' if " " in phrase else phrase for phrase in found)
            return [f"words: {said or when.words}"]
    return None


def words_asked(rule: Rule) -> query.Node | None:
    """The query of a rule that asks for words."""
    return _parsed(rule.when.words) if rule.when.words is not None else None


def tokens_of(one: StoryArticle) -> query.Known:
    """The words of an article as rules see them; those of the last few articles are kept at hand."""
    return _tokens(one.article.title, one.article.text)


@lru_cache(maxsize=4096)
def _parsed(words: str) -> query.Node:
    return query.parse(words)


@lru_cache(maxsize=64)
def _tokens(title: str, text: str) -> query.Known:
    return query.Known(query.article_tokens(title, text))


def kind_of(articles: Iterable[StoryArticle]) -> str:
    """The kind of a story: what an official document gives, else what most articles say, else what the first does."""
    articles = list(articles)
    official = [one.reading.kind for one in articles if one.official and one.reading.kind != "other"]
    kinds = official[:1] or [one.reading.kind for one in articles if not one.copy]
    kinds = kinds or [one.reading.kind for one in articles]
    named = [kind for kind in kinds if kind != "other"] or kinds
    return Counter(named).most_common(1)[0][0] if named else "other"
