"""The one asyncio loop of a test process on which crawls run: Twisted's reactor lives on the first and on no other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


@cache
def loop() -> asyncio.AbstractEventLoop:
    """The loop, running in a thread of its own until the process ends."""
    made = asyncio.new_event_loop()
    threading.Thread(target=made.run_forever, name="reactor", daemon=True).start()
    return made


def begin(work: Coroutine[Any, Any, T]) -> Future[T]:
    """Start the work; the future can be waited for and cancelled."""
    return asyncio.run_coroutine_threadsafe(work, loop())


def on_reactor(work: Coroutine[Any, Any, T], seconds: float = 60.0) -> T:
    """What the work gives, or raises."""
    return begin(work).result(seconds)
