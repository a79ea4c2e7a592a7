"""Unreadable: a page that holds nothing to keep."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - the name that callers know
    """A page that holds nothing to keep; its reason is a plain sentence for the report."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str]]:
        return Unreadable, (self.reason,)
