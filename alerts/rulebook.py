"""All rules together, so that a story is held only against those that it may meet.

Each condition of a rule that asks for something is a bit in a row of bits: of a council, a kind, an outlet, a word. A
story picks the rows of what it has, and their meet are the rules worth a closer look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from itertools import chain

from alerts.rules import Reasons, Rule, Story, StoryArticle, matches, tokens_of, words_asked
from db import query

Asked = frozenset[str] | None


class Rulebook:
    """The rules of a config, in its order."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._shelves = [
            (_Shelf(map(asks, self.rules)), has)
            for asks, has in (
                (_councils_asked, _councils),
                (_kinds_asked, _kinds),
                (_outlets_asked, _outlets),
                (_documents_asked, _documents),
                (_words_asked, _words),
            )
        ]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def met_by(self, story: Story) -> list[tuple[Rule, Reasons]]:
        """The rules that a story meets, and why; as alerts.rules.matches says of each."""
        return [(rule, reasons) for rule in self._likely(story) if (reasons := matches(rule, story)) is not None]

    def _likely(self, story: Story) -> Iterator[Rule]:
        """The rules that the story may meet: all that it does, and few others."""
        articles = [one for one in story.articles if one.reading.relevant]
        bits = (1 << len(self.rules)) - 1 if articles else 0
        for shelf, has in self._shelves:
            if not bits:
                return
            bits &= shelf.open_to(has(articles))
        while bits:
            lowest = bits & -bits
            yield self.rules[lowest.bit_length() - 1]
            bits ^= lowest


class _Shelf:
    """What each rule asks of one kind of thing: one of some names at least, or nothing. Rules are bits by place."""

    def __init__(self, asked: Iterable[Asked]) -> None:
        rows: dict[str, int] = defaultdict(int)
        self._anything = 0
        for place, names in enumerate(asked):
            if names is None:
                self._anything |= 1 << place
            for name in names or ():
                rows[name] |= 1 << place
        self._rows = dict(rows)

    def open_to(self, names: Set[str]) -> int:
        """The rules that ask for one of the names, or for nothing."""
        bits = self._anything
        for name in self._rows.keys() & names if len(names) > len(self._rows) else names & self._rows.keys():
            bits |= self._rows[name]
        return bits


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


def _councils_asked(rule: Rule) -> Asked:
    return _folded(rule.when.councils.any) if rule.when.councils and rule.when.councils.any else None


def _councils(articles: list[StoryArticle]) -> Set[str]:
    return _folded(name for one in articles for name in one.reading.councils)


def _kinds_asked(rule: Rule) -> Asked:
    return frozenset(rule.when.kinds.any) if rule.when.kinds and rule.when.kinds.any else None


def _kinds(articles: list[StoryArticle]) -> Set[str]:
    return {one.reading.kind for one in articles}


def _outlets_asked(rule: Rule) -> Asked:
    return _folded(rule.when.outlets.any) if rule.when.outlets and rule.when.outlets.any else None


def _outlets(articles: list[StoryArticle]) -> Set[str]:
    return _folded(one.article.outlet for one in articles)


def _documents_asked(rule: Rule) -> Asked:
    return frozenset({"official"}) if rule.when.official else None


def _documents(articles: list[StoryArticle]) -> Set[str]:
    return {"official"} if any(one.official for one in articles) else frozenset()


def _words_asked(rule: Rule) -> Asked:
    tree = words_asked(rule)
    return _needed(tree) if tree is not None else None


def _words(articles: list[StoryArticle]) -> Set[str]:
    return set().union(*(tokens_of(one).words for one in articles))


def _needed(tree: query.Node) -> Asked:
    """Words of which a text has one at least if it meets the query: as few and as rare as can be. None: it may meet
    it without any."""
    match tree:
        case query.Phrase(words):
            return frozenset({max(words, key=len)})
        case query.And(parts):
            return min((needed for part in parts if (needed := _needed(part)) is not None), key=_breadth, default=None)
        case query.Or(parts):
            needs = [_needed(part) for part in parts]
            return None if None in needs else frozenset(chain.from_iterable(need for need in needs if need))
        case query.Not():
            return None


def _breadth(words: frozenset[str]) -> tuple[int, int]:
    """How much a set of words lets through: long words are rare."""
    return len(words), -min(map(len, words))
