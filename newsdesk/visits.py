"""Which of Ofsted's monitoring visits to a council a text tells of."""

from __future__ import annotations

import re

_NTHS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ORDINALS = {word: number for number, word in enumerate(_NTHS, start=1)}
ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3} | {f"{number}th": number for number in range(4, 11)}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: number for number, word in enumerate(_COUNTS, start=1)}
_NUMBERS |= {str(number): number for number in range(1, 11)}
_ORDINAL = "|".join(ORDINALS)
_NUMBER = "|".join(_NUMBERS)
_VISIT = (
    r"(?:monitoring |ofsted |follow-up |such |progress |inspection |formal |published |quarterly |and final "
    r"|of \w+ )*(?:visits?|letters?|check-?ups?|checks?|calls?|trips?|monitoring)"
)
_NTH = re.compile(
    rf"\b(?P<nth>{_ORDINAL})\b(?:"
    rf"(?: and (?:final|last|latest))? [\"']?{_VISIT}\b"
    rf"| time since\b| time (?:that )?(?:[\w']+ ){{0,8}}?(?:been back|return\w*|back|visit\w*|check\w*|monitor\w*"
    rf"|call\w*|came|come"
    rf"|inspect\w*)"
    rf"|(?:,? (?:to be|of its kind\b|of (?:its|the|these|several|\w+)(?: \w+){{0,3}} (?:visits?|letters?)))"
    rf"| (?:since|such)\b"
    rf"| (?:in (?:a|the) (?:series|programme|run) of|out of)\b)",
    re.IGNORECASE,
)
_LATEST_OF = re.compile(
    rf"\b(?:latest|last|most recent|final) of (?:the |its |an? )?(?P<number>{_NUMBER})\b|\bvisit (?:number "
    rf"|no\.? ?)(?P<number2>{_NUMBER})\b"
    rf"|\b(?P<number3>{_NUMBER}) visits (?:in|on)\b(?! the\b)"
    rf"|\b(?P<times>{_NUMBER}) (?:ofsted )?(?:monitoring )?visits? (?:so far|to date|since|in total"
    rf"|have (?:now )?(?:taken|been))",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    rf"\b(?P<count>{_NUMBER}) (?:previous|earlier|prior|other|further) (?:ofsted )?(?:monitoring )?visits"
    rf"|\b(?:previous|last|earlier|other) (?P<count2>{_NUMBER}) (?:ofsted )?(?:monitoring )?visits",
    re.IGNORECASE,
)
_ONE_EARLIER = re.compile(
    r"\b(?:builds? on|built on|follow(?:s|ed|ing|-up to)|comes? after|came after|since|than|compared with"
    r"|at) (?:the findings of )?(?:an?|the|its|their) "
    r"(?:earlier|previous|initial) (?:ofsted )?(?:monitoring )?visit\b",
    re.IGNORECASE,
)
_TO_COME_BEFORE = re.compile(
    r"\b(?:expect\w*|due|plann?\w*|will|next|scheduled|upcoming|going to|likely|prepar\w+ for|ahead of"
    r"|before)(?: \w+){0,2} \Z|\b(?:will|(?:due|expected|are|is|plans?) to) [^.;,]{0,45} (?:an?|the|its|their) \Z",
    re.IGNORECASE,
)
_TO_COME_AFTER = re.compile(
    r"[^.;]{0,12}\b(?:(?:is|was|are) (?:now )?(?:expected|due|planned|scheduled|to|likely)|will|expected|due"
    r"|scheduled|to follow|later this)\b",
    re.IGNORECASE,
)
_GONE_BEFORE = re.compile(
    r"\b(?:since|builds? on|built on|building on|(?<!letter )(?<!report )(?<!findings )follow(?:s|ed)(?: on from)?"
    r"|earlier|previous|the findings of"
    r"|compared with|than|unlike)"
    r" (?:the |its |a |that |their |ofsted's )*\Z",
    re.IGNORECASE,
)


_BACK_FOR = re.compile(
    rf"\b(?:back|return(?:s|ed)?|came|visited|called)\b[^.;,]{{0,30}} for (?:an?|the|their"
    rf"|its) (?P<nth>{_ORDINAL}) time\b",
    re.IGNORECASE,
)
_REPORTS_IT = re.compile(
    r"\b(?:letter|report|findings|feedback)\b[^.;]{0,40}\bfollow(?:s|ed|ing) (?:the |its |a |their "
    r"|ofsted's )*\Z",
    re.IGNORECASE,
)


def visit_number(title: str, lines: list[str]) -> tuple[int, int] | None:
    """(number, index of the sentence that gives it; -1 for the title), or None where the text does not tell."""
    told: list[tuple[int, int]] = []
    gone: list[tuple[int, int]] = []
    ahead: list[tuple[int, int]] = []
    for at, line in enumerate([title, *lines], start=-1):
        for number, when in _ordinals(line):
            {"now": told, "before": gone, "ahead": ahead}[when].append((number, at))
        told += [(_number(found), at) for found in _LATEST_OF.finditer(line)]
        told += [(_number(found) + 1, at) for found in _EARLIER.finditer(line)]
    if told:
        number = max(number for number, _ in told)
        if all(number >= before for before, _ in gone):
            return next(each for each in told if each[0] == number)
    return _from_others(gone, ahead, lines)


def _from_others(gone: list[tuple[int, int]], ahead: list[tuple[int, int]], lines: list[str]) -> tuple[int, int] | None:
    """The number from the visits before or after this one."""
    if ahead:
        number, at = min(ahead)
        if number > 1 and all(before < number for before, _ in gone):
            return number - 1, at
    if gone:
        number, at = max(gone)
        return number + 1, at
    return next(((2, at) for at, line in enumerate(lines) if _ONE_EARLIER.search(line)), None)


def _ordinals(line: str) -> list[tuple[int, str]]:
    found = [(ORDINALS[match["nth"].lower()], "now") for match in _BACK_FOR.finditer(line)]
    for match in _NTH.finditer(line):
        before = line[max(0, match.start() - 60) : match.start()]
        after = line[match.end() : match.end() + 60]
        found.append((ORDINALS[match["nth"].lower()], _tense(before, after)))
    return found


def _tense(before: str, after: str) -> str:
    if _TO_COME_BEFORE.search(before) or _TO_COME_AFTER.match(after):
        return "ahead"
    if _GONE_BEFORE.search(before) and not _REPORTS_IT.search(before):
        return "before"
    return "now"


def _number(found: re.Match[str]) -> int:
    said = next(value for value in found.groups() if value)
    return _NUMBERS[said.lower()]
