"""How values of pages are written into columns, and read back as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, cast

from sqlalchemy import CursorResult, Result

from newsdesk.article import LONDON


def published_text(published: date | datetime | None) -> str | None:
    """ISO 8601; a date stays a date, and a time keeps its offset or the lack of one."""
    return published.isoformat() if published is not None else None


def published_from(text: str | None) -> date | datetime | None:
    """What published_text was given."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def instant(published: date | datetime | None) -> datetime | None:
    """The moment in UTC: a day begins at London's midnight, and a time without a zone is London's."""
    if published is None:
        return None
    moment = published if isinstance(published, datetime) else datetime.combine(published, time(), LONDON)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def plain(text: str) -> str:
    """The text without what a database refuses: NUL and halves of surrogate pairs. Its length stays the same."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def plain_json(value: Any) -> Any:
    """JSON values with every string made plain."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(str(name)): plain_json(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_json(item) for item in value]
    return value


def changed(result: Result[Any]) -> int:
    """How many rows an INSERT, UPDATE or DELETE touched."""
    return cast("CursorResult[Any]", result).rowcount
