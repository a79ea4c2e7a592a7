"""What a config is checked for beyond its shape, on the values as written, so that all mistakes show at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from alerts.channels.apprise import LACKING, is_installed
from alerts.channels.tls import why_not_trusted
from alerts.rules import EmailSettings, Rule
from scraper.browser import machine
from scraper.periods import parse_period
from wardwatch.environment import Filled
from wardwatch.mistakes import Mistake, Path
from wardwatch.yaml_tree import Tree

MICROSOFT_HOSTS = ("office365.com", "office365.us", "outlook.com")
SHORTEST_POLITE = timedelta(minutes=5)


def repeated_names(values: Any, tree: Tree) -> list[Mistake]:
    """Sources and rules that have the name of another: a name is what they are remembered by."""
    mistakes = []
    for section, noun in (("sources", "source"), ("alerts", "rule")):
        first: dict[str, int] = {}
        for path, entry in _entries(values, section):
            name = entry.get("name")
            if not isinstance(name, str):
                continue
            line = tree.line((*path, "name"))
            if name in first:
                what = f"a {noun} called {name!r} stands in line {first[name]} already"
                mistakes.append(tree.mistake((*path, "name"), what, "give this one another name"))
            first.setdefault(name, line)
    return mistakes


def missing_secrets(filled: Filled, tree: Tree) -> list[Mistake]:
    """Variables and files that are not there, where something needs them: a mail login only if somebody gets mail."""
    mailed = mailed_recipients(filled.values)
    return [
        tree.mistake(path, what, "set it, or take this recipient out" if path[0] != "database" else "set it")
        for path, what in filled.missing.items()
        if mailed or path[0] != "email"
    ]


def mail_without_server(values: Any, tree: Tree) -> list[Mistake]:
    """Recipients of mail where nothing says which server sends it."""
    mailed = mailed_recipients(values)
    if not mailed or values.get("email"):
        return []
    what = "is told by email, but there is no `email:` section"
    return [tree.mistake(mailed[0], what, "add one with host and from, or take the mail recipients out")]


def spare_of_nobody(values: Any, tree: Tree) -> list[Mistake]:
    """Spare recipients of a rule, and an operator with no other."""
    lists = [
        ((*path, "to"), entry.get("to"), "alerts go to every recipient") for path, entry in _entries(values, "alerts")
    ]
    operator = values.get("operator") if isinstance(values, dict) else None
    if isinstance(operator, list) and all(_is_spare(to) for to in operator):
        lists.append((("operator",), operator, "there is no other, so nothing could be at fault"))
    return [
        tree.mistake((*path, index, "spare"), f"this is spare, but {why}", "take `spare` out here")
        for path, recipients, why in lists
        if isinstance(recipients, list)
        for index, to in enumerate(recipients)
        if _is_spare(to)
    ]


def _is_spare(to: object) -> bool:
    return isinstance(to, dict) and to.get("spare") is True


def mailed_recipients(values: Any) -> list[Path]:
    """Where recipients of email stand."""
    return _recipients_by("email", values)


def _recipients_by(channel: str, values: Any) -> list[Path]:
    """Where recipients on a channel stand: under a rule or the operator."""
    lists = [((*path, "to"), entry.get("to")) for path, entry in _entries(values, "alerts")]
    lists.append((("operator",), values.get("operator") if isinstance(values, dict) else None))
    return [
        (*path, index)
        for path, recipients in lists
        if isinstance(recipients, list)
        for index, recipient in enumerate(recipients)
        if isinstance(recipient, dict) and recipient.get(channel)
    ]


def open_webhooks(rules: Iterable[Rule], allowed: Collection[str], tree: Tree) -> list[Mistake]:
    """Webhooks that what is told goes to in the clear, over a network that nobody has called private."""
    found = []
    for index, rule in enumerate(rules):
        for place, to in enumerate(rule.to):
            parts = urlsplit(to.webhook or "")
            if parts.scheme == "http" and not {parts.netloc, parts.hostname} & set(allowed):
                path = ("alerts", index, "to", place)
                found.append(tree.mistake(path, "plain http can be read on its way", "write https, or allow_private"))
    return found


def ending_logins(email: EmailSettings | None, tree: Tree) -> list[Mistake]:
    """A password at Microsoft's servers, which stop taking any."""
    if email is None or email.auth != "password" or not email.host.casefold().endswith(MICROSOFT_HOSTS):
        return []
    what = f"{email.host} stops taking passwords (basic authentication ends there)"
    return [tree.mistake(("email", "auth"), what, "use auth: oauth2, or an Exchange connector; see docs/delivery.md")]


def lacking_library(values: Any, tree: Tree) -> list[Mistake]:
    """Recipients of a channel whose library is not there."""
    if is_installed():
        return []
    return [tree.mistake(path, f"messages for it wait: {LACKING}") for path in _recipients_by("apprise", values)]


def no_certificates(ca_file: FilePath | None, tree: Tree) -> list[Mistake]:
    """A file of authorities that cannot be used, so that only the usual ones are trusted."""
    lacking = why_not_trusted(ca_file) if ca_file else ""
    return [tree.mistake(("network", "ca_file"), f"{ca_file} {lacking}", "name a PEM file")] if lacking else []


def hasty_sources(values: Any, tree: Tree) -> list[Mistake]:
    """Sources that are asked more often than is polite."""
    found = []
    for path, entry in _entries(values, "sources"):
        try:
            every = parse_period(entry["every"]) if entry.get("every") else None
        except ValueError:
            continue
        if every is not None and every < SHORTEST_POLITE:
            what = f"every {entry['every']} is more often than most sites like"
            found.append(tree.mistake((*path, "every"), what, "5m or longer is polite"))
    return found


def unshown_sources(values: Any, tree: Tree) -> list[Mistake]:
    """Sources whose pages need a browser that is not there, or one that would run without its sandbox."""
    lacking = machine.lacking()
    if lacking:
        what, remedy = f"this source is not read: it needs a browser, and {lacking}", machine.REMEDIES[lacking]
    elif not machine.sandboxed():
        what, remedy = "as root the browser runs without its sandbox", "run wardwatch as a user of its own"
    else:
        return []
    rendered = (path for path, entry in _entries(values, "sources") if entry.get("render") is True)
    return [tree.mistake((*path, "render"), what, remedy) for path in rendered]


def _entries(values: Any, section: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    entries = values.get(section) if isinstance(values, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield (section, index), entry
