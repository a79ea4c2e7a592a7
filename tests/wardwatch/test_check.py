"""wardwatch check: every mistake at once, and what would be watched and sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scraper.browser import machine
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


def test_addresses_that_may_be_secrets_are_not_shown_whole(wardwatch: Command, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("alerts: [{name: A, to: [{webhook: 'https://h.example/T0/s3cr3t'}, log]}]\n")

    ended = wardwatch("check")

    assert ended.code == 0
    assert "webhook https://h.example/…cr3t" in ended.out
    assert "s3cr3t" not in ended.out + ended.err


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


class TestSourcesThatNeedABrowser:
    def told(self, wardwatch: Command, tmp_path: Path) -> list[str]:
        (tmp_path / "config.yaml").write_text(
            "contact: me@example.org\nsources:\n"
            "  - {name: Paper, url: https://paper.example}\n"
            "  - name: Scripts\n    url: https://scripts.example\n    render: true\n"
            "alerts: [{name: Everything, to: [log]}]\n",
            "utf-8",
        )
        ended = wardwatch("check")
        assert ended.code == 0
        return [line for line in ended.err.splitlines() if line.startswith("warning")]

    def test_what_is_missing_is_named_with_its_line_and_the_remedy(
        self, wardwatch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        where = "warning: config.yaml:6: sources[1].render: this source is not read: it needs a browser, and"
        monkeypatch.setattr(machine, "find_spec", lambda name: object())
        monkeypatch.setattr(machine, "chromium", lambda: None)
        assert self.told(wardwatch, tmp_path) == [
            f"{where} Chromium is not on the PATH; install it, as with apt-get install chromium"
        ]
        monkeypatch.setattr(machine, "find_spec", lambda name: None)
        assert self.told(wardwatch, tmp_path) == [
            f"{where} the extra `browser` is not installed; run pip install '.[browser]' in the folder of wardwatch"
        ]

    def test_root_is_told_that_there_is_no_sandbox_and_others_are_told_nothing(
        self, wardwatch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(machine, "lacking", lambda: None)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert self.told(wardwatch, tmp_path) == [
            "warning: config.yaml:6: sources[1].render: as root the browser runs without its sandbox; "
            "run wardwatch as a user of its own"
        ]
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert self.told(wardwatch, tmp_path) == []
