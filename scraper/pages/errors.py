"""Unreadable: a page that holds nothing to keep."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - the name that callers know
    """A page that holds nothing to keep; its reason is a plain sentence for the report.

    permanent: it is another kind of page, and reading it again later will find nothing either.
    """

    def __init__(self, reason: str, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, bool]]:
        return Unreadable, (self.reason, self.permanent)
