"""Ofsted's own reports and letters: what they are, when inspectors were there, who led them, when they came out."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from newsdesk.dates import When, dates_in
from newsdesk.findings import Told

_HEAD = 6000
_STRAIGHT = str.maketrans("\u2018\u2019\u02bc\u201c\u201d\u00a0\u2011\u2010", "'''\"\" --")
_SUBJECT = 1500
_LETTER_OPENING = 5000

_INSPECTION = re.compile(
    r"\b(?:re-?)?inspection\s+of\s+(?:the\s+)?[^\n]{0,80}?\s*(?:[^\n]{0,60}\n){0,2}?[^\n]{0,60}"
    r"(?:children['s]{0,2}\s+(?:social\s+care\s+)?services|services\s+for\s+children)",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\bre-?inspection of\b", re.IGNORECASE)
_SEND = re.compile(
    r"\bArea\s+SEND\s+(?:full\s+|monitoring\s+)?(?:re)?inspection"
    r"|\bjoint\s+(?:local\s+)?area\s+(?:SEND|special\s+educational\s+needs[^.]{0,40}?)\s+(?:re-?)?(?:inspection|visit)",
    re.IGNORECASE,
)
_JTAI = re.compile(
    r"\bJoint\s+targeted\s+area\s+(?:re)?inspection\s+(?:of|in)\b|\bJoint\s+(?:targeted\s+)?area\s+child\s+protection"
    r"\s+inspection|\bJoint\s+inspection\s+of\s+the\s+multi-?\s?agency",
    re.IGNORECASE,
)
_NAMED = (
    re.compile(r"\A(?:the\s+)?(?P<name>[^:]{3,80}):\s+(?:re-?)?inspection\b", re.IGNORECASE),
    re.compile(
        r"\binspection\s+(?:of|in)\s+(?:the\s+)?(?P<name>[^:]{3,80}?)\s+(?:local\s+authority|children's|local\s+area)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:inspection|visit)\s+(?:of|to|in)\s+(?:the\s+)?(?P<name>[^:]{3,80}?)(?:\s+children's\b.*)?\Z",
        re.IGNORECASE,
    ),
    re.compile(r"\bin\s+(?:the\s+)?(?P<name>[^:]{3,80})\Z", re.IGNORECASE),
)
_LETTER = re.compile(
    r"\bthis\s+letter(?:,[^,.]{0,60},|\s+to\s+[^.]{0,60}?)?\s+(?:summarises|outlines|sets\s+out|details|contains"
    r"|confirms|gives|provides)\b[^.]{0,60}?\b(?:findings|outcome|results?)\b"
    r"|\bI\s+am\s+writing\s+to\s+(?:summarise|inform|confirm|set\s+out|outline|share|tell)\b"
    r"|\bfollowing\s+the\s+(?:recent\s+)?(?:Ofsted\s+)?(?:monitoring|focused)\s+visit\b",
    re.IGNORECASE,
)
_DEAR = re.compile(r"^\s*Dear\b", re.MULTILINE)
_VISITS = (
    ("monitoring-visit", re.compile(r"\bmonitoring\s+visit", re.IGNORECASE)),
    ("focused-visit", re.compile(r"\bfocus+ed\s+visit|\bfocus\s+visit", re.IGNORECASE)),
)
_KINDS = {"inspection": "inspection", "send": "send-inspection", "jtai": "jtai"}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATES = re.compile(
    r"\b(?:(?:inspection|visit|fieldwork)\s+dates?(?:\(s\))?|dates?\s+of\s+(?:the\s+)?(?:inspection|visit|fieldwork)"
    rf"|inspected\s+on)\s*(?:[:;]|\n|[-\u2013]|(?=\s(?:\d|from\b|{_WEEKDAY})))\s*",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(r"\b(?:previous|last)\s+\Z", re.IGNORECASE)
_NEXT_LABEL = re.compile(
    r"\s*(?:\b(?:lead\s+inspector|judge?ment|report\s+published|publi(?:shed|cation)|dates?\s+of\s+previous|previous"
    r"|inspection\s+(?:outcome|report|team|number|type)|urn\b|children's\s+services|the\s+overall|reporting\s+inspector)"
    r"|\n\s*\n)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    rf"\s*(?:(?:\d{{1,4}}(?:st|nd|rd|th)?\b|{_MONTH}\b|{_WEEKDAY}\b|to\b|and\b|until\b|from\b|between\b|on\b|the\b"
    r"|[-\u2010-\u2015&,;.:/()\u00ad])\s*)+\Z",
    re.IGNORECASE,
)
_LONGEST_FIELD = 4
_LOST_SPACE = re.compile(r"(?<=\d)(?!st\b|nd\b|rd\b|th\b|st\s|ST|ND|RD|TH)(?=[A-Za-z]{2})|(?<=[a-z])(?=\d)")
_WORD = re.compile(r"[A-Za-z]{5,}")
_MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
_YEAR_TO_DAY = re.compile(r"(?<=\b20\d\d)[-\u2013](?=\d)")
_LEAD = re.compile(
    r"(?<!deputy )\b(?:lead|reporting)\s+inspectors?\s*:\s*(?P<name>[^\n,]{3,60})", re.IGNORECASE | re.MULTILINE
)
_LED_SEND = re.compile(
    r"^(?P<name>[^\W\d_][^\n,:]{2,40}?),?\s+(?:(?:Ofsted|HMI|SHMI|(?:His|Her)\s+Majesty's\s+Inspector)[\s,]+){1,3}"
    r"lead\s+inspector\b",
    re.IGNORECASE | re.MULTILINE,
)
_TITLE_AFTER = re.compile(
    r"[\s,]+(?:(?:His|Her)\s+Majesty's\s+Inspector|S?HMI|Senior\s+HMI|Ofsted\s+Inspector|OI)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_SIGNED = re.compile(
    r"\bYours\s+(?:sincerely|faithfully),?\s+(?P<name>[A-Z][^\n]{3,50}?)(?:,?\s+S?HMI\b|\s*\n\s*[^\n]{0,40}?"
    r"(?:(?:His|Her)\s+Majesty|HMI|Inspector))"
)
_PUBLISHED = re.compile(
    r"\b(?:(?:report\s+)?published(?:\s+on)?|(?:date\s+of\s+)?publication(?:\s+date)?)\s*:\s*(?P<date>[^\n]{6,40})",
    re.IGNORECASE,
)
_WHOLE_LINE = re.compile(rf"^[^\S\n]*(?:date:\s*)?(?:{_WEEKDAY}\s+)?\d[^\n]{{5,25}}$", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"[^\W\d_][\w'.-]*(?:\s+[^\W\d_][\w'.-]*){1,4}")
_PRESENT = re.compile(
    r"\b(?:visit|inspection|inspectors?|undertook|conducted|took\s+place|carried\s+out|revisited)\b", re.IGNORECASE
)
_OWN_ADDRESS = re.compile(
    r"\b(?:Piccadilly\s+Gate|Agora|Aviation\s+House|Clive\s+House|Alexandra\s+House|2\s+Rivergate|Citygate)\b.{0,90}?"
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s+\d[A-Z]{2}\b",
    re.DOTALL,
)


def straight(text: str) -> str:
    """The text with plain quotes, hyphens and spaces; offsets stay. The functions below read such text."""
    return text.translate(_STRAIGHT)


def document_kind(text: str) -> str | None:
    """inspection, send or jtai for Ofsted's own report, letter for a visit's letter, None for anybody else's text."""
    return _kind_by_head(text[:_HEAD])


