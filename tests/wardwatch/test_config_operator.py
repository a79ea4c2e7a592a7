"""Who hears of trouble: spare ways to the operator, and an address that misses us."""

from __future__ import annotations

from pathlib import Path

import pytest

from wardwatch.config import Config, parse
from wardwatch.mistakes import ConfigMistakes

HERE = Path("config.yaml")
SERVER = "email: {host: smtp.example.org, from: a@example.org}\n"


def config(text: str) -> Config:
    return parse(text, HERE, {})


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigMistakes) as caught:
        parse(text, HERE, {})
    return [str(mistake) for mistake in caught.value.mistakes]


def test_the_operator_may_have_a_spare_way() -> None:
    known = config(
        SERVER + "operator:\n  - email: me@example.org\n  - {webhook: 'https://example.org/x', spare: true}\n"
    )
    assert [to.spare for to in known.operator] == [False, True]


def test_a_spare_way_needs_one_that_it_stands_in_for() -> None:
    assert mistakes("operator:\n  - {webhook: 'https://example.org/x', spare: true}\n") == [
        "config.yaml:2: operator[0].spare: this is spare, but there is no other, so nothing could be at fault; "
        "take `spare` out here"
    ]


def test_alerts_have_no_spare_recipients() -> None:
    (line,) = mistakes("alerts:\n  - name: A\n    to:\n      - log\n      - {file: out, spare: true}\n")
    assert line == (
        "config.yaml:5: alerts[0].to[1].spare: this is spare, but alerts go to every recipient; take `spare` out here"
    )


def test_a_heartbeat_url_is_a_web_address_and_is_not_printed() -> None:
    known = config("heartbeat_url: https://hc.example.org/ping/a-secret")
    assert known.heartbeat_url == "https://hc.example.org/ping/a-secret"
    assert "a-secret" not in repr(known)
    (line,) = mistakes("heartbeat_url: hc.example.org")
    assert line.startswith("config.yaml:1: heartbeat_url: this is no web address; write it as https://")
