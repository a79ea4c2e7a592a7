"""GOV.UK: documents of the Content API, and the same documents as pages."""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar

from newsdesk.article import Article
from scraper.pages import blocks, dates
from scraper.pages.errors import Unreadable
from scraper.pages.generic import Reader
from scraper.pages.response import Response

_HOME = "https://www.gov.uk"


class GovUk(Reader):
    """A page of www.gov.uk."""

    hosts: ClassVar[str] = r"(?:^|\.)gov\.uk$"
    signs: ClassVar[tuple[str, ...]] = ('name="govuk:',)
    bodies: ClassVar[tuple[str, ...]] = ("//*[contains(concat(' ', normalize-space(@class), ' '), ' govspeak ')]",)
    drops: ClassVar[tuple[str, ...]] = (".//figure[not(.//table)]",)

    @classmethod
    def knows(cls, page: Any) -> bool:
        """True for www.gov.uk itself; councils have hosts under gov.uk too and other pages."""
        return page.response.host == "gov.uk" or any(sign in page.html for sign in cls.signs)

    def standfirst(self, title: str, story: list[str]) -> str:
        """The lead paragraph under the title."""
        found = self.page.select("//*[contains(@class, 'gem-c-lead-paragraph')]")
        return " ".join(found[0].text_content().split()) if found else ""


def read(response: Response) -> Article:
    """A Content API document as an Article with its human address. Raises Unreadable for any other JSON."""
    document = _document(response)
    title = str(document.get("title") or response.title or "").strip()
    story = "\n\n".join(_story(document))
    if not title or not story:
        raise Unreadable("The GOV.UK document has no title or no text.")
    address = _site(response) + str(document["base_path"])
    return Article(
        url=address,
        outlet=response.outlet or "GOV.UK",
        title=title,
        text=story,
        published=_published(document) or response.dated,
        outlet_councils=response.outlet_councils,
        canonical=address,
        media="json",
    )


def _site(response: Response) -> str:
    """Where people read the document: beside its API."""
    before, api, _ = response.url.partition("/api/content/")
    return before if api and response.host != "gov.uk" else _HOME


def _document(response: Response) -> dict[str, Any]:
    try:
        document = json.loads(response.decoded(), strict=False)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body is no JSON that can be read.") from error
    if not isinstance(document, dict) or not str(document.get("base_path") or "").startswith("/"):
        raise Unreadable("The JSON is no document of GOV.UK's Content API.")
    return document


def _published(document: dict[str, Any]) -> dates.Stamp | None:
    """When the document was first published, in London's time of day where its history tells it."""
    return dates.best(dates.parse(str(document.get(key) or "")) for key in ("first_published_at", "public_updated_at"))


def _story(document: dict[str, Any]) -> list[str]:
    """Summary, body, the parts of a collection or a manual, and the names of the attached documents."""
    details = document.get("details")
    details = details if isinstance(details, dict) else {}
    said = [str(document.get("description") or "").strip(), *_html(details.get("body"))]
    for key in ("collection_groups", "parts"):
        for part in _dicts(details.get(key)):
            said += [str(part.get("title") or "").strip(), *_html(part.get("body"))]
    said += [str(attachment.get("title") or "").strip() for attachment in _dicts(details.get("attachments"))]
    return list(dict.fromkeys(block for block in said if block))


def _html(value: object) -> list[str]:
    """The blocks of a body, which is HTML or a list of renderings of which one is HTML."""
    from lxml import etree
    from lxml import html as lxml_html

    if isinstance(value, list):
        value = next((item.get("content") for item in _dicts(value) if item.get("content_type") == "text/html"), "")
    if not isinstance(value, str) or not value.strip():
        return []
    try:
        return blocks.blocks(lxml_html.fragment_fromstring(re.sub(r"<\?xml[^>]*\?>", "", value), create_parent="div"))
    except (etree.ParserError, ValueError):
        return []


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
