"""Writes one more source into the text of a config.yaml and leaves every other character as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

Entry = Mapping[str, str | Sequence[str]]

_PLAIN = re.compile(r"[A-Za-z][\w.,/+&()'-]*(?: [\w.,/+&()'-]+)*|https?://[^\s#,\[\]{}\"']+(?<!:)", re.ASCII)
_WORDS = ("yes", "no", "on", "off", "true", "false", "null", "y", "n")


def with_source(text: str, entry: Entry) -> tuple[str, int]:
    """The text of a valid config with the entry as the last of its `sources:`, and the line where it begins."""
    root = YAML(typ="rt", pure=True).compose(text)
    sources = _sources(root)
    if isinstance(root, MappingNode) and root.flow_style:
        return _in_flow_root(text, root, sources, entry)
    if sources is None:
        new = text if not text or text.endswith("\n") else text + "\n"
        return _inserted(new, len(new.splitlines()), ["sources:", *_block(entry, 2)], 1)
    key, value = sources
    if isinstance(value, SequenceNode) and value.flow_style and value.value:
        return _into_list(text, value, entry)
    if isinstance(value, SequenceNode) and not value.flow_style:
        column = value.start_mark.column
        return _inserted(text, _last_line(text, value), _block(entry, column), 0)
    lines = text.splitlines()
    at = key.start_mark.line
    if isinstance(value, SequenceNode):
        inner = text[value.start_mark.index : value.end_mark.index]
        lines[at] = lines[at].replace(inner, "", 1).rstrip()
    return _inserted("\n".join(lines) + "\n", at + 1, _block(entry, 2), 0)


def _sources(root: Node | None) -> tuple[Node, Node] | None:
    pairs = root.value if isinstance(root, MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == "sources"), None)


def _in_flow_root(text: str, root: MappingNode, sources: tuple[Node, Node] | None, entry: Entry) -> tuple[str, int]:
    """JSON, or YAML written like it."""
    if sources is not None and isinstance(sources[1], SequenceNode):
        return _into_list(text, sources[1], entry)
    written = f"[{_flow(entry)}]"
    if sources is not None:
        start, end = sources[1].start_mark.index, sources[1].end_mark.index
        return text[:start] + written + text[end:], text[:start].count("\n") + 1
    at = root.end_mark.index - 1
    head = text[:at].rstrip()
    comma = "" if head.endswith(("{", ",")) else ","
    return f'{head}{comma} "sources": {written}{text[at:]}', head.count("\n") + 1


def _into_list(text: str, value: SequenceNode, entry: Entry) -> tuple[str, int]:
    at = value.value[-1].end_mark.index if value.value else value.start_mark.index + 1
    comma = ", " if value.value else ""
    return f"{text[:at]}{comma}{_flow(entry)}{text[at:]}", text[:at].count("\n") + 1


def _last_line(text: str, value: SequenceNode) -> int:
    """The number of lines up to the end of the list, without the blank lines and comments that follow it."""
    lines = text.splitlines()
    end: int = min(value.end_mark.line + (1 if value.end_mark.column else 0), len(lines))
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _inserted(text: str, at: int, new: list[str], skip: int) -> tuple[str, int]:
    lines = text.splitlines(keepends=True)
    if at and at <= len(lines) and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    ending = "\r\n" if "\r\n" in text else "\n"
    lines[at:at] = [line + ending for line in new]
    return "".join(lines), at + 1 + skip


def _block(entry: Entry, column: int) -> list[str]:
    pad = " " * column
    written = [f"{name}: {_value(value)}" for name, value in entry.items()]
    return [f"{pad}{'- ' if not at else '  '}{line}" for at, line in enumerate(written)]


def _flow(entry: Entry) -> str:
    return json.dumps(dict(entry), ensure_ascii=False)


def _value(value: str | Sequence[str]) -> str:
    if not isinstance(value, str):
        return f"[{', '.join(_value(one) for one in value)}]"
    plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS and ", " not in value and "$" not in value
    return value if plain else json.dumps(value, ensure_ascii=False)
