"""Who holds a claim: host, process and when it started, so that a dead process is known and its work taken up."""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path


def own_name() -> str:
    """The name under which this process claims work: host:pid:start time."""
    return f"{_host()}:{os.getpid()}:{_started(os.getpid()) or 0}"


def is_dead(owner: str) -> bool:
    """True where `owner` ran on this host and runs no more. Of another host nothing is known: False."""
    host, *rest = owner.rsplit(":", 2)
    if host != _host() or len(rest) != 2 or not all(part.isdigit() for part in rest):
        return False
    pid, started = int(rest[0]), int(rest[1])
    return not _runs(pid) or (started != 0 and _started(pid) not in (None, started))


def host_of(owner: str) -> str:
    """The host on which an owner runs."""
    return owner.rsplit(":", 2)[0]


@lru_cache(maxsize=1)
def _host() -> str:
    return socket.gethostname()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _started(pid: int) -> int | None:
    """Clock ticks from boot to the start of the process, as /proc says; None where there is no /proc."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[19])
