"""Rule: one entry under `alerts:` in config.yaml; matches(story) gives the reasons, or None."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from alerts.recipients import EmailSettings, Recipient
from alerts.times import AT_ONCE, Quiet, SendTime
from alerts.wording import KINDS
from newsdesk.article import Article
from newsdesk.reading import Reading

__all__ = ["AnyNone", "EmailSettings", "Reasons", "Recipient", "Rule", "Story", "StoryArticle", "When", "matches"]

Reasons = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story, as rules and messages see it. backfill: found in its source's first pass, or the first
    after it was mended."""

    article: Article
    reading: Reading
    first_seen: datetime
    official: bool
    copy: bool
    backfill: bool = False


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

    @field_validator("kinds")
    @classmethod
    def _known_kinds(cls, value: AnyNone | None) -> AnyNone | None:
        unknown = [kind for kind in (*value.any, *value.none) if kind not in KINDS] if value else []
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no kind of story; the kinds are {', '.join(KINDS)}")
        return value


class Rule(BaseModel):
    """One entry under `alerts:`. A rule is its name: what was first seen before the name was is not told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    when: When = When()
    send: SendTime = AT_ONCE
    quiet: Quiet | None = None
    to: tuple[Recipient, ...] = Field(min_length=1)

    @field_validator("name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.strip() or len(value.splitlines()) > 1:
            raise ValueError("a rule's name is one line; write it as: name: Cheshire East, at once")
        return value.strip()

    @field_validator("when", mode="before")
    @classmethod
    def _nothing_is_everything(cls, value: object) -> object:
        return {} if value is None else value


def matches(rule: Rule, story: Story) -> Reasons | None:
    """Why a story is for a rule, in plain words; None where it is not."""
    raise NotImplementedError
