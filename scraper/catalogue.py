"""The catalogue: known sources for each council, ready to be switched on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from newsdesk.councils import all_councils
from scraper.sources import Source

FILE = Path(__file__).parent / "catalogue.yaml"
OFFICIAL = "official"
GOVUK_SEARCH = (
    "https://www.gov.uk/api/search.json?filter_organisations={organisation}&order=-public_timestamp&count=50"
    "&fields=title,link,description,public_timestamp,content_store_document_type"
)
GOVUK = {"Ofsted on GOV.UK": "ofsted", "Department for Education on GOV.UK": "department-for-education"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One source of the catalogue. platform: its group in catalogue.yaml, or "official"; tried: it was once fetched."""

    source: Source
    platform: str
    tried: bool


def sources_for(councils: Iterable[str]) -> list[Source]:
    """The catalogue's sources for these councils, by the names of councils.csv; official ones first, each once."""
    return [entry.source for entry in entries_for(councils)]


def entries_for(councils: Iterable[str]) -> list[Entry]:
    """As sources_for, with what the catalogue knows of each."""
    wanted = set(councils)
    local = (entry for entry in titles() if wanted.intersection(entry.source.councils))
    return [*_official(wanted), *sorted(local, key=lambda entry: entry.source.name.casefold())] if wanted else []


def _official(wanted: set[str]) -> Iterator[Entry]:
    """Ofsted's page of each council, and GOV.UK for all: these follow from the list of councils."""
    for council in all_councils():
        if council.name in wanted:
            page = Source(
                name=f"Ofsted: {council.name}",
                url=council.ofsted_provider_url,
                kind="ofsted",
                councils=(council.name,),
            )
            yield Entry(page, OFFICIAL, tried=False)
    for name, organisation in GOVUK.items():
        search = Source(name=name, url=GOVUK_SEARCH.format(organisation=organisation), kind="govuk")
        yield Entry(search, OFFICIAL, tried=False)


@cache
def titles() -> tuple[Entry, ...]:
    """Every title in catalogue.yaml; the first call takes about a tenth of a second."""
    groups = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    return tuple(
        _title(platform, group, name, line)
        for platform, group in groups.items()
        for name, line in group["titles"].items()
    )


def _title(platform: str, group: dict[str, Any], name: str, line: str) -> Entry:
    address, *areas = (part.strip() for part in line.split(";"))
    source = Source(
        name=name,
        url=f"https://{address}{group.get('path', '')}",
        kind=group.get("kind"),
        councils=tuple(council for area in areas for council in _councils(area)),
    )
    return Entry(source, platform, bool(group["tried"]))


def _councils(area: str) -> tuple[str, ...]:
    if not area.startswith("region: "):
        return (area,)
    return tuple(council.name for council in all_councils() if f"region: {council.region}" == area)
