"""Troubles that a command may meet, and the sentence and exit code of each."""

from __future__ import annotations

import sys

import typer

from wardwatch.mistakes import ConfigMistakes


class Failed(Exception):  # noqa: N818
    """A command could not do what was asked. str() says why and what to do."""


class Misused(Exception):  # noqa: N818
    """A command was asked for something that does not exist. str() says what would be right."""


def as_exit(error: Exception) -> typer.Exit | None:
    """Say what went wrong on standard error and return the exit; None for what nobody foresaw."""
    code = _code(error)
    if code is None:
        return None
    print(error, file=sys.stderr, flush=True)  # noqa: T201
    return typer.Exit(code)


def _code(error: Exception) -> int | None:
    """1: it failed; 2: wrong usage or config; None: unknown. Errors of modules that are not loaded cannot be met."""
    if isinstance(error, ConfigMistakes | Misused):
        return 2
    if isinstance(error, Failed):
        return 1
    for module, name, code in (("db.errors", "StoreError", 1), ("db.query", "QuerySyntaxError", 2)):
        known = getattr(sys.modules.get(module), name, None)
        if known is not None and isinstance(error, known):
            return code
    return None
