"""wardwatch run: the service."""

from __future__ import annotations

import typer

from wardwatch.commands.options import ConfigPath, Plain
from wardwatch.terminal import Terminal


def run(config: ConfigPath = None, plain: Plain = False) -> None:
    """Watch, keep and tell until it is stopped with Ctrl-C or SIGTERM. The first round begins at once.

    \b
    wardwatch run
    wardwatch run --config /etc/wardwatch/config.yaml
    """
    from wardwatch.config import find_config, load

    known = load(find_config(config))
    Terminal(plain).say(known.summary())
    from wardwatch.service import run_service

    raise typer.Exit(run_service(known))
