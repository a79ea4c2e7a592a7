"""Response: what came from the web, before anything is made of it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from urllib.parse import urlsplit

Form = Literal["html", "pdf", "json", "text"]

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What browsers do: pages that call themselves Latin-1 are Windows-1252.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
# Python's own, which no page is in: some of them raise, some take minutes.
_NO_PAGES = frozenset(("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"))
_HTML_START = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer of a server, with what its listing said of it. dated and title only fill gaps of the page."""

    url: str
    body: bytes
    content_type: str = ""
    outlet: str = ""
    outlet_councils: tuple[str, ...] = ()
    dated: date | datetime | None = None
    title: str | None = None

    @property
    def host(self) -> str:
        """The host of the address without www., in lower case."""
        return (_host(self.url)).removeprefix("www.")

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.url).path if _host(self.url) else ""

    @property
    def form(self) -> Form:
        """What the body is: by its first bytes where they are plain, else by the content type."""
        media = self.content_type.partition(";")[0].strip().lower()
        start = self.body[:1024].lstrip(codecs.BOM_UTF8)
        if b"%PDF-" in start:
            return "pdf"
        if _HTML_START.match(start):
            return "html"
        if media.endswith("json") or (not media and start.lstrip()[:1] == b"{"):
            return "json"
        return "text" if media.startswith("text/") and media not in ("text/html", "text/xml") else "html"

    @property
    def promises_pdf(self) -> bool:
        """True where the address or the content type says that the body is a PDF."""
        media = self.content_type.partition(";")[0].strip().lower()
        return media == "application/pdf" or self.path.lower().endswith(".pdf") or self.host == "files.ofsted.gov.uk"

    def decoded(self, limit: int | None = None) -> str:
        """The body as text, cut at limit bytes; a byte that does not fit the charset becomes U+FFFD."""
        body = self.body[:limit]
        return _CONTROL.sub(" ", body.decode(self._charset(), "replace"))

    def _charset(self) -> str:
        declared = _CHARSET.search(self.content_type)
        known = known_codec(declared[1]) if declared else None
        if known:
            return known
        for bom, name in _BOMS:
            if self.body.startswith(bom):
                return name
        said = _META_CHARSET.search(self.body[:4096]) or _XML_ENCODING.search(self.body[:200])
        return (known_codec(said[1].decode("ascii", "replace")) if said else None) or _guess(self.body)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def known_codec(name: str) -> str | None:
    """The codec of that name, as browsers take it; None for an unknown one."""
    lowered = name.lower()
    try:
        codec = codecs.lookup(_MEANT.get(lowered, lowered))
    except LookupError:
        return None
    if codec.name in _NO_PAGES or not getattr(codec, "_is_text_encoding", True):
        return None
    return codec.name


def _guess(body: bytes) -> str:
    """UTF-8 unless most bytes beyond ASCII do not fit it; then Windows-1252."""
    text = body[:200_000].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    fitting = sum(1 for char in text if char > "\x7f") - broken
    return "cp1252" if broken > fitting else "utf-8"
