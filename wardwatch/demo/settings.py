"""The config.yaml with which the demo's service runs."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from wardwatch.demo.press import STYLES
from wardwatch.demo.world import World

DESK, EDITOR, OPERATOR = "desk@demo.example", "editor@demo.example", "operator@demo.example"
ATOM = "/government/organisations/department-for-education.atom"
SEARCH = "/api/search.json?filter_organisations=ofsted&order=-public_timestamp&count=50"
LISTING = "/search?q=&start=0&rows=100"
SITEMAP = "/sitemap-news.xml"


def config_text(world: World, database: str, digest_at: str) -> str:
    """A config.yaml that watches `world`. database: as in config.yaml; digest_at: on a London clock, 08:30."""
    hosts = {*world.bases.values(), world.ofsted.files_base}
    return written_yaml(
        {
            "contact": "demo@demo.example",
            "database": database,
            "councils": [],
            "sources": [{"name": name, **entry, "every": "5s"} for name, entry in _sources(world)],
            "alerts": _alerts(world, digest_at),
            "operator": [{"email": OPERATOR}],
            "delay": "0",
            "allow_private": sorted(host.removeprefix("http://") for host in hosts),
            "email": {
                "host": world.mail.host,
                "port": world.mail.port,
                "security": "none",
                "auth": "none",
                "from": "wardwatch@demo.example",
            },
        }
    )


def _sources(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Ofsted (look-alike)", {"url": world.bases["ofsted"] + LISTING, "kind": "ofsted"}
    yield "Department for Education (look-alike)", {"url": world.bases["govuk"] + ATOM, "kind": "govuk"}
    yield "Ofsted on GOV.UK (look-alike)", {"url": world.bases["govuk"] + SEARCH, "kind": "govuk"}
    for key, paper in world.papers.items():
        kind, path = STYLES[paper.platform].source
        yield paper.name, {"url": world.bases[key] + path, "kind": kind, "councils": [*world.councils[key]]}
        if paper.platform == "newsquest":
            yield (
                f"{paper.name}, sitemap",
                {"url": world.bases[key] + SITEMAP, "kind": "sitemap", "councils": [*world.councils[key]]},
            )


def _alerts(world: World, digest_at: str) -> list[dict[str, Any]]:
    at_once = [{"email": DESK}, {"webhook": f"{world.bases['hook']}/hook"}]
    return [
        {"name": "Everything, at once", "when": {}, "send": "at once", "to": at_once},
        {"name": "The day's round-up", "when": {}, "send": f"daily at {digest_at}", "to": [{"email": EDITOR}]},
    ]


def written_yaml(values: object) -> str:
    """Plain values as YAML."""
    writer = YAML()
    writer.default_flow_style = False
    writer.width = 200
    text = StringIO()
    writer.dump(values, text)
    return text.getvalue()
