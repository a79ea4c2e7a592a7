"""Which sources are watched, which wait until `contact` is filled in, and the sentence that says so."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from scraper.sources import Source

OFFICIAL_HOSTS = ("ofsted.gov.uk", "www.gov.uk", "blog.gov.uk")


def all_sources(own: Sequence[Source], catalogue: Iterable[Source]) -> list[Source]:
    """The user's own sources, then the catalogue's, leaving out those whose address or name the user has taken."""
    addresses = {_address(source.url) for source in own}
    names = {source.name for source in own}
    return [*own, *(one for one in catalogue if _address(one.url) not in addresses and one.name not in names)]


def host_of(url: str) -> str:
    """The host of an address, in lower case."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def open_to_strangers(url: str) -> bool:
    """True for what is asked even before `contact` is filled in: Ofsted, GOV.UK and this machine."""
    host = host_of(url)
    return _loopback(host) or any(host == one or host.endswith("." + one) for one in OFFICIAL_HOSTS)


def _loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(url: str) -> str:
    return url.split("://", 1)[-1].rstrip("/").lower()


def counted(number: int, noun: str) -> str:
    """ "1 story", "3 stories"; "1 source", "2 sources"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def area(councils: Sequence[str]) -> str:
    """The councils in few words."""
    if len(councils) > 3:
        return counted(len(councils), "council")
    return " and ".join(", ".join(councils).rsplit(", ", 1)) if councils else "no council"


def watched_sentence(sources: Sequence[Source], councils: Sequence[str]) -> str:
    """ "Watching 3 official sources for Cheshire East." """
    if not sources:
        return "Nothing is watched: name a council under `councils:` or a source under `sources:`."
    official = sum(one.official for one in sources)
    place = f" for {area(councils)}" if councils else ""
    if official == len(sources):
        return f"Watching {counted(official, 'official source')}{place}."
    inner = f" ({official} official)" if official else ""
    return f"Watching {counted(len(sources), 'source')}{inner}{place}."


def waiting_sentence(waiting: int, contact_line: int | None) -> str:
    """What is held back, and what would release it."""
    if not waiting:
        return ""
    place = f"in line {contact_line}" if contact_line else "into the config as `contact:`"
    return f"Put your address {place} to add {counted(waiting, 'local title')}."


def told_sentence(told: Sequence[tuple[str, str]]) -> str:
    """Where alerts go. told: (channel, recipient) pairs."""
    mailed = [recipient for channel, recipient in told if channel == "email"]
    hooks = [recipient for channel, recipient in told if channel == "webhook"]
    files = [f"{recipient.rstrip('/')}/" for channel, recipient in told if channel == "file"]
    seen = f" see {', '.join(files)}" if files else ""
    if not told:
        return "Nobody is told: there are no recipients."
    if mailed or hooks:
        ways = [f"mailed to {', '.join(mailed)}"] if mailed else []
        ways += [f"sent to {counted(len(hooks), 'webhook')}"] if hooks else []
        return f"Alerts are {' and '.join(ways)}."
    return f"Nothing is mailed yet;{seen or ' alerts are shown here'}."
