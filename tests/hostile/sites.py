"""The parts that sites of the hostile town are made of: stories, feeds, listings, and pages put on paths."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.hostile.server import Answer, Visit, reply

Content = bytes | Callable[[Visit], bytes | Awaitable[None]]
GOOD, BAD = "/news/a-good-story-of-today", "/news/a-bad-story-of-today"
RSS = "application/rss+xml"
XML = "application/xml"
SAID = (
    "Ofsted has judged children's services in Rutland to be inadequate overall after an inspection this spring. "
    "Inspectors found that care leavers in the county wait too long for help, and that social workers change too often."
)
TITLE = "Rutland's children's services are inadequate"


@dataclass(frozen=True)
class Way:
    """A way to misbehave. said: what its line in the report holds, as a pattern; kept: how many stories it gives."""

    site: Answer
    said: str
    kept: int = 0
    kind: str | None = "feed"
    scheme: str = "http"
    path: str = "/feed"


def story(title: str = TITLE, body: str = "", head: str = "") -> str:
    """An article's page."""
    said = f"<p>{SAID}</p><p>{SAID}</p>{body}"
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><article><h1>{title}</h1>{said}</article></main></body></html>"
    )


def rss(*links: str, more: str = "", start: str = "") -> bytes:
    """A feed with these links."""
    items = "".join(f"<item><title>News</title><link>{link}</link></item>" for link in links)
    return f"{start}<rss version='2.0'><channel><title>x</title>{items}{more}</channel></rss>".encode()


def cards(*links: str, before: str = "") -> str:
    """A listing with these links."""
    shown = "".join(f"<article><h2><a href='{link}'>A story of today is here</a></h2></article>" for link in links)
    return f"<html><head>{before}</head><body><main>{shown}</main></body></html>"


def site(pages: dict[str, Content]) -> Answer:
    """Answers by path; a good story stands at GOOD, and anything else is not found."""

    async def answer(visit: Visit) -> None:
        content = pages.get(visit.path) or pages.get("*" if visit.path != "/robots.txt" else "")
        if content is None:
            content = reply(story()) if visit.path == GOOD else reply("no", status="404 Not Found")
        if callable(content):
            made = content(visit)
            if not isinstance(made, bytes):
                await made
                return
            content = made
        await visit.send(content)

    return answer


def feed(content: Content) -> Answer:
    """A site whose feed misbehaves."""
    return site({"/feed": content})


def page(content: Content) -> Answer:
    """A site with a good feed, a good story, and a page that misbehaves."""
    return site({"/feed": reply(rss(GOOD, BAD), RSS), BAD: content})


def robots(content: Content) -> Answer:
    """A site with a good feed and a good story behind a robots.txt that misbehaves."""
    return site({"/robots.txt": content, "/feed": reply(rss(GOOD), RSS)})
