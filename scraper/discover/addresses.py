"""Addresses on listing pages: which are surely no article, which surely are, and which are the same place."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, urldefrag, urljoin, urlsplit

LONGEST = 2000
_SECTION = re.compile(
    r"tags?|categor(?:y|ies)|authors?|topics?|users?|profiles?|wp-admin|wp-json|cdn-cgi|log-?in|sign-?(?:in|up)"
    r"|register|logout|(?:my-)?account|basket|checkout",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"search|contact(?:-us)?|about(?:-us)?|advertis(?:e|ing)|subscri(?:be|ption)|newsletters?|accessibility|sitemap"
    r"|privacy(?:-policy|-notice)?|cookies|cookie-(?:policy|settings)|terms(?:-and-conditions|-of-use)?|feed|rss"
    r"|comments|jobs|home|index\.html|index\.php|wp-login\.php",
    re.IGNORECASE,
)
_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|gz|zip|mp[34]|ics|rss|atom)\Z", re.IGNORECASE)
_PAGING = re.compile(r"(?:/page/\d+/?|/p\d{1,3}/?)\Z", re.IGNORECASE)


def split(address: str) -> SplitResult | None:
    """The parts of an http(s) address with a host and no log-in; None for anything else."""
    try:
        parts = urlsplit(address)
        plain = parts.username is None and parts.port != 0 and len(address) <= LONGEST
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and plain
    except ValueError:
        return None
    return parts if known else None


def joined(base: str, reference: str) -> str | None:
    """The http(s) address that a reference on a page means; None where it means none."""
    try:
        address = urldefrag(urljoin(base, reference.strip())).url
    except ValueError:
        return None
    return address if split(address) else None


def host_of(address: str) -> str:
    """Host and port, without www. and without the ports that everybody means."""
    parts = split(address)
    if parts is None:
        return ""
    name = (parts.hostname or "").removeprefix("www.")
    return name if parts.port in (None, 80, 443) else f"{name}:{parts.port}"


def is_no_article(address: str) -> bool:
    """True for the front page, sections, log-in pages, searches, pictures and the like."""
    parts = split(address)
    if parts is None:
        return True
    steps = [step for step in parts.path.split("/") if step]
    if not steps:
        return not parts.query
    return bool(
        any(_SECTION.fullmatch(step) for step in steps)
        or _PLACE.fullmatch(steps[-1])
        or _FILES.search(parts.path)
        or _PAGING.search(parts.path)
        or {"page", "paged", "replytocom"} & parse_qs(parts.query).keys()
    )


def names_an_article(address: str) -> bool:
    """True where the address itself looks like an article's: a slug of three words, or a number of four digits."""
    parts = split(address)
    if parts is None:
        return False
    last = [step for step in parts.path.split("/") if step][-1:] or [""]
    return len(re.findall(r"[a-z]+", last[0], re.IGNORECASE)) >= 3 or bool(re.search(r"\d{4}", parts.path))


def leads_up(address: str, page: str) -> bool:
    """True for the page itself and for the sections above it."""
    there, here = split(address), split(page)
    if there is None or here is None:
        return True
    if there.query and there.query != here.query:
        return False
    return f"{here.path.rstrip('/')}/".startswith(f"{there.path.rstrip('/')}/")
