"""The newspaper in a box: servers, texts and a script, over which the real service runs."""

from __future__ import annotations


def main(once: bool, plain: bool = False) -> int:
    """Show the whole path on this machine until Ctrl-C, or once. Returns the exit code."""
    from wardwatch.demo.run import main as play

    return play(once, plain)
