"""A process that holds all of wardwatch ready and forks: services that begin at once, passages that die where told.

It reads one order a line from standard input, as JSON, and answers each with a line: of `run` and `pass` the number of
the process that was begun, of `wait` how it ended. Nothing of this is known to the product: what a fault needs is put
in place of its functions, in the fork alone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.delivery import passage

Order = Mapping[str, Any]


def main() -> None:
    """Until standard input ends."""
    passage.warm()
    works = {"run": run, "pass": passage.run}
    for line in sys.stdin:
        order = json.loads(line)
        wait = order["do"] == "wait"
        answer = ended(order["pid"], order["seconds"]) if wait else begun(works[order["do"]], order)
        print(answer, flush=True)  # noqa: T201 - the answer to the order


def ended(pid: int, seconds: float) -> int:
    """How a process ended; one that takes too long is killed."""
    end = time.monotonic() + seconds
    while True:
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)


def begun(work: Callable[[Order], int], order: Order) -> int:
    """Fork, and work in the fork; its number."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.setsid()
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        for number, target in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
            os.dup2(target, number)
        status = work(order)
    except BaseException:  # noqa: BLE001 - nothing may get back into the parent's loop
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def run(order: Order) -> int:
    """`wardwatch run`, with a clock and a database that the tests have in their hands."""
    from db import engine
    from wardwatch import config, house, service

    clock, limits, honest = Path(order["clock"]), Path(order["limits"]), engine._set_synchronous

    def present() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(clock.read_text("utf-8")))

    def limited(connection: Any, level: str) -> None:
        """Before every write: what SQLite is to make of the disk."""
        honest(connection, level)
        for limit in limits.read_text("utf-8").splitlines():
            connection.execute(f"PRAGMA {limit}")

    passage.put_in_place_of(house.present, present)
    passage.put_in_place_of(honest, limited)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return service.run_service(config.load(Path(order["config"])))


if __name__ == "__main__":
    main()
