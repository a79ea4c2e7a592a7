"""What the bytes of a feed or sitemap say, whatever encoding they claim to be in."""

from __future__ import annotations

import codecs
import re

from scraper.pages.response import Response, known_codec

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE_UTF_16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_NAMED = (
    re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE),
    re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE),
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# What XML 1.0 forbids and what publishers paste in all the same, as it is or as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|(\d{1,10}));?", re.IGNORECASE)


def xml_text(response: Response) -> str:
    """The text of an XML document without its declaration and without what XML forbids.

    Bytes that are sound UTF-8 are UTF-8, whatever the declaration says; then comes what the document says of itself,
    then the content type, then Windows-1252.
    """
    text = _decoded(response.body, response.content_type)
    plain = _FORBIDDEN.sub(" ", _DECLARATION.sub("", text.lstrip("\ufeff")))
    return _REFERENCE.sub(_allowed, plain).lstrip()


def _allowed(reference: re.Match[str]) -> str:
    """The reference as it stands, or a space for one to a character that no XML may hold."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    allowed = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return reference[0] if allowed else " "


def _decoded(body: bytes, content_type: str) -> str:
    marked = [name for mark, name in (*_BOMS, *_BARE_UTF_16) if body.startswith(mark)]
    if marked:
        return body.decode(marked[0], "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    said = (_NAMED[0].search(body[:400]), _NAMED[1].search(content_type.encode("latin-1", "replace")))
    return body.decode(
        next((name for found in said if found and (name := _single(found[1]))), _fallback(body)), "replace"
    )


def _single(name: bytes) -> str | None:
    """The codec of that name, where it is a text encoding other than UTF-8, which the bytes are not, and Latin-1,
    which is Windows-1252 wherever it is claimed."""
    known = known_codec(name.decode("ascii"))
    meant = {"utf-8": None, "ascii": "cp1252", "iso8859-1": "cp1252"}.get(known or "", known)
    return None if meant and meant.startswith("utf-16") else meant


def _fallback(body: bytes) -> str:
    """UTF-8 with a broken byte or two, or Windows-1252."""
    text = body[:200_000].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    fitting = sum(1 for letter in text if letter > "\x7f") - broken
    return "utf-8" if fitting > broken else "cp1252"
