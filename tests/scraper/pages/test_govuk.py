"""GOV.UK's Content API documents become articles with their human address."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from scraper.pages import Unreadable, read_page

API = "https://www.gov.uk/api/content/government/publications/improvement-notice-issued-to-ostleyshire"
NOTICE: dict[str, Any] = {
    "base_path": "/government/publications/improvement-notice-issued-to-ostleyshire",
    "title": "Improvement notice issued to Ostleyshire County Council",
    "description": "A notice about services for disabled children.",
    "document_type": "notice",
    "schema_name": "publication",
    "first_published_at": "2025-07-24T08:30:00.000+00:00",
    "public_updated_at": "2025-09-01T08:30:00.000+00:00",
    "details": {
        "body": '<div class="govspeak"><p>The notice sets out:</p>\n<ul><li>what to do</li><li>by whom</li></ul></div>',
        "attachments": [{"title": "Improvement notice: Ostleyshire (PDF)"}],
    },
}


def read(document: object, **told: Any):
    return read_page(API, json.dumps(document).encode(), "application/json; charset=utf-8", **told)


def test_a_notice_is_read_with_its_human_address() -> None:
    article = read(NOTICE)
    assert article.url == "https://www.gov.uk/government/publications/improvement-notice-issued-to-ostleyshire"
    assert article.title == "Improvement notice issued to Ostleyshire County Council"
    assert article.published == datetime(2025, 7, 24, 8, 30, tzinfo=UTC)
    assert article.media == "json"
    assert article.text.split("\n\n") == [
        "A notice about services for disabled children.",
        "The notice sets out:",
        "• what to do\n• by whom",
        "Improvement notice: Ostleyshire (PDF)",
    ]


def test_parts_and_collection_groups_are_read_too() -> None:
    details = {"collection_groups": [{"title": "Notices", "body": "<p>All of them.</p>"}], "parts": "broken"}
    assert read({**NOTICE, "details": details}).text.endswith("Notices\n\nAll of them.")


def test_a_body_given_in_several_renderings_is_read_from_the_html() -> None:
    body = [
        {"content_type": "text/govspeak", "content": "$CTA"},
        {"content_type": "text/html", "content": "<p>Seen.</p>"},
    ]
    assert "Seen." in read({**NOTICE, "details": {"body": body}}).text


@pytest.mark.parametrize("document", [[1, 2], {"title": "No path"}, "text", {"base_path": "/x", "title": ""}])
def test_other_json_is_unreadable(document: object) -> None:
    with pytest.raises(Unreadable):
        read(document)


def test_broken_json_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no JSON"):
        read_page(API, b'{"base_path": ', "application/json")
