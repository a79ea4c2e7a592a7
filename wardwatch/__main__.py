"""Starts the program: `wardwatch`, or `python -m wardwatch`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

OURS = ("newsdesk", "scraper", "db", "alerts")


def main() -> None:
    """Run a command. Ends with exit code 0 done, 1 something failed, 2 wrong usage or config."""
    stranger = _stranger(Path(__file__).resolve().parent.parent)
    if stranger:
        sys.exit(stranger)
    from wardwatch.cli import app

    app(prog_name="wardwatch")


def _stranger(home: Path) -> str | None:
    """What to say where a package that we need was found elsewhere than beside this one: their names are common."""
    for name in OURS:
        spec = importlib.util.find_spec(name)
        if spec is None:
            return (
                f"wardwatch needs the folder {name} beside it in {home}, but it is not there. Install wardwatch again."
            )
        places = [Path(place).resolve().parent for place in spec.submodule_search_locations or [spec.origin or "."]]
        if places[0] != home:
            return (
                f"wardwatch needs its own package {name} from {home}, but Python found another in {places[0]}.\n"
                "Start it from another folder, or without that one on PYTHONPATH, or in an environment of its own."
            )
    return None


if __name__ == "__main__":
    main()
