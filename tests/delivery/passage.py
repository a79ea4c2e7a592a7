"""One passage in a process of its own: pages are found and taken in, messages are delivered; it dies where it is told.

A step is a function of ours, or of the library that speaks for us, which a passage calls. Between every two steps there
is a point at which the process can be killed: before the one begins, or after it has ended.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

ROOMS = ("alerts", "db", "scraper", "wardwatch")
STEPS_OF = ("alerts.", "db.", "wardwatch.archive_memory", "wardwatch.intake", "wardwatch.service")
PURE = ("view", "wording", "summary", "subjects", "rules", "times", "render", "facts", "recipients", "query", "values")
OPENING = ("db.engine", "db.schema", "db.models")
OUTSIDE = (
    "smtplib:SMTP.connect",
    "smtplib:SMTP.mail",
    "smtplib:SMTP.rcpt",
    "smtplib:SMTP.data",
    "requests.sessions:Session.send",
    "sqlalchemy.engine.base:RootTransaction._do_commit",
)
INSPECTED = (
    "Ofsted inspected children's services in {council} from 1 to 12 December 2025 and judged them inadequate overall."
)
WAITED = INSPECTED + " Care leavers in {council} wait too long for help."
WORDS = (
    "office",
    "table",
    "river",
    "lamp",
    "paper",
    "winter",
    "corner",
    "garden",
    "bridge",
    "letter",
    "market",
    "street",
)


def warm() -> None:
    """Load what a passage or a service needs, and the newsdesk's word lists, so that no fork has to."""
    from sqlalchemy.orm import configure_mappers

    from newsdesk.article import Article
    from newsdesk.reading import read

    for name in ("wardwatch.service", "wardwatch.commands.run", "scrapy.crawler", "requests", "psycopg", "css_inline"):
        importlib.import_module(name)
    configure_mappers()
    read(
        Article("https://paper.example/1", "The Paper", "Children's services", INSPECTED.format(council="Luton"), None)
    )


def run(order: Mapping[str, Any]) -> int:
    """Take in the pages about `councils` at the hour `now`, deliver, and say which steps there were, into `steps`."""
    from wardwatch import house

    now = datetime.fromisoformat(order["now"])
    put_in_place_of(house.present, lambda: now)
    called: dict[str, None] = {}
    if order.get("steps"):
        _watch(called)
    if order.get("point"):
        die_at(order["point"])
    status = _walk(Path(order["config"]), order["councils"], now)
    if order.get("steps"):
        sys.setprofile(None)
        Path(order["steps"]).write_text(json.dumps([*filter(_can_be_replaced, called)]), encoding="utf-8")
    return status


def _walk(path: Path, councils: Sequence[str], now: datetime) -> int:
    from wardwatch import config, service
    from wardwatch.house import open_house

    known = config.load(path)
    with open_house(known, migrate=False) as house:
        asyncio.run(_take_in(house, councils, now))
    report = service.deliver_once(known)
    return 0 if all(outcome.state == "sent" for outcome in report.outcomes) else 3


async def _take_in(house: Any, councils: Sequence[str], now: datetime) -> None:
    """What a crawl does with the pages of two papers: found, tried, kept one by one."""
    from newsdesk.article import Article
    from newsdesk.reading import read
    from scraper.memory import Fetched, Link, Validators

    for source, first in zip(house.sources.values(), (INSPECTED, WAITED), strict=True):
        listed = [Link(address(source.url, council), council, now) for council in councils]
        await house.memory.discovered(source, source.url, listed, Validators('"1"', None))
        for link in await house.memory.pending(source):
            await house.memory.trying(source, link)
            found = unquote(link.url.rpartition("/")[2])
            text = f"{first.format(council=found)}\n\n{words_about(link.url)}"
            article = Article(link.url, source.name, f"Children's services in {found}", text, now)
            await house.sink(Fetched(source, link, article, read(article), Validators('"2"', None)))


def words_about(seed: str) -> str:
    """A paragraph that no other page has."""
    dice = random.Random(seed)  # noqa: S311
    return f"The {' '.join(dice.choices(WORDS, k=40))}."


def address(source: str, council: str) -> str:
    """Where a paper has its page about a council."""
    return f"{source}/{quote(council)}"


def die_at(point: str) -> None:
    """Be killed at a point, such as "before db.articles:keep", the first time that it is come to."""
    when, _, step = point.partition(" ")
    holder, name = _holder(step)
    honest = getattr(holder, name)

    put_in_place_of(honest, dying(honest, when), holder)


def dying(honest: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The same function, but whoever calls it is killed before it begins or after it has ended."""

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    @wraps(honest)
    def deadly(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            die()
        answer = honest(*args, **kwargs)
        die()
        return answer

    @wraps(honest)
    async def deadly_awaited(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            die()
        answer = await honest(*args, **kwargs)
        die()
        return answer

    return deadly_awaited if inspect.iscoroutinefunction(honest) else deadly


def _is_step(module: str, name: str) -> bool:
    """What only reckons is no step, nor what opens a database, nor what its functions are made of."""
    ours = module.startswith(STEPS_OF) and module.rpartition(".")[2] not in PURE and module not in OPENING
    return ours and "__" not in name and not (module.startswith("db.") and name.startswith("_"))


def _can_be_replaced(step: str) -> bool:
    """Plain functions and methods; not what stands within another, nor what yields."""
    if "<" in step:
        return False
    holder, name = _holder(step)
    found = inspect.getattr_static(holder, name)
    return inspect.isfunction(found) and not inspect.isgeneratorfunction(found)


def _holder(step: str) -> tuple[Any, str]:
    module, _, path = step.partition(":")
    *outer, name = path.split(".")
    holder: Any = importlib.import_module(module)
    for one in outer:
        holder = getattr(holder, one)
    return holder, name


def put_in_place_of(old: object, new: object, holder: object = None) -> None:
    """Replace a function in its holder, and wherever a module of ours holds it by name."""
    modules = (module for name, module in list(sys.modules.items()) if name.partition(".")[0] in ROOMS)
    for place in (*modules, *([holder] if holder else [])):
        for key, value in list(vars(place).items()):
            if value is old:
                setattr(place, key, new)


def _watch(called: dict[str, None]) -> None:
    """Note every step of ours that is called, in whichever thread, in the order of first calls."""

    def note(frame: Any, event: str, _: object) -> None:
        if event != "call":
            return
        module = frame.f_globals.get("__name__", "")
        name = frame.f_code.co_qualname
        if f"{module}:{name}" in OUTSIDE or _is_step(module, name):
            called.setdefault(f"{module}:{name}")

    threading.setprofile(note)
    sys.setprofile(note)
