"""Pages in the builds of many sites: the folder tests/builds holds what each says and how its page is made."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[2] / "builds"
_PLACE = re.compile(r"\[\[(\d+)(?:-(\d+))? ?([\w.-]*) ?(\w*)\]\]")


@dataclass(frozen=True)
class Build:
    """One page and what a careful reader finds on it. text: its blocks, lists and tables a line an item."""

    name: str
    url: str
    body: bytes
    title: str
    date: str
    authors: tuple[str, ...]
    text: tuple[str, ...]


def every() -> list[Build]:
    """The builds of all files, in their order."""
    stories = _load("stories")
    return [
        _build(entry, stories) for name in ("papers", "blogs", "abroad", "official", "harder") for entry in _load(name)
    ]


def _load(name: str) -> Any:
    return YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def _build(entry: dict[str, Any], stories: dict[str, Any]) -> Build:
    story = stories[entry["story"]]
    said = [str(part) for part in story["said"]][: entry.get("paragraphs")]
    page = _PLACE.sub(lambda place: _placed(place, said), entry["page"])
    page = page.replace("[[json flat]]", _json(" ".join(said))).replace("[[json]]", _json("\n\n".join(said)))
    page = page.replace("[[title]]", html.escape(story["title"])).replace("[[summary]]", html.escape(story["summary"]))
    lead = [story["summary"]] if entry.get("standfirst") else []
    return Build(
        entry["name"],
        entry["url"],
        page.encode(),
        story["title"],
        entry["date"],
        tuple(entry["authors"]),
        (*lead, *said),
    )


def _placed(place: re.Match[str], said: list[str]) -> str:
    """The paragraphs that a place asks for, in the element that it names."""
    first, last = int(place[1]), int(place[2] or place[1])
    name, _, css = place[3].partition(".")
    return "".join(_element(part, name, css, place[4]) for part in said[first - 1 : last])


def _element(part: str, name: str, css: str, how: str) -> str:
    shown = html.escape(part, quote=False)
    start = f'<{name} class="{css}">' if css else f"<{name}>"
    if not name:
        return shown
    if name == "br":
        return f"{shown}<br><br>\n"
    if name == "ul":
        return start + "".join(f"<li>{item}</li>" for item in shown.split("\n")) + "</ul>"
    if name == "table":
        rows = (f"<tr><td>{line.replace(' | ', '</td><td>')}</td></tr>" for line in shown.split("\n"))
        return start + "".join(rows) + "</table>"
    inside = f"<{how}>{shown}</{how}>" if how in ("strong", "span") else shown
    return start + inside + ("" if how == "open" else f"</{name}>")


def _json(said: str) -> str:
    return json.dumps(said, ensure_ascii=False)
