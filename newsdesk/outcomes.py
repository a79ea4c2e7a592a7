"""What inspections without grades end with: the outcome for an area's SEND services, areas for priority action."""

from __future__ import annotations

import re

from newsdesk.findings import Told

_OUTCOMES = (
    (
        re.compile(r"\btypically\s+lead\s+to\s+positive|\btypically\s+positive\s+experiences", re.IGNORECASE),
        "typically positive experiences",
    ),
    (re.compile(r"\binconsistent\s+experiences", re.IGNORECASE), "inconsistent experiences and outcomes"),
    (
        re.compile(r"\bwidespread\s+and(?:\s*/\s*|\s+)(?:or\s+)?systemic\s+(?:failings|failures)", re.IGNORECASE),
        "widespread and/or systemic failings",
    ),
)
_OUTCOME_HEADING = re.compile(r"^[^\S\n]*Inspection\s+outcome\b", re.IGNORECASE | re.MULTILINE)
_OUTCOME_LENGTH = 900
_STATEMENT = re.compile(r"\bwritten\s+statement\s+of\s+action\b", re.IGNORECASE)
_REQUIRED = re.compile(
    r"\bwritten\s+statement\s+of\s+action\s*(?:\([^)]{1,12}\)\s*)?(?:is|was)\s+required\b"
    r"|\brequire[sd]?\b[^.]{0,80}\b(?:to\s+)?(?:produce|submit|prepare)\b[^.]{0,40}\bwritten\s+statement\s+of\s+action\b",
    re.IGNORECASE,
)
_NO_STATEMENT = re.compile(
    r"\b(?:not|no|without|n't|removed?|no longer)\b[^.]{0,60}\bwritten\s+statement\s+of\s+action\b"
    r"|\bwritten\s+statement\s+of\s+action\s+(?:is|was)\s+not\s+required\b",
    re.IGNORECASE,
)
_FOLLOWS_UP = re.compile(r"\b(?:monitoring\s+inspection|re-?visit(?:ed)?)\b", re.IGNORECASE)
_SUBJECT = 1500
_PRIORITY = re.compile(
    r"\b(?:areas?|issues?)\s+(?:for|of|requiring)\s+(?:\w+\s+)?priority\s+actions?\b"
    r"|\bpriority\s+actions?\s+(?:areas?|plan)\b",
    re.IGNORECASE,
)
_NO_PRIORITY = re.compile(
    r"\b(?:no|not|n't|without(?:\s+any)?|neither)\b(?:\s+\w+){0,5}\s+(?:areas?|issues?|priority)\s*(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)


def send_outcome(text: str) -> Told | None:
    """The outcome of an area SEND inspection; before 2023, whether a written statement was required."""
    found = _outcome(text, 0, len(text))
    if found:
        return found
    refused = _NO_STATEMENT.search(text)
    if refused:
        return Told("no written statement of action", refused.start(), refused.end())
    asked = _STATEMENT.search(text)
    return Told("written statement of action", asked.start(), asked.end()) if asked else None


def outcome_of_report(text: str) -> Told | None:
    """The outcome that a report or letter of Ofsted's own gives; none where it only follows up an earlier one."""
    heading = _OUTCOME_HEADING.search(text)
    if follows_up(text):
        return None
    if heading:
        return _outcome(text, heading.end(), heading.end() + _OUTCOME_LENGTH)
    refused, asked = _NO_STATEMENT.search(text), _REQUIRED.search(text)
    if refused and not (asked and asked.start() < refused.start()):
        return Told("no written statement of action", refused.start(), refused.end())
    return Told("written statement of action", asked.start(), asked.end()) if asked else None


def follows_up(text: str) -> bool:
    """Whether a SEND document tells of a monitoring inspection or a revisit, which have no outcome of those kinds."""
    return _FOLLOWS_UP.search(_subject(text)) is not None


def _subject(text: str) -> str:
    """The title of a report, or the subject and first words of a letter."""
    dear = re.search(r"^\s*Dear\b", text[:6000], re.MULTILINE)
    if dear:
        return text[dear.end() : dear.end() + 400]
    dates = re.search(r"\bInspection\s+dates?\b", text[:_SUBJECT], re.IGNORECASE)
    return text[: dates.start() if dates else 300]


def _outcome(text: str, start: int, end: int) -> Told | None:
    found = [
        (match.start(), match.end(), outcome)
        for pattern, outcome in _OUTCOMES
        if (match := pattern.search(text, start, end))
    ]
    if not found:
        return None
    first, last, outcome = min(found)
    return Told(outcome, first, last)


def priority_action(text: str) -> Told | None:
    """Where the text names an area for priority action, unless it says that there is none."""
    for found in _PRIORITY.finditer(text):
        before = text[max(0, found.start() - 60) : found.start()]
        if not _NO_PRIORITY.search(before + "areas "):
            return Told("true", found.start(), found.end())
    return None
