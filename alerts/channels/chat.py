"""Messages in the forms of Slack, Discord and Teams, cut until the service takes them.

Page text is only ever shown as text: what a headline says can neither mention anybody nor make a link.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alerts.channels import Outgoing
from alerts.facts import CONTRADICTION, JUDGEMENT, OFFICIAL, PRIORITY, SEND
from alerts.recipients import ChatFormat
from alerts.wording import JUDGEMENTS, KINDS, plain, sentence_case

Json = dict[str, Any]
SHARES = ((40, 10), (20, 5), (10, 3), (5, 2), (2, 1), (1, 1))
LONGEST_TEXT = 2000
LONGEST_TITLE = 150
LONGEST_SECTION = 2900
LARGEST_SLACK, LARGEST_DISCORD, LARGEST_TEAMS = 30_000, 4000, 28_000
FACTS = {
    OFFICIAL: "The official document is there",
    PRIORITY: "Areas for priority action",
    CONTRADICTION: "News and report differ",
    SEND: "Area SEND inspection",
}
DISCORD_SIGNS = re.compile(r"([\\*_~`|>\[\]()#@:-])")
ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True)
class Section:
    """One story. links: (label, address or "")."""

    heading: str
    facts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    more_links: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A message before it has a form. text: of an operator's or test message."""

    title: str
    text: str
    sections: tuple[Section, ...]
    more: int


def in_form(form: ChatFormat, message: Outgoing) -> Json:
    """The JSON that the service takes, with as many stories and links as it has room for."""
    write, fits = FORMS[form]
    for stories, links in SHARES:
        content = write(card(message, stories, links))
        if fits(content):
            break
    return content


def card(message: Outgoing, stories: int, links: int) -> Card:
    """What the message says, with at most so many stories, and links to each."""
    payload = message.payload
    told = payload["stories"] if message.type == "digest" else [payload] if payload.get("story") else []
    shown = told[:stories]
    return Card(
        title=plain(message.subject, LONGEST_TITLE),
        text=str(payload.get("text", ""))[:LONGEST_TEXT],
        sections=tuple(_section(one, links, update=message.type == "story.update") for one in shown),
        more=max(payload.get("count", len(told)), len(told)) - len(shown),
    )


def _section(told: Mapping[str, Any], links: int, *, update: bool) -> Section:
    story, outlets = told["story"], told["outlets"]
    kind = sentence_case(KINDS.get(story["kind"], KINDS["other"]))
    facts = (("New: " if update and fact["new"] else "") + words for fact in story["facts"] if (words := _words(fact)))
    labels = ((plain(": ".join(filter(None, (one["outlet"], one["title"]))), 160), one["url"] or "") for one in outlets)
    return Section(
        heading=plain(f"{story['council']}: {kind}" if story["council"] else kind, LONGEST_TITLE),
        facts=tuple(facts),
        links=tuple(labels)[:links],
        more_links=max(0, len(outlets) - links),
        why=tuple(plain(f"{one['rule']}: {'; '.join(one['why'])}", 200) for one in told["reasons"][:5]),
    )


def _words(fact: Mapping[str, Any]) -> str:
    """A fact in a few words; the story as such has none."""
    kind, name, value = fact["fact"], fact["name"] or "", fact["value"] or ""
    words = JUDGEMENTS.get(name, sentence_case(name)) if kind == JUDGEMENT else FACTS.get(kind, "")
    added = value if kind != CONTRADICTION else JUDGEMENTS.get(name, name).lower()
    return plain(": ".join(filter(None, (words, added))) if words else "", 200)


