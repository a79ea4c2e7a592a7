"""Grades in lists and tables: "Care leavers - inadequate", or areas and grades on lines in turn."""

from __future__ import annotations

import re
from dataclasses import replace

from newsdesk import lexicon
from newsdesk.grades import HINT, Claim

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[\s\W\d_]{0,12}")
_GRADE_LINE = re.compile(
    rf"[\s\W\d]{{0,6}}(?:graded|rated|judged|overall)?[:\s]{{0,3}}(?:{lexicon.GRADE})[\s\W]{{0,4}}\Z", re.IGNORECASE
)
_CELL = re.compile(
    rf"(?P<label>.{{3,160}}?)[\s:|.,;=\u2013\u2014-]{{1,8}}(?:(?:was|is|were|are|rated|judged|graded|as|now|found|to"
    rf"|be|still|remains?)\s){{0,5}}[\"'*(]{{0,3}}"
    rf"(?:{lexicon.GRADE})[\"'*)\s.;,]{{0,4}}(?P<before>\(?(?:was|were|previously|formerly|up from|down from|from"
    rf"|improved|in 20)\b.{{0,60}})?\Z",
    re.IGNORECASE,
)
_GRADE_HEADING = re.compile(
    rf".{{0,160}}\b(?:{lexicon.GRADE})[\"')]*"
    rf"(?: (?:for|in|on|across|to|two|three|four|rating|grade|mark|areas?|these|the|following|all|were|was|are|is"
    rf"|judgements?))*(?: (?:in|for|to|on|across) (?:all|each|every|these|two|three|four"
    rf"|five)\b[^.;:]{{0,60}})?\s*:\s*\Z",
    re.IGNORECASE,
)
_GRADES = re.compile(lexicon.GRADE, re.IGNORECASE)
_AREA_IN_LABEL = re.compile(lexicon.AREA, re.IGNORECASE)
_LEADERS_ALONE = re.compile(r"(?:the )?(?:senior )?(?:leaders?|management)\W*\Z", re.IGNORECASE)
_LABEL_WORDS = re.compile(
    r"\b(?:the|of|and|for|who|need|progress|experiences?|quality|effectiveness|services?|support|on|social|work"
    r"|practice|with|families|in|to|impact|performance"
    r"|management|governance|achieving|permanence|young|people|children|judge?ment|area|work|provision|overall"
    r"|rating|grade|is|are|a|an|help|care|given)\b",
    re.IGNORECASE,
)
_LONGEST_LINE, _LONGEST_HEADING = 240, 160


def listed(text: str) -> list[Claim]:
    """Grades in lists and tables: a line with an area and its grade, or areas and grades on lines in turn."""
    claims: list[Claim] = []
    waiting: re.Match[str] | None = None
    heading: str | None = None
    for line in _LINE.finditer(text):
        said = line[0].strip()
        if len(said) > _LONGEST_LINE:
            ends_in = _GRADE_HEADING.match(said[-_LONGEST_HEADING:]) if said.endswith(":") else None
            waiting, heading = None, lexicon.GRADE_OF[ends_in.lastgroup or ""] if ends_in else None
            continue
        cells = cell(said) or _cells(said)
        if cells:
            claims += [replace(claim, start=line.start(), end=line.end()) for claim in cells]
            waiting, heading = None, None
            continue
        alone = _GRADE_LINE.match(said) or (
            _GRADE_HEADING.match(said[-_LONGEST_HEADING:]) if said.endswith(":") else None
        )
        if alone:
            grade = lexicon.GRADE_OF[alone.lastgroup or ""]
            area = _label(waiting[0].strip()) if waiting else None
            if waiting and area:
                claims.append(Claim(area, grade, False, waiting.start(), line.end(), weight=3))
            heading, waiting = (None if area and not said.endswith(":") else grade), None
            continue
        area = _label(said) if said and heading else None
        if area and heading:
            claims.append(Claim(area, heading, False, line.start(), line.end(), weight=3))
        elif said:
            waiting, heading = line, None
    return claims


def cell(said: str) -> list[Claim]:
    """What a line such as "Care leavers - inadequate (previously good)" says."""
    found = _CELL.match(said) if HINT.search(said) else None
    area = _label(found["label"]) if found else None
    if not found or not area:
        return []
    claims = [Claim(area, lexicon.GRADE_OF[_grade_group(found)], False, 0, 0, weight=3)]
    before = _GRADES.search(found["before"] or "")
    if before:
        claims.append(Claim(area, lexicon.GRADE_OF[before.lastgroup or ""], True, 0, 0, weight=3))
    return claims


def _cells(said: str) -> list[Claim]:
    """What the items of one line say: "Grades: leaders - good; care leavers - inadequate"."""
    items = said[said.find(":") + 1 :].split(";")
    cells = [said_of for item in items if (said_of := cell(item.strip()))]
    return [claim for said_of in cells for claim in said_of] if len(cells) > 1 else []


def _grade_group(found: re.Match[str]) -> str:
    return next(group for group in lexicon.GRADE_OF if found[group])


def _label(said: str) -> str | None:
    """The judged area that a line names and says nothing else about."""
    bare = said[_BULLET.match(said).end() :]  # type: ignore[union-attr]
    found = _AREA_IN_LABEL.search(bare)
    if not found:
        return lexicon.LEADERS if _LEADERS_ALONE.match(bare) else None
    if _AREA_IN_LABEL.search(bare, found.end()):
        return None
    rest = bare[: found.start()] + " " + bare[found.end() :]
    words = re.findall(r"[^\W\d_]+", _LABEL_WORDS.sub(" ", rest))
    return lexicon.AREA_OF[found.lastgroup or ""] if len(words) <= 1 else None
