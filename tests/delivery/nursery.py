"""The tests' end of tests.delivery.child: begins services and passages, kills them, and hears how they ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent.parent


class Nursery:
    """A child that holds wardwatch ready; a context manager. folder: where what its children say is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._begun: list[Begun] = []
        self._child: subprocess.Popen[str]

    def __enter__(self) -> Nursery:
        command = [sys.executable, "-m", "tests.delivery.child"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._child = subprocess.Popen(command, cwd=HOME, text=True, **pipes)  # type: ignore[call-overload]
        return self

    def __exit__(self, *_exc: object) -> None:
        for one in self._begun:
            one.kill()
        self._child.stdin.close()  # type: ignore[union-attr]
        self._child.wait(20)
        self._child.stdout.close()  # type: ignore[union-attr]

    def runs(self, **order: str) -> Begun:
        """Begin the service: see tests.delivery.child.run."""
        return self._begin({"do": "run", **order})

    def passes(self, **order: Any) -> Begun:
        """Begin a passage: see tests.delivery.passage."""
        return self._begin({"do": "pass", **order})

    def ask(self, order: dict[str, Any]) -> int:
        """Give an order; the answer."""
        self._child.stdin.write(json.dumps(order) + "\n")  # type: ignore[union-attr]
        self._child.stdin.flush()  # type: ignore[union-attr]
        return int(self._child.stdout.readline())  # type: ignore[union-attr]

    def _begin(self, order: dict[str, Any]) -> Begun:
        log = self._folder / f"child-{len(self._begun)}.log"
        log.touch()
        one = Begun(self, self.ask({**order, "log": str(log)}), log)
        self._begun.append(one)
        return one


@dataclass
class Begun:
    """A process that a nursery has begun."""

    nursery: Nursery
    pid: int
    log: Path
    status: int | None = None

    def kill(self) -> None:
        """SIGKILL, unless it has been waited for."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def terminate(self) -> int:
        """SIGTERM; how it ended."""
        os.kill(self.pid, signal.SIGTERM)
        return self.wait()

    def wait(self, seconds: float = 20.0) -> int:
        """Until it has ended, killed where that takes too long; its exit code, or the signal's number, negative."""
        if self.status is None:
            self.status = self.nursery.ask({"do": "wait", "pid": self.pid, "seconds": seconds})
        return self.status

    def said(self) -> str:
        """What it has written."""
        return self.log.read_text("utf-8")
