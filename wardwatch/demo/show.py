"""The demo's words on the terminal: what was found, kept and joined, and what was received as it was received."""

from __future__ import annotations

import json
import sys
from urllib.parse import urlsplit

from wardwatch.demo.post import Mail, Post
from wardwatch.demo.watch import ArticleSeen, Seen, SourceSeen
from wardwatch.terminal import Terminal

TOLD = {"tell": "at once", "backfill": "no, it is old news", "before-rule": "no, it is older than the rule"}
INDENT = "  "


class Show:
    """Prints in boxes on a terminal, and in plain lines elsewhere, with --plain and with NO_COLOR."""

    def __init__(self, plain: bool) -> None:
        self.terminal = Terminal(plain)
        self.boxes = self.terminal.decorated(sys.stdout)

    def say(self, text: str = "") -> None:
        """A line."""
        self.terminal.answer(text)

    def heading(self, text: str) -> None:
        """A line that begins a part."""
        if not self.boxes:
            self.say(f"\n== {text}")
            return
        from rich.console import Console
        from rich.rule import Rule

        Console().print("", Rule(text, align="left"))

    def panel(self, title: str, text: str, syntax: str | None = None) -> None:
        """A text in a box. syntax: json, to colour it."""
        if not self.boxes:
            self.say(f"--- {title}")
            self.say("\n".join(INDENT + line for line in text.splitlines()))
            self.say("---")
            return
        from rich.console import Console
        from rich.panel import Panel
        from rich.syntax import Syntax
        from rich.text import Text

        inside = Syntax(text, syntax, background_color="default", word_wrap=True) if syntax else Text(text)
        Console().print(Panel(inside, title=title, title_align="left"))

    def found(self, seen: Seen) -> None:
        """How many links each source showed, and what became of them."""
        self.heading("What was found")
        rows = [_source_row(source, seen) for source in seen.sources.values()]
        self.terminal.table(("source", "kind", "new links", "kept", "not relevant", "trouble"), rows)

    def kept(self, seen: Seen) -> None:
        """The stories, the outlets that carry them, and why they were kept."""
        self.heading("What was kept and why, joined to stories")
        rows = [_story_row(number, articles) for number, articles in seen.stories().items()]
        self.terminal.table(("story", "kind", "council", "carried by", "because it says", "told"), rows)
        self.heading("What was not kept")
        dropped = [link for link in seen.links.values() if link.state in ("irrelevant", "given up")]
        rows = [(link.source, urlsplit(link.url).path, link.reason or link.state) for link in dropped]
        self.terminal.table(("source", "article", "why"), rows)

    def changed(self, before: Seen, after: Seen) -> None:
        """What an event did to the archive, line by line."""
        known = set(before.stories())
        for url, link in after.links.items():
            if url not in before.links:
                self.say(f"{INDENT}found: {link.title or link.url} ({link.source})")
        for number, article in after.articles.items():
            if number not in before.articles:
                self.say(INDENT + _arrival(article, is_new=article.story not in known))
        for name, source in after.sources.items():
            was = before.sources.get(name)
            if source.trouble and not (was and was.trouble):
                self.say(f"{INDENT}trouble: {name}: {source.trouble}")
            if was and was.trouble and not source.trouble:
                self.say(f"{INDENT}well again: {name}")

    def mail(self, mail: Mail) -> None:
        """A mail as it was received."""
        head = f"To: {', '.join(mail.recipients)}\nSubject: {mail.subject}\n\n"
        self.panel("the mail, as received", head + mail.text.strip())

    def webhook(self, post: Post) -> None:
        """A webhook as it was received."""
        self.panel("the webhook, as received", json.dumps(post.json, indent=2, ensure_ascii=False), "json")

    def told(self, mails: list[Mail]) -> None:
        """The mails that came of an event."""
        for mail in mails:
            self.mail(mail)
        if not mails:
            self.say(f"{INDENT}nobody is told")

    def subjects(self, mails: list[Mail]) -> None:
        """Mails by their subjects."""
        for mail in mails:
            self.say(f"{INDENT}mail to {', '.join(mail.recipients)}: {mail.subject}")


def _source_row(source: SourceSeen, seen: Seen) -> tuple[object, ...]:
    links = [link for link in seen.links.values() if link.source == source.name]
    kept = sum(link.state in ("kept", "copy") for link in links)
    irrelevant = sum(link.state == "irrelevant" for link in links)
    return source.name, source.kind, len(links), kept, irrelevant, source.trouble


def _story_row(number: int, articles: list[ArticleSeen]) -> tuple[object, ...]:
    first = articles[0]
    carried = ", ".join(f"{article.outlet} (copy)" if article.copy else article.outlet for article in articles)
    because = ", ".join(dict.fromkeys(phrase for article in articles for phrase in article.phrases[:2]))
    councils = ", ".join(dict.fromkeys(name for article in articles for name in article.councils))
    return number, first.kind, councils, carried, because, TOLD.get(first.decision or "", first.decision)


def _arrival(article: ArticleSeen, *, is_new: bool) -> str:
    if article.copy:
        return (
            f"a copy of a text that is kept: {article.outlet} is added to story {article.story}, nobody is told twice"
        )
    if not is_new:
        return f"the same event as story {article.story}: {article.outlet} is added to it, and nobody is told twice"
    because = ", ".join(article.phrases)
    return f"kept as story {article.story}: {article.kind}, {', '.join(article.councils)}; because it says: {because}"
