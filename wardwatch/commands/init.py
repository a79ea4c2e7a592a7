"""wardwatch init: write a config.yaml to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal
from wardwatch.troubles import Misused


def init(
    council: Annotated[
        list[str] | None, typer.Option("--council", metavar="NAME", help="A council to watch; may be given again.")
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option("--region", metavar="NAME", help="All councils of a region; may be given again.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--all", help="All 153 councils of England.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a config that is there.")] = False,
    config: ConfigPath = None,
    plain: Plain = False,
) -> None:
    """Write config.yaml for your councils: their sources, and the usual rules with their reasons.

    \b
    wardwatch init --council "Cheshire East"
    wardwatch init --council Bury --council Rochdale
    wardwatch init --region "North West"
    """
    from wardwatch.config import find_config, load
    from wardwatch.starter import starter

    terminal = Terminal(plain)
    entries = _entries(council or [], region or [], everywhere)
    path = find_config(config)
    _write(path, starter(entries), force)
    terminal.say(f"{path} is written. {load(path).summary()}")
    terminal.say("Next: wardwatch check, then wardwatch run.")


def _entries(councils: list[str], regions: list[str], everywhere: bool) -> list[str]:
    """The entries for `councils:`. Raises Misused naming every council and region that does not exist."""
    from newsdesk.councils import council_called, region_names
    from wardwatch.areas import unknown_council
    from wardwatch.explain import nearest
    from wardwatch.starter import EVERYWHERE

    if everywhere:
        if councils or regions:
            raise Misused("--all already means every council; leave out --council and --region.")
        return [EVERYWHERE]
    if not (councils or regions):
        raise Misused('Say what to watch: --council "Cheshire East", --region "North West" or --all.')
    named = [council_called(name) for name in councils]
    known_regions = {name.casefold(): name for name in region_names()}
    wrong = ["; ".join(unknown_council(name)) for name, one in zip(councils, named, strict=True) if one is None]
    wrong += [
        f"there is no region {name!r}; {nearest(name, region_names())}"
        for name in regions
        if name.casefold() not in known_regions
    ]
    if wrong:
        raise Misused("\n".join(wrong))
    entries = [one.name for one in named if one] + [f"region: {known_regions[name.casefold()]}" for name in regions]
    return list(dict.fromkeys(entries))


def _write(path: Path, text: str, force: bool) -> None:
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Misused(f"{path} is there already; --force overwrites it, --config PATH writes another.") from None
    except OSError as error:
        raise Misused(f"{path} cannot be written ({error.strerror}).") from None