@lru_cache(maxsize=16)
def _kind_by_head(head: str) -> str | None:
    dear = _DEAR.search(head)
    subject = head[dear.end() : dear.end() + _SUBJECT] if dear else head[:_SUBJECT]
    if _SEND.search(subject) and (_dates_label(head) or (dear and _is_ofsteds(head))):
        return "send"
    if _INSPECTION.search(head) and _dates_label(head) and not dear:
        return "inspection"
    if _JTAI.search(subject) and (dear or re.search(r"\bHeadline findings\b", head)):
        return "jtai"
    if dear and _LETTER.search(head):
        return "letter"
    return None


def story_kind(text: str) -> str | None:
    """The kind of story that Ofsted's own document tells; None for anybody else's text and for other letters."""
    text = straight(text[:_HEAD])
    document = document_kind(text)
    if document != "letter":
        return _KINDS.get(document or "")
    found = [(match.start(), kind) for kind, words in _VISITS if (match := words.search(text, 0, _LETTER_OPENING))]
    return min(found)[1] if found else None


def is_again(text: str) -> bool:
    """Whether a report calls itself a re-inspection, so that there was one of the same framework before."""
    return _AGAIN.search(text, 0, _HEAD) is not None


def names_in_title(title: str) -> tuple[str, ...]:
    """What the title of a report or letter may call the one it is about, the likeliest first."""
    found = (pattern.search(straight(title)) for pattern in _NAMED)
    return tuple(match["name"].strip() for match in found if match)


