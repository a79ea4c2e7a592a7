"""One asyncio loop for everything: Twisted's asyncio reactor, started once a process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_on_reactor(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run `main()` on the reactor's loop to its end; its result, or what it raised. Only once a process."""
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    ended: list[asyncio.Task[T]] = []

    def start() -> None:
        task = asyncio.get_event_loop().create_task(main())
        ended.append(task)
        task.add_done_callback(lambda _: reactor.callLater(0, reactor.stop))

    reactor.callWhenRunning(start)
    reactor.run(installSignalHandlers=False)
    return ended[0].result()
