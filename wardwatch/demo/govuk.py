"""A GOV.UK look-alike: an organisation's Atom feed, the search API, the content API and the pages themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wardwatch.demo.press import JSON, templates
from wardwatch.demo.web import Page, Request

ATOM = "application/atom+xml; charset=utf-8"
SEARCH_PARAMETERS = {
    "q",
    "order",
    "count",
    "start",
    "fields",
    "filter_organisations",
    "filter_content_store_document_type",
}
SEARCH_FIELDS = ("title", "link", "description", "public_timestamp", "content_store_document_type")


@dataclass(frozen=True, slots=True)
class Publication:
    """One document on GOV.UK. path: from the root, with its slash; body: HTML; organisation: its slug."""

    path: str
    title: str
    description: str
    body: str
    organisation: str
    document_type: str
    published: datetime

    @property
    def stamp(self) -> str:
        """When it was published, as the APIs write it."""
        return self.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+00:00")


@dataclass
class GovUk:
    """The site. publications: in the order of publication."""

    publications: list[Publication] = field(default_factory=list)

    def publishes(self, publication: Publication) -> None:
        """Add a document; every feed and API shows it."""
        self.publications.append(publication)

    def answer(self, request: Request) -> Page | None:
        """Whatever GOV.UK would answer to these addresses."""
        path = request.parts.path
        base = f"http://{request.host}"
        if path == "/robots.txt":
            return Page(b"User-agent: *\nDisallow: /*/print$\n", "text/plain")
        if path == "/api/search.json":
            return self._search(request)
        if path.startswith("/government/organisations/") and path.endswith(".atom"):
            return self._atom(path.removeprefix("/government/organisations/").removesuffix(".atom"), base)
        return self._document(path, base)

    def _newest(self, organisation: str | None) -> list[Publication]:
        shown = [one for one in self.publications if organisation in (None, one.organisation)]
        return sorted(shown, key=lambda one: one.published, reverse=True)

    def _atom(self, organisation: str, base: str) -> Page:
        entries = self._newest(organisation)
        if not entries:
            return Page(b"Not found", "text/plain", 404)
        feed = templates().get_template("govuk/organisation.atom.xml")
        shown = feed.render(organisation=organisation, entries=entries, base=base)
        return Page(shown.encode(), ATOM, modified=entries[0].published)

    def _search(self, request: Request) -> Page:
        asked = {name.removesuffix("[]") for name in request.query}
        if unknown := sorted(asked - SEARCH_PARAMETERS):
            return _json({"error": f"Unexpected parameters: {', '.join(unknown)}"}, status=422)
        wanted = set(request.query.get("fields", ",".join(SEARCH_FIELDS)).split(","))
        found = self._newest(request.query.get("filter_organisations"))
        results = [{name: value for name, value in _result(one).items() if name in wanted} for one in found]
        count = int(request.query.get("count") or 10)
        return _json({"results": results[:count], "total": len(results), "start": 0, "suggested_queries": []})

    def _document(self, path: str, base: str) -> Page | None:
        show: Callable[[Publication, str], Page] = _content if path.startswith("/api/content/") else _html
        path = path.removeprefix("/api/content")
        return next((show(one, base) for one in self.publications if one.path == path), None)


def _result(one: Publication) -> dict[str, Any]:
    """What the search API says of a document."""
    values = (one.title, one.path, one.description, one.stamp, one.document_type)
    return dict(zip(SEARCH_FIELDS, values, strict=True))


def _content(one: Publication, base: str) -> Page:
    """What the content API says of a document."""
    organisation = {
        "title": one.organisation.replace("-", " ").capitalize(),
        "base_path": f"/government/organisations/{one.organisation}",
        "document_type": "organisation",
    }
    said = {
        "base_path": one.path,
        "title": one.title,
        "description": one.description,
        "document_type": one.document_type,
        "schema_name": "publication",
        "locale": "en",
        "first_published_at": one.stamp,
        "public_updated_at": one.stamp,
        "updated_at": one.stamp,
        "links": {"organisations": [organisation], "primary_publishing_organisation": [organisation]},
        "details": {
            "body": one.body,
            "change_history": [{"note": "First published.", "public_timestamp": one.stamp}],
            "political": False,
        },
        "web_url": base + one.path,
    }
    return _json(said, modified=one.published)


def _html(one: Publication, base: str) -> Page:
    page = templates().get_template("govuk/publication.html")
    return Page(page.render(one=one, base=base).encode(), modified=one.published)


def _json(value: object, status: int = 200, modified: datetime | None = None) -> Page:
    return Page(json.dumps(value).encode(), JSON, status, modified)