def without_own_address(text: str) -> str:
    """The text with the inspectorates' own addresses blanked: no story is about the city that they write from."""
    return _OWN_ADDRESS.sub(lambda found: re.sub(r"\S", " ", found[0]), text)


def day_of(text: str) -> date | None:
    """The day by which names and offices are to be read: that of publication, else the last of the fieldwork."""
    own = published(text, document_kind(text) != "inspection")
    if own:
        return date.fromisoformat(own.value)
    seen = header_dates(text, None) or letter_dates(text, None)
    return date.fromisoformat(seen.last) if seen else None


def header_dates(text: str, published: date | None) -> When | None:
    """The fieldwork that a header gives ("Inspection dates: ..."): first start, last end."""
    label = _dates_label(text)
    if label is None:
        return None
    said = _field(text, label.end())
    found = [when for when in dates_in(_mended(said), published) if when.exact]
    if not found:
        return None
    return When(label.end(), label.end() + len(said.rstrip()), found[0].first, found[-1].last)


def _mended(said: str) -> str:
    """Dates with the spaces that a PDF lost, its soft hyphens, and months by their right names."""
    spaced = _LOST_SPACE.sub(" ", _YEAR_TO_DAY.sub("\u2014", said.replace("\u00ad", " ")))
    return _WORD.sub(lambda word: next(iter(get_close_matches(word[0].title(), _MONTHS, 1, 0.8)), word[0]), spaced)


def letter_dates(text: str, published: date | None) -> When | None:
    """The days that the opening of a letter gives: "... the visit to X on 3 and 4 June 2025"."""
    dear = _DEAR.search(text, 0, _HEAD)
    start = dear.end() if dear else 0
    for said in re.finditer(r"[^.]+(?:\.|\Z)", text[start : start + _LETTER_OPENING]):
        if not _PRESENT.search(said[0]):
            continue
        for when in dates_in(said[0], published):
            if when.exact:
                at = start + said.start()
                return When(at + when.start, at + when.end, when.first, when.last)
    return None


def _dates_label(text: str) -> re.Match[str] | None:
    labels = _DATES.finditer(text, 0, _HEAD)
    return next((label for label in labels if not _PREVIOUS.search(text, 0, label.start())), None)


def _field(text: str, start: int) -> str:
    """What a header says after a label: its line, and the lines below it that hold nothing but a date's words."""
    following = _NEXT_LABEL.search(text, start, start + 300)
    lines = text[start : following.start() if following else start + 300].split("\n")
    kept = lines[:1]
    for line in lines[1:_LONGEST_FIELD]:
        if not _DATE_LINE.match(line):
            break
        kept.append(line)
    return "\n".join(kept)


def _is_ofsteds(head: str) -> bool:
    return bool(_LETTER.search(head) or re.search(r"\bOfsted\b[^.]{0,200}\bconducted\b|\brevisited\s+the\s+area", head))


def lead_inspector(text: str) -> Told | None:
    """Who led the inspection, from the header, the list of the team or the signature; the first where there are two."""
    for pattern in (_LEAD, _LED_SEND, _SIGNED):
        for found in pattern.finditer(text):
            name = re.split(r"\s+(?:and|&)\s+", _TITLE_AFTER.sub("", found["name"]))[0].strip(" .\t\u2013-")
            if _NAME.fullmatch(name):
                return Told(name, found.start("name"), found.end())
    return None


def published(text: str, is_letter: bool) -> Told | None:
    """The day of publication that the document gives of itself: "Report published: ..." or the date of a letter."""
    found = _PUBLISHED.search(text, 0, _HEAD)
    if found:
        days = [when for when in dates_in(found["date"], None) if when.exact]
        if days:
            return Told(days[0].first, found.start(), found.end())
    return _letter_date(text) if is_letter else None


def _letter_date(text: str) -> Told | None:
    """The date that stands on a line of its own above the salutation."""
    dear = _DEAR.search(text, 0, _HEAD)
    for line in _WHOLE_LINE.finditer(text, 0, dear.start() if dear else 200):
        days = [when for when in dates_in(line[0], None) if when.exact]
        if len(days) == 1 and days[0].first == days[0].last:
            return Told(days[0].first, line.start() + days[0].start, line.start() + days[0].end)
    return None
