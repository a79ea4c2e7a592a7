"""How fast a channel may send: "30 a minute"."""

from __future__ import annotations

import re
import threading
import time
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

from alerts.channels import NotYetError

PACE = re.compile(r"(\d+)\s+(?:a|an|per)\s+(second|minute|hour)")
LONGEST_WAIT = timedelta(minutes=2)
SECONDS = {"second": 1, "minute": 60, "hour": 3600}


def parse_pace(value: object) -> timedelta:
    """The pause between two sends: "30 a minute" is 2 s. Raises ValueError."""
    if isinstance(value, timedelta):
        return value
    found = PACE.fullmatch(str(value).strip())
    if not found or not int(found[1]):
        raise ValueError(f"{value!r} is no pace; write it as 30 a minute, or 1 a second")
    return timedelta(seconds=SECONDS[found[2]] / int(found[1]))


Pace = Annotated[timedelta, BeforeValidator(parse_pace)]


class Gate:
    """Lets senders through one by one, evenly spaced. Without a pace it is open."""

    def __init__(self, pause: timedelta | None, longest_wait: timedelta = LONGEST_WAIT) -> None:
        self._pause = pause.total_seconds() if pause else 0.0
        self._longest_wait = longest_wait.total_seconds()
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Come back when it is this sender's turn. Raises NotYetError where that is too far off to wait for."""
        if not self._pause:
            return
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            if turn - now > self._longest_wait:
                raise NotYetError("held back by the pace", retry_after=timedelta(seconds=turn - now))
            self._next = turn + self._pause
        time.sleep(turn - now)
