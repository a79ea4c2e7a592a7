"""The query language: words, "phrases", OR, minus and parentheses; one tree for every way of searching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, v_args

from newsdesk.words import tokens as words_of

LONGEST_PHRASE = 60
MOST_PHRASES = 100
LONGEST_QUERY = 2_000
DEEPEST = 40
BREAK = "\n"
LOOSE = " ,.;:!?*'‘’"

GRAMMAR = r"""
?start: either
?either: all (_OR all)*
?all: part (_AND? part)*
?part: _MINUS part -> without
     | "(" either ")"
     | PHRASE -> phrase
     | WORD -> word
_OR.3: /OR(?![^\s()"“”„])/
_AND.3: /AND(?![^\s()"“”„])/
_MINUS.2: /(?:[-−–](?=[^\s)])|NOT(?![^\s()"“”„])\s*)+/
PHRASE: /["“”„][^"“”„]*["“”„]/
WORD: /[^\s()"“”„]+/
%ignore /\s+/
"""
BRACKETS = re.compile(r'["“”„][^"“”„]*["“”„]|[()]')


class QuerySyntaxError(ValueError):
    """A query that cannot be read. position: offset of the trouble, from 0; hint: what to do about it."""

    def __init__(self, query: str, position: int, hint: str) -> None:
        self.query, self.position, self.hint = query, min(position, len(query)), hint
        line = "".join(" " if char.isspace() else char for char in query)
        super().__init__(f"{hint}\n  {line}\n  {' ' * self.position}^")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other, stemmed; a single word is a phrase of one. written: as the user wrote them."""

    words: tuple[str, ...]
    written: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not meet it."""

    part: Node


Node = Phrase | And | Or | Not


def parse(text: str) -> Node:
    """The tree of a query. Raises QuerySyntaxError."""
    if len(text) > LONGEST_QUERY:
        raise QuerySyntaxError(text[:60], 60, f"A query may have up to {LONGEST_QUERY} characters.")
    if not text.strip():
        raise QuerySyntaxError(text, 0, "The query is empty: write a word, or a phrase in quotation marks.")
    _check_brackets(text)
    try:
        tree: Node | None = _parser().parse(text)  # type: ignore[assignment]  # the transformer makes nodes, not trees
    except UnexpectedInput as error:
        raise _explained(text, error) from None
    except _TooLongError as error:
        raise QuerySyntaxError(text, error.position, f"A phrase may have up to {LONGEST_PHRASE} words.") from None
    if tree is None:
        raise QuerySyntaxError(text, 0, "There is no word to look for in this query.")
    if sum(1 for _ in phrases(tree)) > MOST_PHRASES:
        raise QuerySyntaxError(text, len(text), f"A query may have up to {MOST_PHRASES} words and phrases.")
    return tree


class Known(list[str]):
    """Tokens with the set of them, for texts that many queries are held against."""

    def __init__(self, tokens: Iterable[str]) -> None:
        super().__init__(tokens)
        self.words = frozenset(self)


def article_tokens(title: str, text: str) -> list[str]:
    """The words of an article as search sees them; BREAK keeps a phrase from running out of the title."""
    return [*words_of(title), BREAK, *words_of(text)]


def matches(tree: Node, tokens: Sequence[str]) -> bool:
    """Whether an article with these tokens (article_tokens, or newsdesk.words.tokens of any text) meets the query."""
    match tree:
        case Phrase():
            return _holds(tokens, tree)
        case And(parts):
            return all(matches(part, tokens) for part in parts)
        case Or(parts):
            return any(matches(part, tokens) for part in parts)
        case Not(part):
            return not matches(part, tokens)


def hits(tree: Node, tokens: Sequence[str]) -> tuple[str, ...] | None:
    """The phrases, as written, that meet the query here; None where it is not met. Empty for one met by absence."""
    if not matches(tree, tokens):
        return None
    found = (phrase.written for phrase in wanted(tree) if matches(phrase, tokens))
    return tuple(dict.fromkeys(found))


def wanted(tree: Node) -> Iterator[Phrase]:
    """The phrases that a query looks for, without those that it leaves out."""
    return phrases(tree, left_out=False)


def phrases(tree: Node, *, left_out: bool = True) -> Iterator[Phrase]:
    """Every phrase of a query, with those that it leaves out where left_out."""
    match tree:
        case Phrase():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from phrases(part, left_out=left_out)
        case Not(part) if left_out:
            yield from phrases(part)


def positions(phrase: Phrase, tokens: Sequence[str]) -> Iterator[int]:
    """Where the phrase begins among the tokens."""
    first, size = phrase.words[0], len(phrase.words)
    at = -1
    with suppress(ValueError):
        while True:
            at = tokens.index(first, at + 1)
            if size == 1 or tuple(tokens[at : at + size]) == phrase.words:
                yield at


def _holds(tokens: Sequence[str], phrase: Phrase) -> bool:
    if isinstance(tokens, Known):
        if not tokens.words.issuperset(phrase.words):
            return False
        if len(phrase.words) == 1:
            return True
    return next(positions(phrase, tokens), None) is not None


class _TooLongError(Exception):
    def __init__(self, position: int) -> None:
        self.position = position


@v_args(inline=True)
class _Build(Transformer[Token, Node | None]):
    """Makes nodes of the grammar's rules. What holds no word, such as a lone dash, falls away."""

    def either(self, *parts: Node | None) -> Node | None:
        return _joined(Or, parts)

    def all(self, *parts: Node | None) -> Node | None:
        return _joined(And, parts)

    def without(self, part: Node | None) -> Node | None:
        return None if part is None else Not(part)

    def phrase(self, token: Token) -> Node | None:
        return _phrase(token[1:-1], token.start_pos)

    def word(self, token: Token) -> Node | None:
        return _phrase(str(token), token.start_pos)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Build(), maybe_placeholders=False)


def _joined(kind: type[And] | type[Or], parts: Sequence[Node | None]) -> Node | None:
    real = tuple(part for part in parts if part is not None)
    if len(real) < 2:
        return real[0] if real else None
    return kind(real)


def _phrase(written: str, position: int | None) -> Phrase | None:
    words = tuple(words_of(written))
    if len(words) > LONGEST_PHRASE:
        raise _TooLongError(position or 0)
    return Phrase(words, " ".join(written.split()).strip(LOOSE)) if words else None


def _check_brackets(text: str) -> None:
    open_at: list[int] = []
    for found in BRACKETS.finditer(text):
        if found[0] == "(":
            open_at.append(found.start())
        elif found[0] == ")":
            if not open_at:
                raise QuerySyntaxError(
                    text, found.start(), "This bracket closes nothing: take it away, or open one before."
                )
            open_at.pop()
        if len(open_at) > DEEPEST:
            raise QuerySyntaxError(text, found.start(), f"Brackets may stand {DEEPEST} deep.")
    if open_at:
        raise QuerySyntaxError(text, open_at[-1], "This bracket is never closed: add a ) after what belongs in it.")


def _explained(text: str, error: UnexpectedInput) -> QuerySyntaxError:
    position = error.pos_in_stream
    if isinstance(error, UnexpectedCharacters):
        return QuerySyntaxError(text, position or 0, 'This quotation mark is never closed: add a " after the phrase.')
    token: Token = error.token  # type: ignore[attr-defined]
    if token.type == "RPAR":
        return QuerySyntaxError(text, position or 0, "Something to look for is missing before this bracket.")
    return QuerySyntaxError(text, len(text), "Something to look for is missing at the end.")
