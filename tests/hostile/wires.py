"""Ways to misbehave on the wire: bytes, lengths, headers, compression, redirects, robots.txt."""

from __future__ import annotations

import asyncio
import gzip
import zlib

from tests.hostile.server import Visit, reply
from tests.hostile.sites import BAD, GOOD, RSS, Way, feed, page, robots, rss, site, story

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(b"a" * 12_000_000)
MEGABYTE = b"x" * 1_000_000


def moved(place: str) -> bytes:
    """A redirect."""
    return reply("", "text/html", "302 Found", f"Location: {place}")


def secret(form: str) -> bytes:
    return moved(form)


def packed(body: bytes, how: str) -> bytes:
    return reply(body, RSS, "200 OK", f"Content-Encoding: {how}")


async def silent(_: Visit) -> None:
    await asyncio.sleep(30)


async def slams(visit: Visit) -> None:
    visit.writer.transport.abort()


async def half_closed(visit: Visit) -> None:
    await visit.send(OK + b"Content-Length: 900\r\n\r\n<html>")
    visit.writer.write_eof()
    await asyncio.sleep(30)


TIMES_OUT = "time-out after 3 s"
BROKE = "broke off its answer"
PRIVATE = r"is at a private address \(127\.0\.0\.2\)"

WIRES = {
    "answers nothing": Way(feed(silent), TIMES_OUT),
    "slams the door": Way(feed(slams), BROKE),
    "drips its headers": Way(feed(lambda v: v.without_end(OK, b"X", 0.2)), TIMES_OUT),
    "drips its page": Way(feed(lambda v: v.without_end(OK + b"Content-Length: 999\r\n\r\n", b"X", 0.2)), TIMES_OUT),
    "half-closes": Way(feed(half_closed), BROKE),
    "promises too much": Way(feed(reply(rss(GOOD), RSS, length=90_000)), BROKE),
    "promises too little": Way(feed(reply(rss(GOOD), RSS, length=100)), "link to nothing|without entries"),
    "promises less than nothing": Way(feed(reply(rss(GOOD), RSS, length=-5)), "no HTTP|broke off"),
    "promises two lengths": Way(
        feed(OK + b"Content-Length: 5\r\nContent-Length: 900\r\n\r\n12345"), "no HTTP|broke off"
    ),
    "promises 40 MB": Way(feed(reply(MEGABYTE, length=40_000_000)), "is larger than 10 MB"),
    "sends 40 MB": Way(
        feed(lambda v: v.without_end(OK + b"Connection: close\r\n\r\n", MEGABYTE)), f"larger than 10 MB|{TIMES_OUT}"
    ),
    "chunks without end": Way(
        feed(lambda v: v.without_end(CHUNKED, b"F4240\r\n" + MEGABYTE + b"\r\n")), f"larger than 10 MB|{TIMES_OUT}"
    ),
    "chunks of one byte": Way(feed(lambda v: v.without_end(CHUNKED, b"1\r\nx\r\n", 0.2)), TIMES_OUT),
    "chunks of no size": Way(feed(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n"), "no HTTP|broke off"),
    "chunk of a huge size": Way(feed(CHUNKED + b"f" * 5000 + b"\r\n"), "no HTTP|broke off"),
    "headers without end": Way(feed(lambda v: v.without_end(OK, b"X-More: and more\r\n" * 500)), "headers without end"),
    "a header without end": Way(feed(lambda v: v.without_end(OK, b"X" * 50_000)), "no HTTP|broke off|without end"),
    "folds a header without end": Way(feed(lambda v: v.without_end(OK + b"X: y\r\n", b" z\r\n" * 900)), "without end"),
    "hints without end": Way(
        feed(lambda v: v.without_end(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 99)), "without end"
    ),
    "speaks HTTP/0.9": Way(feed(b"<html><body>hello</body></html>"), "no HTTP|broke off"),
    "speaks of no status": Way(feed(b"HTTP/1.1 abc OK\r\n\r\n"), "no HTTP"),
    "speaks another protocol": Way(feed(b"220 mail.town.test ESMTP\r\n"), "no HTTP|no known status"),
    "answers 999": Way(feed(reply("", status="999 Denied")), "answered 999"),
    "answers 304 unasked": Way(feed(reply("", status="304 Not Modified")), "304 .* nothing of it is known"),
    "answers 204": Way(feed(reply("", status="204 No Content")), "empty page"),
    "odd transfer": Way(feed(OK + b"Transfer-Encoding: zip\r\n\r\nhello"), "no HTTP|broke off|no web server"),
    "gzip bomb": Way(feed(packed(BOMB, "gzip")), "unpacks to more than 10 MB"),
    "deflate bomb": Way(feed(packed(zlib.compress(b"a" * 12_000_000), "deflate")), "unpacks to more than 10 MB"),
    "gzip in gzip": Way(feed(packed(gzip.compress(BOMB), "gzip, gzip")), "unpacks to more than 10 MB"),
    "broken gzip": Way(feed(packed(b"\x1f\x8b" + b"nonsense" * 9, "gzip")), "cannot be undone|empty page"),
    "gzip that is none": Way(feed(packed(rss(GOOD), "gzip")), "cannot be undone|empty page"),
    "packed sitemap bomb": Way(
        feed(reply(gzip.compress(b"<urlset>" + b" " * 51_000_000), "application/gzip")), "unpacks to more than 50 MB"
    ),
    "redirects in a loop": Way(feed(moved("/feed")), "redirects more than 5 times"),
    "redirects for ever": Way(site({"*": lambda v: moved(f"{v.path}/x")}), "redirects more than 5 times"),
    "wants a cookie": Way(
        feed(reply("", "text/html", "302 Found", "Location: /feed", "Set-Cookie: seen=1")), "redirects more than 5"
    ),
    "redirects to loopback": Way(feed(lambda v: moved(f"http://{v.secret}/")), PRIVATE),
    "redirects by number": Way(feed(lambda v: moved(f"http://2130706434:{v.secret.partition(':')[2]}/")), PRIVATE),
    "redirects by hex": Way(feed(lambda v: moved(f"http://0x7f.2:{v.secret.partition(':')[2]}/")), PRIVATE),
    "redirects by octal": Way(feed(lambda v: moved(f"http://0177.0.0.2:{v.secret.partition(':')[2]}/")), PRIVATE),
    "redirects by mapped address": Way(
        feed(lambda v: moved(f"http://[::ffff:127.0.0.2]:{v.secret.partition(':')[2]}/")), "is at a private address"
    ),
    "redirects by name": Way(feed(lambda v: moved(f"http://inside.town.test:{v.secret.partition(':')[2]}/")), PRIVATE),
    "redirects to the cloud": Way(feed(moved("http://169.254.169.254/latest/meta-data/")), "private address"),
    "redirects to a file": Way(feed(moved("file:///etc/passwd")), "redirects to what is no web page"),
    "redirects to nowhere": Way(feed(moved("http://[")), "no web"),
    "redirects to a script": Way(feed(moved("javascript:alert(1)")), "redirects to what is no web"),
    "injects headers": Way(page(lambda v: moved(f"{GOOD}%0d%0aX-Injected:%20yes")), "answered 404", kept=1),
    "an ETag of 15 KB": Way(feed(reply(rss(GOOD), RSS, "200 OK", 'ETag: "' + "e" * 15_000 + '"')), "1 link", kept=1),
    "asks to wait for ever": Way(
        feed(reply("", status="503 Busy", content_type="text/html\r\nRetry-After: " + "9" * 5000)), "wait 24 h"
    ),
    "asks to wait in no number": Way(feed(reply("", "text/html", "429 Too Many", "Retry-After: \xb2")), "wait 60 s"),
    "robots.txt that never ends": Way(
        robots(lambda v: v.without_end(OK + b"\r\n", b"Disallow: /private\n" * 9000)),
        f"robots.txt is larger than 10 MB|{TIMES_OUT}",
    ),
    "robots.txt of 1 MB": Way(
        robots(reply("User-agent: *\n" + "Disallow: /private*a*b*c\n" * 40_000, "text/plain")), "1 link", kept=1
    ),
    "robots.txt that drips": Way(robots(lambda v: v.without_end(OK + b"\r\n", b"#", 0.2)), TIMES_OUT),
    "robots.txt that fails": Way(robots(reply("", status="500 Oops")), "robots.txt of .* answered 500"),
    "robots.txt of NULs": Way(robots(reply(b"\x00\xff" * 5000, "text/plain")), "1 link", kept=1),
    "robots.txt in a circle": Way(robots(moved("/robots.txt")), "robots.txt redirects more than 5 times"),
    "robots.txt inside": Way(robots(lambda v: moved(f"http://{v.secret}/robots.txt")), PRIVATE),
    "wants a year between two requests": Way(
        robots(reply("User-agent: *\nCrawl-delay: 31536000", "text/plain")), "left for later"
    ),
    "TLS that is none": Way(feed(reply(rss(GOOD), RSS)), "127.0.0.1", scheme="https"),
    "sends its page twice": Way(page(reply(story()) + reply("more")), "2 links", kept=2),
    "bad page that hangs": Way(page(silent), TIMES_OUT, kept=1),
    "bad page of 40 MB": Way(page(reply(MEGABYTE, length=40_000_000)), f"{BAD} is larger than 10 MB", kept=1),
}
