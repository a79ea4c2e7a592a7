"""Damaged pages: mutations of the golden ones, each made again from its number."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

PAGES = Path(__file__).parents[2] / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
TYPES = ("text/html; charset=utf-8", "text/html", "text/html; charset=utf-16", "text/plain", "application/json", "")
Mutation = Callable[[bytes, random.Random], bytes]


def flip_bytes(page: bytes, dice: random.Random) -> bytes:
    """Up to sixty bytes changed to any other."""
    damaged = bytearray(page)
    for _ in range(dice.randint(1, 60)):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    return bytes(damaged)


def cut_short(page: bytes, dice: random.Random) -> bytes:
    """The connection dropped."""
    return page[: dice.randrange(len(page))]


def take_out(page: bytes, dice: random.Random) -> bytes:
    """A piece missing from the middle."""
    start = dice.randrange(len(page))
    return page[:start] + page[start + dice.randrange(2_000) :]


def nest(page: bytes, dice: random.Random) -> bytes:
    """Boxes in boxes in boxes, most of them never closed."""
    tag = dice.choice(
        [b"div class='related'", b"blockquote", b"table><tr><td", b"ul><li", b"b", b"span", b"article", b"p"]
    )
    start = dice.randrange(len(page))
    return page[:start] + (b"<" + tag + b">") * dice.choice([10, 300, 3_000]) + page[start:]


def swell(page: bytes, dice: random.Random) -> bytes:
    """A huge attribute, a huge word or a huge run of one tag."""
    size = dice.choice([1_000, 50_000, 200_000])
    inside = dice.choice(
        [b"<div class='" + b"a-" * size + b"'>", b"x" * size, b"<br>" * (size // 20), b"&amp;" * (size // 5)]
    )
    start = dice.randrange(len(page))
    return page[:start] + inside + page[start:]


def mix(page: bytes, dice: random.Random) -> bytes:
    """The head of one page before the tail of another."""
    other = (PAGES / f"{dice.choice(NAMES)}.html").read_bytes()
    return page[: dice.randrange(len(page))] + other[dice.randrange(len(other)) :]


def spoil_data(page: bytes, dice: random.Random) -> bytes:
    """Values of another kind than anybody expects in the page's JSON and attributes."""
    odd = dice.choice([b"null", b"[]", b"{}", b"-1e999", b'"\\ud800"', b"[[[[{}]]]]", b'{"@id": {"@id": 7}}', b"true"])
    parts = page.split(b":")
    at = dice.randrange(len(parts))
    return b":".join(parts[:at]) + b": " + odd + b" , " + b":".join(parts[at:])


MUTATIONS: tuple[Mutation, ...] = (flip_bytes, cut_short, take_out, nest, swell, mix, spoil_data)


def damaged(number: int) -> tuple[str, bytes, str]:
    """The address, bytes and content type of the damaged page of that number: always the same."""
    dice = random.Random(number)  # noqa: S311 - damage, not secrets
    name = dice.choice(NAMES)
    address = json.loads((PAGES / f"{name}.json").read_text("utf-8"))["url"]
    page = (PAGES / f"{name}.html").read_bytes()
    for _ in range(dice.randint(1, 3)):
        page = dice.choice(MUTATIONS)(page, dice) or b" "
    return address, page, TYPES[0] if dice.random() < 0.8 else dice.choice(TYPES)
