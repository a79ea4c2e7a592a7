"""Dates for the demo's texts, counted back from the day on which it runs, in the words that reports use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Dates:
    """What a text may ask for: {{ day(3) }}, {{ visit(6) }} and so on."""

    today: date

    def day(self, ago: int) -> str:
        """A day: 4 March 2026."""
        return _written(self.today - timedelta(days=ago))

    def month(self, ago: int) -> str:
        """A month, by days ago: March 2026."""
        return f"{self.today - timedelta(days=ago):%B %Y}"

    def year(self, ago: int) -> str:
        """A year, by days ago."""
        return str((self.today - timedelta(days=ago)).year)

    def visit(self, weeks: int) -> str:
        """Tuesday and Wednesday of a week: 3 and 4 March 2026."""
        start = self._monday(weeks) + timedelta(days=1)
        return _range(start, start + timedelta(days=1), "and")

    def fieldwork(self, weeks: int) -> str:
        """A Monday to the Friday of the week after: 5 to 16 October 2026."""
        start = self._monday(weeks)
        return _range(start, start + timedelta(days=11), "to")

    def names(self) -> dict[str, object]:
        """All of these, for a template."""
        return {name: getattr(self, name) for name in ("day", "month", "year", "visit", "fieldwork")}

    def _monday(self, weeks: int) -> date:
        return self.today - timedelta(days=self.today.weekday(), weeks=weeks)


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _range(start: date, end: date, word: str) -> str:
    if start.year != end.year:
        return f"{_written(start)} {word} {_written(end)}"
    if start.month != end.month:
        return f"{start.day} {start:%B} {word} {_written(end)}"
    return f"{start.day} {word} {_written(end)}"
