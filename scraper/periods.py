"""Periods of time as people write them in config.yaml: 5s, 30m, 2h, 3 days."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

WRITTEN = re.compile(
    r"(?P<count>\d+(?:\.\d+)?)\s*"
    r"(?:(?P<seconds>s|seconds?)|(?P<minutes>m|minutes?)|(?P<hours>h|hours?)|(?P<days>d|days?)|(?P<weeks>weeks?))",
    re.IGNORECASE,
)


def parse_period(value: object) -> timedelta:
    """The length of time that `value` names. Raises ValueError with an example where it names none."""
    if isinstance(value, timedelta):
        return value
    text = str(value).strip()
    if text == "0":
        return timedelta()
    found = WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no period of time; write it as 30m, 2h or 3 days")
    unit = next(name for name, hit in found.groupdict().items() if hit and name != "count")
    try:
        return timedelta(**{unit: float(found["count"])})
    except OverflowError as error:
        raise ValueError(f"{text!r} is too long a period of time") from error


Period = Annotated[timedelta, BeforeValidator(parse_period)]
