"""Names of councils in config.yaml: aliases are settled, "region: North West" and "all" are spelt out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsdesk.councils import all_councils, council_called, nearest_names, region_names
from wardwatch.explain import nearest
from wardwatch.mistakes import Mistake, Path
from wardwatch.yaml_tree import Tree


def councils_of_region(region: str) -> tuple[str, ...]:
    """The names of a region's councils; empty where there is no such region."""
    wanted = region.strip().casefold()
    return tuple(council.name for council in all_councils() if council.region.casefold() == wanted)


def settle(values: Any, tree: Tree) -> list[Mistake]:
    """Put councils.csv's own names in place of those written, wherever a config names councils, and return the
    mistakes. Lists that pydantic will refuse anyway are left alone."""
    mistakes: list[Mistake] = []
    for holder, key, path in list(_places(values)):
        written = holder[key]
        entries = [written] if isinstance(written, str | dict) else written
        if isinstance(entries, list):
            holder[key] = _names(entries, path, tree, mistakes)
    return mistakes


def _places(values: Any) -> Iterator[tuple[dict[str, Any], str, Path]]:
    """Every list of councils: (the mapping it stands in, its key, its path)."""
    if not isinstance(values, dict):
        return
    if values.get("councils") is not None:
        yield values, "councils", ("councils",)
    for index, source in enumerate(_dicts(values.get("sources"))):
        if source.get("councils") is not None:
            yield source, "councils", ("sources", index, "councils")
    for index, rule in enumerate(_dicts(values.get("alerts"))):
        when = rule.get("when")
        when = when if isinstance(when, dict) else {}
        wanted = when.get("councils")
        if isinstance(wanted, dict):
            for key in wanted:
                yield wanted, key, ("alerts", index, "when", "councils", key)
        elif wanted is not None:
            yield when, "councils", ("alerts", index, "when", "councils")


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else ():
        yield item if isinstance(item, dict) else {}


def _names(entries: list[Any], path: Path, tree: Tree, mistakes: list[Mistake]) -> list[Any]:
    names: list[Any] = []
    for index, entry in enumerate(entries):
        found = _spelt_out(entry)
        if found is None:
            mistakes.append(tree.mistake((*path, index), *_unknown(entry)))
        names.extend([entry] if found is None else found)
    return [name for index, name in enumerate(names) if name not in names[:index]]


def _spelt_out(entry: Any) -> tuple[str, ...] | None:
    """The councils that one entry means; None where it means nothing."""
    if isinstance(entry, dict) and list(entry) == ["region"]:
        entry = f"region: {entry['region']}"
    if not isinstance(entry, str):
        return None
    if entry.strip().casefold() == "all":
        return tuple(council.name for council in all_councils())
    head, colon, region = entry.partition(":")
    if colon and head.strip().casefold() == "region":
        return councils_of_region(region) or None
    council = council_called(entry)
    return (council.name,) if council else None


def _unknown(entry: Any) -> tuple[str, str]:
    if isinstance(entry, dict):
        entry = ", ".join(f"{key}: {value}" for key, value in entry.items())
    head, colon, region = str(entry).partition(":")
    if colon and head.strip().casefold() == "region":
        return f"there is no region {region.strip()!r}", nearest(region.strip(), region_names())
    return unknown_council(str(entry))


def unknown_council(name: str) -> tuple[str, str]:
    """What is wrong with the name of a council, and which were probably meant."""
    close = nearest_names(name)
    hint = f"did you mean {' or '.join(close)}?" if close else "`wardwatch init --help` shows how councils are named"
    return f"no council with children's services is called {name!r}", hint
