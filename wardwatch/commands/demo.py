"""wardwatch demo: a newspaper in a box."""

from __future__ import annotations

from typing import Annotated

import typer

from wardwatch.commands.options import Plain


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the first round, within 45 seconds.")] = False,
    plain: Plain = False,
) -> None:
    """Show the whole path on this machine, without a network: papers, Ofsted, a mail server, a webhook. Ctrl-C ends it.

    \b
    wardwatch demo
    wardwatch demo --once
    """
    from wardwatch.demo import main

    raise typer.Exit(main(once=once, plain=plain))
