"""`vocabulary:` in config.yaml: what it takes, where its mistakes stand, and who reads with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wardwatch.config import parse
from wardwatch.house import open_house
from wardwatch.mistakes import ConfigMistakes
from wardwatch.trial import settings_for

HERE = Path("config.yaml")


def mistake(line: str) -> str:
    with pytest.raises(ConfigMistakes) as caught:
        parse(f"delay: 1s\nvocabulary:\n  {line}\n", HERE, {})
    (only,) = caught.value.mistakes
    return str(only)


def test_phrases_have_weights() -> None:
    config = parse("vocabulary: {family hub*: 2, nursery: -1.5, MASH: 0}", HERE, {})

    assert config.vocabulary == {"family hub*": 2, "nursery": -1.5, "MASH": 0}


def test_left_out_or_empty_changes_nothing() -> None:
    assert parse("", HERE, {}).vocabulary == {}
    assert parse("vocabulary:", HERE, {}).vocabulary == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nursery: often", "vocabulary.nursery: 'often' is no weight; write a number such as 2"),
        ("nursery: true", "vocabulary.nursery: True is no weight"),
        ("nursery: .nan", "vocabulary.nursery: '.nan' is no weight"),
        ("nursery: 40", "vocabulary.nursery: 40 is too heavy; write a number from -10 to 10"),
        ("nurs* place: 1", "'nurs* place' has a * that is not at its end"),
        ('"*": 1', "this is no phrase; write words and a weight"),
    ],
)
def test_a_mistake_stands_at_its_line(line: str, said: str) -> None:
    found = mistake(line)

    assert found.startswith("config.yaml:3: ")
    assert said in found


def test_a_list_of_phrases_is_a_mistake() -> None:
    with pytest.raises(ConfigMistakes, match=r"config.yaml:1: vocabulary: this should be a set of keys"):
        parse("vocabulary: [nursery]", HERE, {})


def test_taking_out_what_is_not_there_is_a_warning_with_what_was_meant() -> None:
    config = parse("vocabulary:\n  MASH: 0\n  children services: 0\n", HERE, {})
    (warning,) = [one for one in config.warnings if one.where.startswith("vocabulary")]

    assert warning.line == 3
    assert warning.what == "takes nothing out: no phrase is written so"
    assert "did you mean" in warning.right


def test_the_service_and_a_trial_read_with_it(sqlite_url: str) -> None:
    config = parse(f"contact: me@example.org\ndatabase: {sqlite_url}\nvocabulary: {{lido: 3}}", HERE, {})

    with open_house(config, migrate=False) as house:
        assert house.settings.vocabulary == {"lido": 3}
    assert settings_for(config, "https://paper.example").vocabulary == {"lido": 3}
