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
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

ROOMS = ("alerts", "db", "scraper", "wardwatch")
STEPS_OF = ("alerts.", "db.", "wardwatch.archive_memory", "wardwatch.intake", "wardwatch.house", "wardwatch.service")
PURE = ("view", "wording", "summary", "subjects", "rules", "times", "render", "facts", "recipients", "query", "values")
OUTSIDE = (
    "smtplib:SMTP.connect",
    "smtplib:SMTP.mail",
    "smtplib:SMTP.rcpt",
    "smtplib:SMTP.data",
    "requests.sessions:Session.send",
    "sqlalchemy.engine.base:RootTransaction._do_commit",
)
INSPECTED = "Ofsted has judged children's services in {council} to be inadequate overall after an inspection in June."
WAITED = "Inspectors found that care leavers in {council} wait too long for help and that social workers change often."
MONITORED = (
    "Ofsted's letter on children's services in {council} asks for priority action and better help for care leavers."
)


def warm() -> None:
    """Load what a passage or a service needs, and the newsdesk's word lists, so that no fork has to."""
    from newsdesk.article import Article
    from newsdesk.reading import read

    for name in ("wardwatch.service", "wardwatch.commands.run", "scrapy.crawler", "requests", "psycopg", "css_inline"):
        importlib.import_module(name)
    read(
        Article("https://paper.example/1", "The Paper", "Children's services", INSPECTED.format(council="Luton"), None)
    )


def run(order: Mapping[str, Any]) -> int:
    """Take in the pages about `council` at the hour `now`, deliver, and say which steps there were, into `steps`."""
    from wardwatch import house

    now = datetime.fromisoformat(order["now"])
    put_in_place_of(house.present, lambda: now)
    called: dict[str, None] = {}
    if order.get("steps"):
        _watch(called)
    if order.get("point"):
        die_at(order["point"])
    status = _walk(Path(order["config"]), order["council"], now)
    if order.get("steps"):
        sys.setprofile(None)
        Path(order["steps"]).write_text(json.dumps([*filter(_can_be_replaced, called)]), encoding="utf-8")
    return status


def _walk(path: Path, council: str | None, now: datetime) -> int:
    from wardwatch import config, service
    from wardwatch.house import open_house

    known = config.load(path)
    if council:
        with open_house(known, migrate=False) as house:
            asyncio.run(_take_in(house, council, now))
    report = service.deliver_once(known)
    return 0 if all(outcome.state == "sent" for outcome in report.outcomes) else 3


async def _take_in(house: Any, council: str, now: datetime) -> None:
    """What a crawl does with three pages: found, tried, kept one by one."""
    from newsdesk.article import Article
    from newsdesk.reading import read
    from scraper.memory import Fetched, Link, Validators

    papers = list(house.sources.values())
    place = council.lower().replace(" ", "-")
    said = (
        ("Children's services judged inadequate", (INSPECTED, WAITED)),
        ("Care leavers wait too long", (INSPECTED, MONITORED)),
    )
    for source, (title, paragraphs) in zip(papers, said, strict=True):
        url = f"{source.url}/{place}"
        await house.memory.discovered(source, source.url, [Link(url, title)], Validators('"1"', None))
        for link in await house.memory.pending(source):
            await house.memory.trying(source, link)
            found = link.url.rpartition("/")[2].replace("-", " ").title()
            text = "\n\n".join(paragraphs).format(council=found)
            article = Article(link.url, source.name, f"{found}: {title}", text, now)
            await house.sink(Fetched(source, link, article, read(article), Validators('"2"', None)))


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
        step = f"{module}:{frame.f_code.co_qualname}"
        if step in OUTSIDE or (module.startswith(STEPS_OF) and module.rpartition(".")[2] not in PURE):
            called.setdefault(step)

    threading.setprofile(note)
    sys.setprofile(note)
