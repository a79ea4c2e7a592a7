"""wardwatch check: every mistake at once, and what would be watched and sent."""

from __future__ import annotations

from pathlib import Path

from tests.wardwatch.conftest import Command

BAD = """\
contact: me@example.org
councils: [Chesire East]
delay: soon
sources:
  - name: Paper
    url: https://paper.example
    evry: 30m
timezone: Mars
web: {listen: here}
"""


def test_five_mistakes_are_five_lines(program: Command, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(BAD, "utf-8")

    ended = program("check")

    assert ended.code == 2
    assert ended.out == ""
    assert [line.split(": ")[0] for line in ended.err.splitlines()] == [
        "config.yaml:2",
        "config.yaml:3",
        "config.yaml:7",
        "config.yaml:8",
        "config.yaml:9",
    ]


def test_it_shows_what_is_watched_and_who_is_told(wardwatch: Command) -> None:
    wardwatch("init", "--council", "Cheshire East")

    ended = wardwatch("check")

    assert ended.code == 0
    assert "Ofsted: Cheshire East" in ended.out
    assert "waits for your contact" in ended.out
    assert "weekdays at 08:30" in ended.out
    assert "file outbox" in ended.out
    assert "Put your address in line 1" in ended.err


def test_a_warning_is_no_mistake(wardwatch: Command) -> None:
    wardwatch("init", "--council", "Cheshire East")

    ended = wardwatch("check")

    assert ended.code == 0
    assert "warning: config.yaml:1: contact: still you@example.org" in ended.err


def test_a_config_that_is_not_there_is_told_with_the_way_to_make_one(wardwatch: Command) -> None:
    ended = wardwatch("check", "--config", "none.yaml")

    assert ended.code == 2
    assert "none.yaml: cannot be read (No such file or directory); `wardwatch init --council" in ended.err


def test_the_environment_may_name_the_config(program: Command, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(BAD, "utf-8")
    ended = program("check", WARDWATCH_CONFIG="other.yaml")
    assert ended.err.startswith("other.yaml:2: ")
