"""Fills ${NAME} and file: in a config's values, and notes what could not be filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wardwatch import mistakes

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SECRET_KEYS = ("password", "secret", "client_secret", "token")


@dataclass(slots=True)
class Filled:
    """missing: path -> what was not there. bare: paths of secrets that stand in the file itself."""

    values: Any = None
    missing: dict[mistakes.Path, str] = field(default_factory=dict)
    bare: list[mistakes.Path] = field(default_factory=list)


def fill(values: Any, environ: Mapping[str, str], folder: Path) -> Filled:
    """The values with every ${NAME} replaced from `environ` and every secret's file: read, relative to `folder`."""
    filled = Filled()
    filled.values = _fill(values, (), filled, environ, folder)
    return filled


def _fill(value: Any, path: mistakes.Path, filled: Filled, environ: Mapping[str, str], folder: Path) -> Any:
    if isinstance(value, dict):
        return {key: _fill(inner, (*path, key), filled, environ, folder) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, (*path, index), filled, environ, folder) for index, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    if path and path[-1] in SECRET_KEYS and not VARIABLE.search(value):
        return _secret(value, path, filled, folder)
    return _variables(value, path, filled, environ)


def _secret(value: str, path: mistakes.Path, filled: Filled, folder: Path) -> str:
    if not value.startswith("file:"):
        filled.bare.append(path)
        return value
    place = folder / Path(value.removeprefix("file:").strip()).expanduser()
    try:
        return place.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        filled.missing[path] = f"the file {place} cannot be read ({reason})"
        return value


def _variables(value: str, path: mistakes.Path, filled: Filled, environ: Mapping[str, str]) -> str:
    absent = [name for name in VARIABLE.findall(value) if not environ.get(name)]
    if absent:
        filled.missing[path] = f"the environment variable {' and '.join(absent)} is not set"
        return value
    return VARIABLE.sub(lambda found: environ[found[1]], value)
