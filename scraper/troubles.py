"""Why a page was not fetched, in plain sentences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

LONGEST_WAIT = timedelta(days=1)
USUAL_WAIT = timedelta(minutes=1)


class NotFetched(Exception):  # noqa: N818 - it is no error of ours
    """reason: a sentence. permanent: asking again is of no use. unreachable: the host as a whole did not answer.
    retry_after: how long the host wants to be left alone."""

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        unreachable: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.unreachable = unreachable
        self.retry_after = retry_after


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, in seconds or as an HTTP date; never over a day. None: nothing readable."""
    said = (value or "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said) if len(said) < 7 else 10**6), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta()), LONGEST_WAIT)


def wait_asked(status: int, header: str | None, now: datetime) -> timedelta | None:
    """How long a 429 or a 503 asks us to wait; None for other answers, and for a 503 that does not say."""
    if status not in (429, 503):
        return None
    wait = retry_after(header, now)
    return USUAL_WAIT if wait is None and status == 429 else wait


def bad_status(url: str, status: int, wait: timedelta | None) -> NotFetched:
    """The trouble that an answer other than 200 means."""
    phrase = HTTPStatus(status).phrase.lower() if status in HTTPStatus._value2member_map_ else "no known status"
    reason = f"{url} answered {status} ({phrase})"
    if status == HTTPStatus.NOT_MODIFIED:
        reason = f"{url} answered 304 (not modified) although nothing of it is known"
    elif 300 <= status < 400:
        reason = f"{url} redirects to what is no web page ({status})"
    if wait is not None:
        reason += f" and asks us to wait {in_words(wait)}"
    return NotFetched(reason, permanent=status == HTTPStatus.GONE, retry_after=wait)


def in_words(period: timedelta) -> str:
    """45 s, 10 min, 2 h."""
    seconds = round(period.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{round(seconds / 60)} min" if seconds < 7200 else f"{round(seconds / 3600)} h"
