"""Subject, text, HTML and webhook JSON of a message."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts import subjects
from alerts.content import Content
from alerts.held import HELD
from alerts.view import StoryView, story_view
from alerts.wording import KINDS, listed, moment, plain
from newsdesk.article import LONDON

LARGEST = 100_000
LARGEST_PAYLOAD = 200_000
SHARES = (40, 15, 5, 2)
MOST_STORIES = 60
WIDTH = 76
BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every message: whom to ask, and the zone of its times."""

    contact: str = ""
    zone: tzinfo = LONDON


def render(content: Content, letterhead: Letterhead, now: datetime) -> dict[str, Any]:
    """What is frozen and sent: subject, text and html of a mail or file, payload of a webhook, story (its number, or
    None), and at, the time of rendering. Plain JSON values, each mail under 100 KB, each payload under 200."""
    if content.draft and not content.tellings:
        return _drafted(content, letterhead, now)
    for most in SHARES:
        rendered = _told(content, letterhead, now, most)
        mail = len(rendered["html"].encode()) + len(rendered["text"].encode())
        if mail < LARGEST and len(json.dumps(rendered["payload"])) < LARGEST_PAYLOAD:
            break
    return rendered


def _told(content: Content, letterhead: Letterhead, now: datetime, most: int) -> dict[str, Any]:
    digest = content.type == "digest"
    views = [
        story_view(telling, letterhead.zone, update=bool(telling.known), most_places=min(most, 5) if digest else most)
        for telling in content.tellings
    ]
    views.sort(key=_rank)
    values: dict[str, Any] = {"contact": plain(letterhead.contact, 120), "type": content.type}
    if digest:
        shown = views[: min(MOST_STORIES, most * 2)]
        values |= {"sections": _sections(shown), "more": len(views) - len(shown), "count": len(views)}
        values |= {"title": _digest_title(content, letterhead.zone), "subject": _digest_subject(views)}
        name, payload = "digest", digest_payload(content, shown, len(views))
    else:
        values |= {"story": views[0], "subject": views[0].subject}
        name, payload = "story", story_payload(content.type, views[0])
    return _frozen(name, values, payload, None if digest else views[0].id, now)


def _drafted(content: Content, letterhead: Letterhead, now: datetime) -> dict[str, Any]:
    subject, text = content.draft or ("", "")
    values = {
        "contact": plain(letterhead.contact, 120),
        "type": content.type,
        "subject": plain(subject, 74),
        "paragraphs": [plain(part, 2000) for part in text.split("\n\n")[:100] if part.strip()],
    }
    payload = {"type": content.type, "version": 1, "story": None, "outlets": [], "reasons": []}
    payload |= {"subject": values["subject"], "text": "\n\n".join(values["paragraphs"])}
    if content.type == "digest":
        payload = digest_payload(content, (), 0)
    return _frozen("notice", values, payload, None, now)


def _frozen(
    name: str, values: Mapping[str, Any], payload: dict[str, Any], story: int | None, now: datetime
) -> dict[str, Any]:
    text = _environment().get_template(f"{name}.txt.j2").render(values)
    html = _environment().get_template(f"{name}.html.j2").render(values)
    return {
        "subject": values["subject"],
        "text": BLANKS.sub("\n\n", text).strip() + "\n",
        "html": _inliner().inline(html),
        "payload": payload,
        "story": story,
        "at": now.isoformat(),
    }


def _rank(view: StoryView) -> tuple[int, int, int]:
    """Official stories first, then in the order in which kinds weigh."""
    kinds = list(KINDS)
    return (
        not any(place.official for place in view.places),
        kinds.index(view.kind) if view.kind in kinds else 99,
        view.id,
    )


def _sections(views: Sequence[StoryView]) -> list[tuple[str, list[StoryView]]]:
    """The stories of a digest under their first rule, each once."""
    sections: dict[str, list[StoryView]] = {}
    for view in views:
        sections.setdefault(view.reasons[0][0] if view.reasons else "", []).append(view)
    return list(sections.items())


def _digest_subject(views: Sequence[StoryView]) -> str:
    first, others = views[0].subject, len(views) - 1
    if not others:
        return first
    tail = f"; {others} other {'story' if others == 1 else 'stories'}"
    room = subjects.LONGEST - len(tail)
    for bare in (first.partition(" (")[0], first.partition(" (")[0].rpartition(", ")[0]):
        if bare and len(bare) <= room:
            return bare + tail
    return first[: room - 1].rstrip() + "…" + tail


def _digest_title(content: Content, zone: tzinfo) -> str:
    if content.window is None:
        return "Round-up"
    start, end = content.window
    if content.schedule == HELD:
        return f"Held since {moment(start, zone)}, as it could not be sent"
    return f"Round-up, {moment(start, zone)} to {moment(end, zone)}"


def story_payload(kind: str, view: StoryView) -> dict[str, Any]:
    """The webhook JSON of one story: our own words and links; page text only as headlines, and none where withheld."""
    return {"type": kind, "version": 1, **_story_json(view)}


def digest_payload(content: Content, shown: Sequence[StoryView], count: int) -> dict[str, Any]:
    """The webhook JSON of a digest: its window, how many stories it has, and those shown, each as on its own."""
    window = [one.isoformat() for one in content.window] if content.window else None
    stories = [_story_json(view) for view in shown]
    return {"type": "digest", "version": 1, "window": window, "count": count, "stories": stories}


def _story_json(view: StoryView) -> dict[str, Any]:
    return {
        "story": {
            "id": view.id,
            "council": ", ".join(view.councils) or None,
            "kind": view.kind,
            "facts": [
                {"fact": fact.kind, "name": fact.name or None, "value": fact.value or None, "new": new}
                for fact, new in view.keys
            ],
        },
        "outlets": [
            {
                "outlet": place.outlet,
                "url": place.url or None,
                "title": place.title or None,
                "published": place.published,
            }
            for place in view.places
        ],
        "reasons": [{"rule": rule, "why": list(why)} for rule, why in view.reasons],
    }


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["wrapped"] = _wrapped
    environment.filters["listed"] = listed
    return environment


@lru_cache(maxsize=1)
def _inliner() -> Any:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
