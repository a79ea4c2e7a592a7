"""Turns what pydantic says of a config into mistakes that a person can mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from wardwatch.environment import SECRET_KEYS
from wardwatch.mistakes import Mistake, Path
from wardwatch.yaml_tree import Tree

SHAPES = {
    "string_type": ("this should be text", 'put it in "quotes"'),
    "list_type": ("this should be a list", "write it as [one, two] or one to a line, each after a dash"),
    "tuple_type": ("this should be a list", "write it as [one, two] or one to a line, each after a dash"),
    "dict_type": ("this should be a set of keys", "write each as `key: value`"),
    "model_type": ("this should be a set of keys", "write each as `key: value`"),
    "model_attributes_type": ("this should be a set of keys", "write each as `key: value`"),
    "too_short": ("this list is empty", "write at least one entry"),
    "bool_parsing": ("this should be true or false", ""),
    "bool_type": ("this should be true or false", ""),
    "int_parsing": ("this should be a whole number", ""),
    "int_type": ("this should be a whole number", ""),
}


def explain(error: ValidationError, model: type[BaseModel], tree: Tree) -> list[Mistake]:
    """One mistake for each thing that pydantic found, at the line of the key that is meant."""
    details = error.errors(include_url=False)
    found = [_mistake(detail, model, tree) for detail in details if not _follows(detail, details)]
    return list(dict.fromkeys(found))


def _follows(detail: Any, details: Sequence[Any]) -> bool:
    """True for a list that is called too short only because its items are wrong themselves."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(one["loc"][: len(loc)] == loc and one is not detail for one in details)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that was probably meant, or at all of them."""
    names = sorted(known)
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"known here: {', '.join(names)}" if names else ""


def _mistake(detail: Any, model: type[BaseModel], tree: Tree) -> Mistake:
    loc, kind = detail["loc"], detail["type"]
    path = _written_path(loc, tree)
    match kind:
        case "extra_forbidden":
            return tree.mistake(path, "unknown key", nearest(str(loc[-1]), _keys(model, loc[:-1])))
        case "missing":
            return tree.mistake(path, f"{loc[-1]} is missing", f"add a line `{loc[-1]}: ...`")
        case "literal_error" | "enum":
            return tree.mistake(path, f"{_shown(detail, loc)} is not known here", f"write {detail['ctx']['expected']}")
        case "value_error":
            what, _, right = str(detail["ctx"]["error"]).partition("; ")
            return tree.mistake(path, what, right)
    what, right = SHAPES.get(kind, (detail["msg"][0].lower() + detail["msg"][1:], ""))
    return tree.mistake(path, what, right)


def _shown(detail: Any, loc: Sequence[str | int]) -> str:
    return "this" if set(loc) & set(SECRET_KEYS) else repr(detail["input"])


def _written_path(loc: Sequence[str | int], tree: Tree) -> Path:
    """The part of a pydantic location that stands in the file: it also names branches of unions."""
    path: Path = ()
    for step in loc:
        if (*path, step) in tree.lines:
            path = (*path, step)
    return path


def _keys(model: type[BaseModel], loc: Sequence[str | int]) -> set[str]:
    """The keys that may stand at a location."""
    models = [model]
    for step in loc:
        fields = [field for one in models for name, field in one.model_fields.items() if step in (name, field.alias)]
        models = [inner for field in fields for inner in _models(field.annotation)] or models
    return {field.alias or name for one in models for name, field in one.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
