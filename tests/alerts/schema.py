"""The published schema of what webhooks get."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

SCHEMA = Path(__file__).parents[2] / "docs/webhook.schema.json"


@lru_cache(maxsize=1)
def validator() -> Draft202012Validator:
    """Checks by docs/webhook.schema.json, which is a schema itself."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def assert_valid(payload: dict[str, Any]) -> None:
    """The payload, as it goes over the wire, is what the schema promises."""
    if error := best_match(validator().iter_errors(json.loads(json.dumps(payload)))):
        raise error
