"""The reading child, with real processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator

import pytest

from scraper.memory import ReaderDiedError
from wardwatch.reader_process import ANSWER_LIMIT, ReaderProcess, serve


def double(number: int) -> int:
    return number * 2


def refuse(reason: str) -> None:
    raise ValueError(reason)


class OddError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def refuse_oddly() -> None:
    raise OddError("cookie wall", "that")


def die() -> None:
    os._exit(11)


def babble() -> str:
    return "x" * (ANSWER_LIMIT + 1)


def devour() -> int:
    return len(bytearray(3 << 30))


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    process = ReaderProcess(seconds=1.5)
    yield process
    process.close()


def test_a_call_is_answered_by_another_process(reader: ReaderProcess) -> None:
    assert asyncio.run(reader(double, 21)) == 42
    assert asyncio.run(reader(os.getpid)) != os.getpid()


def test_what_the_page_raises_is_raised_here_and_the_child_lives_on(reader: ReaderProcess) -> None:
    child = reader.call(os.getpid)
    with pytest.raises(ValueError, match="no text"):
        reader.call(refuse, "no text")
    with pytest.raises(RuntimeError, match="OddError: cookie wall"):
        reader.call(refuse_oddly)
    assert reader.call(os.getpid) == child


@pytest.mark.parametrize(
    ("deed", "args", "said"),
    [(time.sleep, (60,), "took over"), (die, (), "crashed"), (devour, (), "memory"), (babble, (), "memory")],
)
def test_a_page_that_is_too_much_costs_the_child_its_life_and_the_next_page_is_read(
    reader: ReaderProcess, deed: object, args: tuple[object, ...], said: str
) -> None:
    child = reader.call(os.getpid)
    with pytest.raises(ReaderDiedError, match=said):
        reader.call(deed, *args)  # type: ignore[arg-type]
    assert reader.call(os.getpid) != child


def test_closing_does_not_wait_for_a_page_that_hangs() -> None:
    reader = ReaderProcess(seconds=60)

    async def close_while_reading() -> None:
        reading = asyncio.ensure_future(reader(time.sleep, 60))
        await asyncio.sleep(0.3)
        await asyncio.to_thread(reader.close)
        with pytest.raises(ReaderDiedError):
            await reading

    began = time.monotonic()
    asyncio.run(close_while_reading())
    assert time.monotonic() - began < 5


def test_a_call_ends_although_nobody_is_left_to_end_it() -> None:
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, 1 << 30, 1), daemon=True)
    child.start()
    ours.send((time.sleep, (60,)))
    child.join(10)
    assert child.exitcode == -signal.SIGALRM
