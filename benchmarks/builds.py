"""How right pages in many sites' builds are read: text, title, date and authors, and the part of each page left out.

    python -m benchmarks.builds [--wrong]

--wrong also prints each page that is not read as it should be. Text is scored as the F1 of runs of four words.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass

from newsdesk.article import Article
from scraper.pages import Unreadable, read_page
from tests.scraper.pages.builds import Build, every

RUN = 4


@dataclass(frozen=True)
class Score:
    """What one page scored: f1 of the text, and whether title, date, first author and all authors are right."""

    f1: float
    title: bool
    date: bool
    first: bool
    authors: bool


def runs(said: str) -> Counter[tuple[str, ...]]:
    """Every run of four words with how often it stands there; letters of scripts without spaces are words."""
    words = re.findall(r"[\u3040-\u9fff\uac00-\ud7af]|\w+", said.lower())
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))


def f1(want: str, got: str) -> float:
    """The F1 of the runs of words in got against those in want."""
    wanted, found = runs(want), runs(got)
    both = sum((wanted & found).values())
    return 2 * both / (sum(wanted.values()) + sum(found.values()))


def read(build: Build) -> Article | None:
    """The page as read; None where it is refused."""
    try:
        return read_page(build.url, build.body, "text/html; charset=utf-8")
    except Unreadable:
        return None


def score(build: Build, article: Article | None) -> Score:
    """What reading the page scored; nothing at all where it was refused."""
    if article is None:
        return Score(0.0, False, False, False, False)
    names = tuple(filter(None, (article.byline or "").split(", ")))
    day = article.published.isoformat()[:10] if article.published else ""
    return Score(
        f1("\n".join(build.text), article.text),
        article.title == build.title,
        day == build.date,
        names[:1] == build.authors[:1],
        names == build.authors,
    )


def tell(build: Build, article: Article | None) -> None:
    """Print what was read instead of what should have been."""
    print(f"-- {build.name}")
    if article is None:
        print("   refused")
        return
    print(f"   {article.title!r} {article.published} (want {build.date}) {article.byline!r} (want {build.authors})")
    have = {line.removeprefix("• ") for line in article.text.splitlines() if line}
    want = {line for block in build.text for line in block.splitlines()}
    for line in sorted(want - have):
        print("   missing:", line[:110])
    for line in sorted(have - want):
        print("   too much:", line[:110])


def main(*flags: str) -> int:
    """Print the means over all builds."""
    builds = every()
    scores = []
    for build in builds:
        article = read(build)
        scores.append(score(build, article))
        if "--wrong" in flags and scores[-1] != Score(1.0, True, True, True, True):
            tell(build, article)
    mean = sum(one.f1 for one in scores) / len(scores)
    right = {part: sum(getattr(one, part) for one in scores) for part in ("title", "date", "first", "authors")}
    print(f"{len(builds)} pages: F1 of the text {mean:.3f}; right:", right)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
