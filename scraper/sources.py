"""Source: one entry under `sources:` in config.yaml, or one that the catalogue switches on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

from scraper.periods import Period, parse_period

Kind = Literal["feed", "sitemap", "listing", "ofsted", "govuk", "moderngov", "ombudsman"]
Keep = Literal["text", "facts", "headline"]
OFFICIAL_KINDS = ("ofsted", "govuk")
OFFICIAL_EVERY = timedelta(minutes=15)
LOCAL_EVERY = timedelta(minutes=30)


class Expect(NamedTuple):
    """How much a source normally brings: `articles` in each `per`."""

    articles: int
    per: Period


def parse_expect(value: object) -> object:
    """Expect from "5 a week"; anything but a string is passed on to pydantic."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d+)\s+(?:an?|per|each|every)\s+(hour|day|week|month)", value.strip(), re.IGNORECASE)
    if not found:
        raise ValueError(f"{value!r} is no expectation; write it as 5 a week or 1 a day")
    unit = found[2].lower()
    return Expect(int(found[1]), parse_period("30 days" if unit == "month" else f"1 {unit}"))


class Source(BaseModel):
    """One place to watch. councils: whose area it is, by the names of councils.csv; empty means all of England.
    render: its pages are made by scripts, and shown in a browser before they are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    url: str
    kind: Kind | None = None
    councils: tuple[str, ...] = ()
    every: Period | None = None
    expect: Annotated[Expect | None, BeforeValidator(parse_expect)] = None
    keep: Keep = "text"
    links: str | None = None
    render: bool = False

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise ValueError(f"{value!r} is no web address; it should begin with https:// or http://")
        return value

    @property
    def pause(self) -> timedelta:
        """How long after one visit the next is due: `every`, or what such a source needs."""
        return self.every or (OFFICIAL_EVERY if self.official else LOCAL_EVERY)

    @property
    def official(self) -> bool:
        """True for Ofsted and GOV.UK, which are asked even before `contact` is filled in."""
        return self.kind in OFFICIAL_KINDS
