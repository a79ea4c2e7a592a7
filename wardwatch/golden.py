"""Golden pages: the bytes of a page and what was read from them, to be reviewed once and held to from then on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsdesk.article import Article
from newsdesk.reading import Reading
from scraper.discover.dates import listing_date
from scraper.fetch import Page
from scraper.memory import Fetched
from scraper.pages import understand

REVIEW = "look at every value below, correct what is wrong, then delete this line"
_SUFFIXES = {"pdf": ".pdf", "json": ".body", "text": ".txt"}


def record(folder: Path, raw: Page, fetched: Fetched) -> Path:
    """Write a page and what is read from it into the folder; the JSON's path. One that is there is left alone.

    What its outlet covers and what the listing said of it go with it: they are part of what is read.
    """
    link, article = fetched.link, fetched.article
    folder.mkdir(parents=True, exist_ok=True)
    name = _name(raw.url)
    told = folder / f"{name}.json"
    if told.exists():
        return told
    page = folder / f"{name}{_SUFFIXES.get(article.media, '.html')}"
    page.write_bytes(raw.body)
    asked: dict[str, Any] = {
        "review": REVIEW,
        "url": raw.url,
        "page": page.name,
        "content_type": raw.content_type,
        "outlet": article.outlet,
        "outlet_councils": list(article.outlet_councils),
        "listed": {"dated": link.dated.isoformat() if link.dated else None, "title": link.title},
    }
    told.write_text(json.dumps({**asked, **_read(asked, raw.body)}, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return told


def differences(told: Path) -> list[str]:
    """Where a recorded page is read otherwise than its JSON says, one sentence each; empty where all is well.

    A page that nobody has reviewed differs by that.
    """
    want: dict[str, Any] = json.loads(told.read_text("utf-8"))
    now = _read(want, (told.parent / want["page"]).read_bytes())
    wrong = [
        f"{told.name}: {name} is {now[name]!r}, not {want.get(name)!r}" for name in now if now[name] != want.get(name)
    ]
    return [f"{told.name} was never reviewed: {want['review']}", *wrong] if "review" in want else wrong


def _read(asked: dict[str, Any], body: bytes) -> dict[str, Any]:
    listed = asked["listed"]
    about = (asked["outlet"], tuple(asked["outlet_councils"]), listing_date(listed["dated"]), listed["title"])
    return _said(*understand(asked["url"], body, asked["content_type"], *about))


def _said(article: Article, reading: Reading) -> dict[str, Any]:
    published = article.published
    return {
        "title": article.title,
        "headlines": list(article.headlines),
        "published": published.isoformat() if published else None,
        "byline": article.byline,
        "canonical": article.canonical,
        "text": article.text.split("\n\n"),
        "relevant": reading.relevant,
        "kind": reading.kind,
        "councils": list(reading.councils),
        "judgements": dict(reading.judgements),
    }


def _name(url: str) -> str:
    parts = urlsplit(url)
    host = re.sub(r"\W+", "_", (parts.hostname or "page").removeprefix("www."))
    slug = re.sub(r"[^a-z0-9]+", "_", parts.path.lower()).strip("_")[-50:].strip("_")
    return f"{host}_{slug}" if slug else host
