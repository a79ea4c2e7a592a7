"""wardwatch check: every mistake in the config at once, and what would be watched and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal, period, shortened

if TYPE_CHECKING:
    from alerts.rules import Rule
    from scraper.sources import Source
    from wardwatch.config import Config


def check(config: ConfigPath = None, plain: Plain = False) -> None:
    """Name every mistake in the config at once; show what would be watched, and who would be told what.

    Exit code 2 if there is a mistake; warnings alone are 0.

    \b
    wardwatch check
    wardwatch check --config /etc/wardwatch/config.yaml
    """
    from wardwatch.config import find_config, load

    terminal = Terminal(plain)
    known = load(find_config(config))
    _show_sources(known, terminal)
    _show_rules(known, terminal)
    for warning in known.warnings:
        terminal.say(f"warning: {warning}")
    terminal.say(known.summary())


def _show_sources(config: Config, terminal: Terminal) -> None:
    rows = [_source_row(source, "yes") for source in config.watched()]
    rows += [_source_row(source, "waits for your contact") for source in config.waiting_sources()]
    terminal.table(("Source", "Kind", "Every", "Watched", "Address"), rows, "What is watched")


def _source_row(source: Source, watched: str) -> tuple[object, ...]:
    every = period(source.pause)
    return (source.name, source.kind or "found by looking", every, watched, shortened(source.url))


def _show_rules(config: Config, terminal: Terminal) -> None:
    rows = [(rule.name, _when(rule), _sending(rule), _recipients(rule)) for rule in config.alerts]
    terminal.table(("Rule", "For stories", "Sent", "To"), rows, "\nWho is told what")


def _when(rule: Rule) -> str:
    when = rule.when
    said = []
    for noun, choice in (("councils", when.councils), ("kinds", when.kinds), ("outlets", when.outlets)):
        if choice is not None:
            said += [_few(choice.any, noun)] if choice.any else []
            said += [f"not {_few(choice.none, noun)}"] if choice.none else []
    said += [f"words {when.words}"] if when.words else []
    if when.official is not None:
        said.append("with an official document" if when.official else "without an official document")
    return "; ".join(said) or "every relevant story"


def _few(names: tuple[str, ...], noun: str) -> str:
    return ", ".join(names) if len(names) <= 6 else f"{len(names)} {noun}"


def _sending(rule: Rule) -> str:
    quiet = f", not {rule.quiet.start:%H:%M}-{rule.quiet.end:%H:%M}" if rule.quiet else ""
    return f"{rule.send}{quiet}"


def _recipients(rule: Rule) -> str:
    from alerts.channels import shown

    return ", ".join(
        "log" if to.channel == "log" else f"{to.channel} {shown(to.channel, to.recipient)}" for to in rule.to
    )
