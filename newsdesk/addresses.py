"""The identity of an address: what the many ways to write the address of one page have in common."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

_SPARE_HOSTS = ("www.", "m.", "amp.", "mobile.")
_TRACKING = re.compile(
    r"(?:utm_\w*|itm_\w*|at_\w*|ns_\w*|mc_[ce]id|ito|fbclid|gclid|dclid|msclkid|igshid|cmpid|cmp|xtor|_ga|share|amp"
    r"|outputtype)\Z",
    re.IGNORECASE,
)
_FEED_REF = re.compile(r"[A-Za-z_-]{0,16}\Z")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AMP_END = re.compile(r"\.amp(?=\.html?\Z|\Z)", re.IGNORECASE)
_TRAILING_ID = re.compile(r"(?:.*-)?(\d{3,12})\Z")
_NEWSQUEST = re.compile(r"/(?:[\w-]+/){1,4}(\d{7,9})\.[\w%-]+\Z")
_CONTENT_API = re.compile(r"(?:/api/content(?=/))+/")
_PUBLIC_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:uk|com|scot|wales|london|news|org)\Z")


def canonical(url: str) -> str:
    """One spelling for all addresses of a page; canonical(canonical(url)) == canonical(url).

    It names the page and need not be fetchable: sibling towns and sister titles share one.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return url
    host = _host(parts.hostname)
    path = _path(parts.path)
    if port is None or port in (80, 443):
        shared = _shared_identity(host, path)
        if shared:
            return shared
    else:
        host = f"{host}:{port}"
    query = _query(parts)
    return f"https://{host}{path}{'?' if query else ''}{query}"


def without_tracking(url: str) -> str:
    """The address as people should see it: without what only says where a reader came from."""
    address, _, query = url.partition("#")[0].partition("?")
    kept = [pair for pair in query.split("&") if not _is_tracking(pair)]
    return f"{address}?{'&'.join(kept)}" if kept else address


def _host(name: str) -> str:
    host = name.lower().strip(".")
    if ":" in host:
        return f"[{host}]"
    while True:
        for spare in _SPARE_HOSTS:
            if host.startswith(spare) and "." in host[len(spare) :]:
                host = host[len(spare) :].strip(".")
                break
        else:
            return host


def _path(path: str) -> str:
    segments = [piece for piece in _escaped(path).split("/") if piece and piece.lower() != "amp"]
    while segments and (bare := _AMP_END.sub("", segments[-1])) != segments[-1]:
        segments[-1:] = [bare] if bare and bare.lower() != "amp" else []
    return "/" + "/".join(segments)


def _escaped(text: str) -> str:
    """Percent-encoding in one spelling: capitals, and none where a plain letter would do."""
    quoted = quote(_STRAY_PERCENT.sub("%25", text), safe="/%:@!$&'()*+,;=~", errors="surrogatepass")

    def plain(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if char in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(plain, quoted)


def _query(parts: SplitResult) -> str:
    return "&".join(sorted(pair for pair in _escaped(parts.query).split("&") if not _is_tracking(pair)))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return not pair or bool(_TRACKING.match(name)) or (name.lower() == "ref" and bool(_FEED_REF.match(value)))


def _shared_identity(host: str, path: str) -> str | None:
    """The identity that publishers give a page on several of their hosts, or None."""
    if host == "gov.uk" and (found := _CONTENT_API.match(path)):
        return f"https://gov.uk/{path[found.end() :]}"
    if host == "nub.news" or host.endswith(".nub.news"):
        section, _, rest = path.strip("/").partition("/")
        found = _TRAILING_ID.match(rest)
        return f"https://nub.news/{section}/{found[1]}" if found else None
    found = _NEWSQUEST.match(path)
    if found and _PUBLIC_NAME.match(host):
        return f"https://newsquest.co.uk/news/{found[1]}"
    return None
