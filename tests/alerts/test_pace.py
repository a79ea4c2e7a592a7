"""How fast a channel may send."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from alerts.channels import DeliveryError
from alerts.pace import Gate, parse_pace


@pytest.mark.parametrize(
    ("written", "seconds"), [("30 a minute", 2), ("5 a second", 0.2), ("100 an hour", 36), ("1 per second", 1)]
)
def test_a_pace_is_the_pause_between_two(written: str, seconds: float) -> None:
    assert parse_pace(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize("written", ["fast", "0 a minute", "-1 a minute", "30", "30 a day", None, 5])
def test_what_is_no_pace_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="write it as 30 a minute"):
        parse_pace(written)


def test_without_a_pace_nobody_waits() -> None:
    began = time.monotonic()
    gate = Gate(None)
    for _ in range(1000):
        gate.wait()
    assert time.monotonic() - began < 5


def test_who_would_wait_for_too_long_comes_again_and_takes_nobodys_turn() -> None:
    gate = Gate(timedelta(minutes=5), longest_wait=timedelta(seconds=1))
    gate.wait()
    for _ in range(5):
        with pytest.raises(DeliveryError, match="held back by the pace") as later:
            gate.wait()
    assert later.value.retry_after
    assert 200 < later.value.retry_after.total_seconds() <= 300
