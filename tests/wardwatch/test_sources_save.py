"""wardwatch sources try --save: a golden page fails once, for review, and holds from then on."""

from __future__ import annotations

import json
from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.wardwatch.conftest import Command
from wardwatch.golden import differences

STORY = "<p>Ofsted inspectors told Bury Council that its children's services require improvement.</p>" * 4


def test_a_saved_page_is_reviewed_once_and_held_to(
    program: Command, config_file: Path, httpserver: HTTPServer, tmp_path: Path
) -> None:
    story = f"<html><body><article><h1>Ofsted in Bury</h1>{STORY}</article></body></html>"
    item = f"<item><title>T</title><link>{httpserver.url_for('/a-story')}</link><pubDate>2026-03-01</pubDate></item>"
    feed = f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>"
    httpserver.expect_request("/feed").respond_with_data(feed, content_type="application/rss+xml")
    httpserver.expect_request("/a-story").respond_with_data(story, content_type="text/html")

    httpserver.no_handler_status_code = 404
    with config_file.open("a", encoding="utf-8") as config:
        config.write("allow_private: [localhost, 127.0.0.1]\n")

    ended = program("sources", "try", httpserver.url_for("/feed"), "--save", "--to", "recorded")

    assert ended.code == 0, ended.err
    (told,) = (tmp_path / "recorded").glob("*.json")
    said = json.loads(told.read_text("utf-8"))
    assert (told.parent / said["page"]).read_bytes() == story.encode()
    assert (said["title"], said["published"], said["councils"]) == ("Ofsted in Bury", "2026-03-01", ["Bury"])
    assert "Recorded:" in ended.err

    (first,) = differences(told)
    assert "was never reviewed" in first
    reviewed = {name: value for name, value in said.items() if name != "review"}
    told.write_text(json.dumps(reviewed), "utf-8")
    assert differences(told) == []

    told.write_text(json.dumps({**reviewed, "title": "Another"}), "utf-8")
    assert differences(told) == [f"{told.name}: title is 'Ofsted in Bury', not 'Another'"]

    program("sources", "try", httpserver.url_for("/feed"), "--save", "--to", "recorded")
    assert json.loads(told.read_text("utf-8"))["title"] == "Another"
