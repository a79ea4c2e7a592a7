"""The index of words: our own tokens, in FTS5 on SQLite and in tsvectors on PostgreSQL.

Both indexes see the same ASCII spelling of a token and so cannot disagree about letters. On SQLite a row's number
begins with its time, so that the newest come first without sorting. On PostgreSQL a text is stored in parts, because a
tsvector holds 16,383 positions and 256 of one word; parts overlap by the longest phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import ColumnElement, Integer, and_, cast, column, literal, not_, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from db.models import ArticleRow
from db.query import BREAK, LONGEST_PHRASE, And, Node, Not, Or, Phrase

ID_BITS = 28
MOST_SECONDS = 1 << 34
PART_POSITIONS = 4_000
PART_REPEATS = 250
LONGEST_LEXEME = 64
MARK = "zbz"

_UNSAFE = re.compile("[^a-y0-9]")


def lexeme(token: str) -> str:
    """A token in letters a-z and digits alone, different for different tokens; at most 64 of them."""
    if token == BREAK:
        return MARK
    spelt = _UNSAFE.sub(lambda found: f"z{ord(found[0]):x}z", token)
    if len(spelt) <= LONGEST_LEXEME:
        return spelt
    return "zh" + blake2b(spelt.encode(), digest_size=16).hexdigest()


def index(session: Session, row: ArticleRow, tokens: Sequence[str]) -> None:
    """Put an article's tokens (query.article_tokens) into the index."""
    words = [lexeme(token) for token in tokens] or [MARK]
    if session.get_bind().dialect.name == "sqlite":
        insert = text("INSERT INTO article_words (rowid, words) VALUES (:place, :words)")
        session.execute(insert, {"place": place_of(row), "words": " ".join(words)})
        return
    insert = text("INSERT INTO article_words (article_id, part, words) VALUES (:id, :part, CAST(:words AS tsvector))")
    parts = [{"id": row.id, "part": number, "words": _vector(part)} for number, part in enumerate(_parts(words))]
    session.execute(insert, parts)


def unindex(session: Session, row: ArticleRow) -> None:
    """Take an article out of the index; to be called before its date changes."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DELETE FROM article_words WHERE rowid = :place"), {"place": place_of(row)})
    else:
        session.execute(text("DELETE FROM article_words WHERE article_id = :id"), {"id": row.id})


def place_of(row: ArticleRow) -> int:
    """An article's row in SQLite's index: its time in seconds, then its number."""
    return lowest_place(row.dated_at) | row.id


def lowest_place(moment: datetime) -> int:
    """The lowest row in SQLite's index that an article of this moment or later may have."""
    seconds = min(max(int(moment.timestamp()), -MOST_SECONDS), MOST_SECONDS)
    return seconds << ID_BITS


def id_at(place: ColumnElement[int]) -> ColumnElement[int]:
    """The number of the article at a row of SQLite's index."""
    return place.op("&", return_type=Integer())((1 << ID_BITS) - 1)


def match_string(tree: Node) -> str:
    """The query for FTS5. Every article holds MARK, so that what is left out can be taken from everything."""
    match tree:
        case Phrase(words):
            return '"' + " ".join(lexeme(word) for word in words) + '"'
        case And(parts):
            return "(" + " AND ".join(match_string(part) for part in parts) + ")"
        case Or(parts):
            return "(" + " OR ".join(match_string(part) for part in parts) + ")"
        case Not(part):
            return f"({MARK} NOT {match_string(part)})"


def tsquery(tree: Node) -> str | None:
    """The query for one tsvector; None where it asks for things that may stand in different parts of a text."""
    match tree:
        case Phrase(words):
            return "(" + " <-> ".join(f"'{lexeme(word)}'" for word in words) + ")"
        case Or(parts):
            queries = [tsquery(part) for part in parts]
            return None if None in queries else "(" + " | ".join(str(query) for query in queries) + ")"
        case And() | Not():
            return None


def postgres_condition(tree: Node) -> ColumnElement[bool]:
    """The query as a condition on articles.id, for PostgreSQL."""
    query = tsquery(tree)
    if query is not None:
        words = table("article_words", column("article_id", Integer), column("words", TSVECTOR))
        return ArticleRow.id.in_(
            select(words.c.article_id).where(words.c.words.op("@@")(cast(literal(query), TSQUERY)))
        )
    match tree:
        case And(parts):
            return and_(*(postgres_condition(part) for part in parts))
        case Or(parts):
            return or_(*(postgres_condition(part) for part in parts))
        case Not(part):
            return not_(postgres_condition(part))
    raise TypeError(f"no part of a query: {tree!r}")


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    begin = 0
    while True:
        end = _end_of_part(words, begin)
        yield words[begin:end]
        if end == len(words):
            return
        begin = end - LONGEST_PHRASE + 1


def _end_of_part(words: Sequence[str], begin: int) -> int:
    seen: Counter[str] = Counter()
    last = min(len(words), begin + PART_POSITIONS)
    for at in range(begin, last):
        seen[words[at]] += 1
        if seen[words[at]] > PART_REPEATS:
            return at
    return last


def _vector(words: Sequence[str]) -> str:
    """The tsvector literal; lexemes are letters and digits and need no quoting."""
    places: dict[str, list[str]] = {}
    for at, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(at))
    return " ".join(f"{word}:{','.join(numbers)}" for word, numbers in places.items())
