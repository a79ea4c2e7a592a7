"""Mistakes in config.yaml: where each stands, what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. line: from 1, 0 where the file as a whole is meant; where: as sources[2].every, or ""."""

    file: str
    line: int
    where: str
    what: str
    right: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{self.what}; {self.right}" if self.right else self.what
        return f"{place}: {self.where}: {said}" if self.where else f"{place}: {said}"


class ConfigMistakes(Exception):  # noqa: N818
    """Everything that is wrong with a config, in the order of its lines."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda mistake: mistake.line)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def written(path: Path) -> str:
    """A path as people read it: ("sources", 2, "every") becomes sources[2].every."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
