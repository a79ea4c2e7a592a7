"""The documentation says what is true: its example config loads, and it leaves out no key."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.main import get_command

from alerts.recipients import EmailSettings, Recipient
from alerts.rules import Rule, When
from wardwatch.cli import app
from wardwatch.config import Config, Network, Retention, Web, parse
from wardwatch.mistakes import ConfigMistakes

HOME = Path(__file__).parent.parent
SECRETS = {"HOOK_SECRET": "whsec_c2VjcmV0IG9mIHRoZSBob29r", "SMTP_PASSWORD": "open sesame", "DB_PASSWORD": "x"}
ADDRESSES = dict.fromkeys(("SLACK_HOOK", "DISCORD_HOOK", "TEAMS_HOOK"), "https://chat.example/hook")
OTHERS = {"MAIL_CLIENT_SECRET": "x", "NTFY_ADDRESS": "ntfys://ntfy.example/topic"}


def example() -> str:
    found = re.search(r"```yaml\n(.*?)```", (HOME / "docs/config.md").read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_the_example_config_loads() -> None:
    config = parse(example(), HOME / "config.yaml", SECRETS)

    assert config.councils == ("Cheshire East",)
    assert [source.name for source in config.sources] == ["Congleton Nub News"]
    assert [one.channel for one in config.alerts[0].to] == ["email", "webhook", "file", "log"]
    assert config.email
    assert config.email.password
    assert config.email.password.get_secret_value() == "open sesame"


def parts_of_configs(document: str) -> list[str]:
    """Every piece of a config that a document shows."""
    return re.findall(r"```yaml\n(.*?)```", (HOME / "docs" / document).read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", parts_of_configs("delivery.md"))
def test_every_way_to_deliver_that_is_shown_can_be_written(text: str) -> None:
    parse(text, HOME / "config.yaml", SECRETS | ADDRESSES | OTHERS)


@pytest.mark.parametrize("model", [EmailSettings, Recipient])
def test_every_key_of_delivery_is_shown(model: type[BaseModel]) -> None:
    shown = example() + "".join(parts_of_configs("delivery.md"))
    for name, field in model.model_fields.items():
        if name not in ("log", "token_url", "spare"):
            assert re.search(rf"\b{field.alias or name}:", shown), name


def test_the_example_config_needs_its_secrets() -> None:
    with pytest.raises(ConfigMistakes) as caught:
        parse(example(), HOME / "config.yaml", {})

    assert [mistake.where for mistake in caught.value.mistakes] == ["alerts[0].to[1].secret", "email.password"]


@pytest.mark.parametrize("model", [Config, Network, Retention, Rule, Web, When])
def test_the_example_config_shows_every_key(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        assert re.search(rf"\b{field.alias or name}:", example()), name


def test_the_example_config_has_the_values_that_hold_without_it() -> None:
    shown, silent = parse(example(), HOME / "config.yaml", SECRETS), parse("", HOME / "config.yaml", {})

    for name in (
        "contact",
        "database",
        "backfill_alerts",
        "delay",
        "allow_private",
        "network",
        "retention",
        "web",
        "timezone",
    ):
        assert getattr(shown, name) == getattr(silent, name), name


def test_no_document_names_a_place_on_somebodys_machine() -> None:
    for path in [HOME / "README.md", *(HOME / "docs").glob("*.md")]:
        assert not re.search(r"/(work|home|tmp|root)/", path.read_text("utf-8")), path


def shown_commands() -> list[tuple[str, list[str]]]:
    """Every `wardwatch ...` in the documents, in a line of its own or in backticks: (document, its words)."""
    pattern = re.compile(r"(?:^ {4}(?:\$ )?|`)(?:\S*/)?wardwatch +([a-z][^`\n]*)", re.MULTILINE)
    return [
        (path.name, shlex.split(found.partition("#")[0]))
        for path in [HOME / "README.md", *(HOME / "docs").glob("*.md")]
        for found in pattern.findall(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize(("document", "words"), shown_commands())
def test_every_command_that_the_documents_show_exists(document: str, words: list[str]) -> None:
    command = get_command(app)
    inner = getattr(command, "commands", {})
    while words and words[0] in inner:
        command, words = inner[words[0]], words[1:]
        inner = getattr(command, "commands", {})
    assert not inner, f"{document} shows a command that does not exist"
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options
