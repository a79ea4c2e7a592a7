"""wardwatch init: a config to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wardwatch.conftest import HOME, Command
from wardwatch.config import load
from wardwatch.starter import starter


def test_the_shipped_config_is_what_init_writes() -> None:
    assert (HOME / "config.yaml").read_text("utf-8") == starter(["Cheshire East"])


def test_it_writes_a_config_without_mistakes(wardwatch: Command, tmp_path: Path) -> None:
    ended = wardwatch("init", "--council", "Cheshire East")

    assert ended.code == 0
    assert "Watching 3 official sources for Cheshire East. Put your address in line 1 to add" in ended.err
    config = load(tmp_path / "config.yaml")
    assert config.councils == ("Cheshire East",)
    assert (tmp_path / "config.yaml").read_text("utf-8").startswith("contact: you@example.org")


def test_it_writes_four_rules_that_mail_nobody(wardwatch: Command, tmp_path: Path) -> None:
    wardwatch("init", "--council", "Cheshire East")

    rules = load(tmp_path / "config.yaml").alerts
    assert [str(rule.send) for rule in rules] == [
        "at once",
        "at once",
        "weekdays at 08:30",
        "weekly on monday at 08:30",
    ]
    official, news, daily, weekly = rules
    assert official.quiet
    assert official.when.kinds
    assert "monitoring-visit" in official.when.kinds.any
    assert news.when.kinds
    assert "safeguarding-review" in news.when.kinds.any
    assert daily.when.kinds is None
    assert weekly.when.councils
    assert weekly.when.councils.none == ("Cheshire East",)
    assert {one.channel for rule in rules for one in rule.to} == {"log", "file"}


def test_taking_the_comment_signs_away_mails_and_is_no_mistake(tmp_path: Path) -> None:
    text = starter(["Cheshire East"]).replace("#      - email:", "      - email:").replace("#  - email:", "  - email:")
    head, mail = text.split("# email:\n")
    mail = "\n".join(line.removeprefix("# ") for line in f"# email:\n{mail}".splitlines())
    (tmp_path / "config.yaml").write_text(f"{head}{mail}\n", "utf-8")

    config = load(tmp_path / "config.yaml", {"SMTP_PASSWORD": "x"})

    assert config.email
    assert ("email", "you@example.org") in {(one.channel, one.recipient) for one in config.recipients()}


def test_a_source_of_ones_own_is_one_comment_sign_away(tmp_path: Path) -> None:
    text = starter(["Cheshire East"])
    for line in ("  - name: Our newsroom", "    url: https://www.example.org/news", "    councils: [Cheshire East]"):
        text = text.replace(f"#{line}", line)
    (tmp_path / "config.yaml").write_text(text, "utf-8")

    assert [one.name for one in load(tmp_path / "config.yaml").sources] == ["Our newsroom"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--council", "Bury", "--council", "rochdale"], 2),
        (["--region", "north west"], 24),
        (["--council", "Bristol", "--region", "London"], 34),
        (["--council", "Bournemouth, Christchurch and Poole"], 1),
        (["--all"], 153),
    ],
)
def test_it_takes_several_councils_regions_and_all(
    wardwatch: Command, tmp_path: Path, words: list[str], count: int
) -> None:
    assert wardwatch("init", *words).code == 0
    assert len(load(tmp_path / "config.yaml").councils) == count


def test_an_unknown_council_or_region_gets_the_nearest_names(wardwatch: Command, tmp_path: Path) -> None:
    ended = wardwatch("init", "--council", "Chesire East", "--region", "North Wst")

    assert ended.code == 2
    assert "'Chesire East'; did you mean Cheshire East" in ended.err
    assert "'North Wst'; did you mean North West?" in ended.err
    assert not (tmp_path / "config.yaml").exists()


def test_it_wants_to_know_what_to_watch(wardwatch: Command) -> None:
    assert wardwatch("init").code == 2
    assert wardwatch("init", "--all", "--council", "Bury").code == 2


def test_it_leaves_a_config_alone_unless_forced(wardwatch: Command, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("contact: me@example.org\n", "utf-8")

    ended = wardwatch("init", "--council", "Bury")
    assert ended.code == 2
    assert "--force overwrites it" in ended.err
    assert load(tmp_path / "config.yaml").contact == "me@example.org"

    assert wardwatch("init", "--council", "Bury", "--force").code == 0
    assert load(tmp_path / "config.yaml").councils == ("Bury",)


def test_it_writes_where_it_is_told(wardwatch: Command, tmp_path: Path) -> None:
    assert wardwatch("init", "--council", "Bury", "--config", "other.yaml").code == 0
    assert load(tmp_path / "other.yaml").councils == ("Bury",)