def _as_slack(shown: Card) -> Json:
    """Block Kit for an incoming webhook."""
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": shown.title}}]
    texts = [_slack_text(shown.text)] if shown.text else []
    texts += [_slack_section(one) for one in shown.sections]
    texts += [_and_more(shown.more, "story", "stories")] if shown.more else []
    blocks += [{"type": "section", "text": {"type": "mrkdwn", "text": text}} for text in texts]
    return {"text": _slack_text(shown.title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _slack_section(section: Section) -> str:
    links = [f"<{_bare(url)}|{_slack_text(label)}>" if url else _slack_text(label) for label, url in section.links]
    return _lines(section, f"*{_slack_text(section.heading)}*", _slack_text, links)


def _slack_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_discord(shown: Card) -> Json:
    """One embed; nobody is mentioned by it."""
    texts = [_discord_text(shown.text)] if shown.text else []
    texts += [_discord_section(one) for one in shown.sections]
    texts += [_and_more(shown.more, "story", "stories")] if shown.more else []
    embed = {"title": _discord_text(shown.title), "description": "\n\n".join(texts)}
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _discord_section(section: Section) -> str:
    links = [
        f"[{_discord_text(label)}](<{_bare(url)}>)" if url else _discord_text(label) for label, url in section.links
    ]
    return _lines(section, f"**{_discord_text(section.heading)}**", _discord_text, links)


def _discord_text(text: str) -> str:
    return DISCORD_SIGNS.sub(r"\\\1", text)


def _lines(section: Section, heading: str, safe: Callable[[str], str], links: list[str]) -> str:
    more = [_and_more(section.more_links, "place", "places")] if section.more_links else []
    why = [f"Why: {safe(one)}" for one in section.why]
    return "\n".join([heading, *map(safe, section.facts), *links, *more, *why])


def _as_teams(shown: Card) -> Json:
    """An Adaptive Card in a message, for a workflow. Text runs know no Markdown, so nothing has to be masked."""
    body = [_runs(_run(shown.title, size="Large", weight="Bolder"))]
    body += [_runs(_run(part)) for part in shown.text.split("\n\n") if part]
    for section in shown.sections:
        body.append(_runs(_run(section.heading, weight="Bolder"), separator=True))
        body += [_runs(_run(fact)) for fact in section.facts]
        body += [_runs(_link(label, url)) for label, url in section.links]
        body += [_runs(_run(_and_more(section.more_links, "place", "places")))] if section.more_links else []
        body += [_runs(_run(f"Why: {why}", isSubtle=True, size="Small")) for why in section.why]
    body += [_runs(_run(_and_more(shown.more, "story", "stories")))] if shown.more else []
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": shown.title,
        "msteams": {"width": "Full"},
        "body": body,
    }
    return {"type": "message", "attachments": [{"contentType": ADAPTIVE_CARD, "contentUrl": None, "content": content}]}


def _runs(run: Json, **style: Any) -> Json:
    return {"type": "RichTextBlock", "inlines": [run], **style}


def _run(text: str, **style: Any) -> Json:
    return {"type": "TextRun", "text": text, **style}


def _link(label: str, url: str) -> Json:
    return _run(label, selectAction={"type": "Action.OpenUrl", "url": url}) if url else _run(label)


def _and_more(count: int, one: str, many: str) -> str:
    return f"and {count} more {one if count == 1 else many}"


def _bare(url: str) -> str:
    """An address without the signs that would end a link."""
    return "".join(f"%{ord(sign):02X}" if sign in "<>|()" else sign for sign in url)


def _slack_takes(content: Json) -> bool:
    sections = (block["text"]["text"] for block in content["blocks"])
    return _size(content) < LARGEST_SLACK and max(map(len, sections)) <= LONGEST_SECTION


def _size(content: Json) -> int:
    return len(json.dumps(content, ensure_ascii=False).encode())


FORMS: Mapping[ChatFormat, tuple[Callable[[Card], Json], Callable[[Json], bool]]] = {
    "slack": (_as_slack, _slack_takes),
    "discord": (_as_discord, lambda content: len(content["embeds"][0]["description"]) <= LARGEST_DISCORD),
    "teams": (_as_teams, lambda content: _size(content) < LARGEST_TEAMS),
}
