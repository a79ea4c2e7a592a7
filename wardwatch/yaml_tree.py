"""Reads YAML into plain values and remembers the line of each: NO stays a word, a key written twice is a mistake."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wardwatch.mistakes import Mistake, Path, written

TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Tree:
    """The values of one file. lines: path -> line from 1, of the key or the list item."""

    file: str
    values: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing above it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def mistake(self, path: Path, what: str, right: str = "") -> Mistake:
        """A mistake at a path."""
        return Mistake(self.file, self.line(path), written(path), what, right)


def read_tree(text: str, file: str) -> Tree:
    """The values of a YAML or JSON text. What cannot be read stands in the tree's mistakes."""
    tree = Tree(file)
    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        tree.mistakes.append(Mistake(file, mark.line + 1 if mark else 0, "", *_broken(error)))
    except YAMLError as error:
        tree.mistakes.append(Mistake(file, 0, "", f"this is no YAML: {error}"))
    else:
        tree.values = {} if node is None else _value(tree, node, (), ())
    return tree


def _broken(error: MarkedYAMLError) -> tuple[str, str]:
    problem = str(error.problem or error.context or "unreadable")
    if "\\t" in problem:
        return "a tab stands at the beginning of the line", "indent with spaces"
    if "mapping values are not allowed" in problem:
        return (
            "this is no YAML: a second colon, or an indent that does not fit",
            'put text that holds a colon in "quotes"',
        )
    return f"this is no YAML: {problem}", "look for an indent, a quote or a bracket that does not fit"


def _value(tree: Tree, node: Node, path: Path, above: tuple[Node, ...]) -> Any:
    if any(node is one for one in above):
        tree.mistakes.append(tree.mistake(path, "an alias that holds itself"))
        return None
    above = (*above, node)
    if isinstance(node, MappingNode):
        return _mapping(tree, node, path, above)
    if isinstance(node, SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            tree.lines.setdefault((*path, index), item.start_mark.line + 1)
            items.append(_value(tree, item, (*path, index), above))
        return items
    return _scalar(cast("ScalarNode", node))


def _mapping(tree: Tree, node: MappingNode, path: Path, above: tuple[Node, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        inner = (*path, key)
        if key in values:
            what = f"written a second time; the first stands in line {tree.lines[inner]}"
            tree.mistakes.append(Mistake(tree.file, line, written(inner), what, "keep one of the two"))
            continue
        tree.lines[inner] = line
        values[key] = _value(tree, value_node, inner, above)
    return values


def _scalar(node: ScalarNode) -> Any:
    text = str(node.value)
    match str(node.tag).removeprefix(TAG):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" | "float" as kind:
            return _number(text.replace("_", ""), whole=kind == "int")
        case _:
            return text


def _number(text: str, *, whole: bool) -> int | float | str:
    try:
        return int(text, 0) if whole else float(text)
    except ValueError:
        return text
